import { createHash } from 'node:crypto'
import type { readHappenings } from '@/lib/domain/conversations/queries/read'

/**
 * What a reader of one conversation's events has been sent. It is their place in the stream: written into the id of
 * every message, and read again when they come back with it.
 */
export type Sent = {
  /** The highest number of a line, and the numbers below it that were not there yet: lines may be stored out of order. */
  upTo: number
  missing: number[]
  /** Marks of the entries of the log. */
  log: string[]
  /** Mark of the list of participants, and the status; empty before the first. */
  participants: string
  status: string
}

export const nothingSent: Sent = { upTo: 0, missing: [], log: [], participants: '', status: '' }

/** Lines that were skipped are waited for as far as this. */
const mostMissing = 100

const mark = (text: string, length: number) =>
  createHash('sha256').update(text).digest('hex').slice(0, length)

const shape = /^(\d{1,9})((?:-\d{1,9}){0,100})_((?:[0-9a-f]{8})*)_((?:[0-9a-f]{8})?)_(active|ended|)$/

/** A place as a message's id has it. */
export const writePlace = ({ upTo, missing, log, participants, status }: Sent) =>
  `${[upTo, ...missing].join('-')}_${log.join('')}_${participants}_${status}`

/** The place that an id names; the beginning for a text that is none of ours. */
export function readPlace(id: string | null): Sent {
  const [, upTo, missing = '', log = '', participants = '', status = ''] = shape.exec(id ?? '') ?? []
  if (upTo === undefined) return nothingSent
  return {
    upTo: Number(upTo),
    missing: missing.split('-').filter(Boolean).map(Number),
    log: log.match(/.{8}/g) ?? [],
    participants,
    status,
  }
}

/** One message: its kind, what it says, and the place after it. */
export type Happening = { kind: 'log' | 'line' | 'participants' | 'status'; data: object; place: Sent }

type Found = NonNullable<Awaited<ReturnType<typeof readHappenings>>>

/**
 * What of `found` was not sent yet, in the order in which it happened; `limit` is how many lines were asked for. While
 * there may be more lines, nothing that came after them is told.
 */
export function unsent(sent: Sent, found: Found, limit: number): Happening[] {
  const cut = found.lines.length >= limit ? (found.lines.at(-1)?.at ?? 0) : Number.POSITIVE_INFINITY
  const known = new Set(sent.log)
  const log = found.log
    .map(({ id, at, ...entry }) => ({ at, entry, mark: mark(id, 8) }))
    .filter((each) => !known.has(each.mark) && each.at <= cut)
  // Of one moment, what was said comes before what it led to.
  const told = [...found.lines, ...log].sort((one, other) => one.at - other.at)

  const happenings: Happening[] = []
  let place = sent
  const tell = (kind: Happening['kind'], data: object, after: Partial<Sent>) => {
    place = { ...place, ...after }
    happenings.push({ kind, data, place })
  }
  for (const each of told) {
    if ('line' in each) tell('line', each.line, afterLine(place, each.seq))
    else tell('log', each.entry, { log: [...place.log, each.mark] })
  }
  if (cut === Number.POSITIVE_INFINITY) {
    const participants = mark(JSON.stringify(found.participants), 8)
    if (participants !== place.participants) {
      tell('participants', { participants: found.participants }, { participants })
    }
    if (found.status !== place.status) tell('status', { status: found.status }, { status: found.status })
  }
  return happenings
}

function afterLine({ upTo, missing }: Sent, seq: number): Pick<Sent, 'upTo' | 'missing'> {
  if (seq <= upTo) return { upTo, missing: missing.filter((each) => each !== seq) }
  const skipped = Array.from(
    { length: Math.min(seq - upTo - 1, mostMissing) },
    (_, n) => seq - 1 - n,
  ).reverse()
  return { upTo: seq, missing: [...missing, ...skipped].slice(-mostMissing) }
}
