import type {
  CataloguePersona,
  CatalogueReplica,
  RemoteConversation,
  Report,
  ReportedEvent,
  TranscriptEntry,
} from '@/lib/providers/account'
import type { Started } from '@/lib/providers/port'
import type { Row } from './client'

/**
 * Reads what Tavus sends. Its names changed in 2026 (replica to face, persona to PAL), and answers have either, so each
 * is looked for under both. What is not there is null: nothing that Tavus leaves out makes an answer useless.
 */

/** The first of `names` that is a text with something in it. */
function text(row: Row, ...names: string[]): string | null {
  for (const name of names) {
    const value = row[name]
    if (typeof value === 'string' && value.trim() !== '') return value
  }
  return null
}

const isRow = (value: unknown): value is Row =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** An instant: ISO 8601 (UTC where no zone is written), or Unix seconds as a number. */
export function instant(value: unknown): Date | null {
  if (typeof value === 'number' && Number.isFinite(value)) return valid(new Date(value * 1000))
  if (typeof value !== 'string') return null
  const hasZone = /(?:Z|[+-]\d{2}:?\d{2})$/i.test(value.trim())
  return valid(new Date(hasZone ? value.trim() : `${value.trim()}Z`))
}

const valid = (date: Date) => (Number.isNaN(date.getTime()) ? null : date)

/** Ids, under both eras' names. */
export const conversationIdOf = (row: Row) => text(row, 'conversation_id') ?? undefined
export const personaIdOf = (row: Row) => text(row, 'persona_id', 'pal_id') ?? undefined
export const replicaIdOf = (row: Row) => text(row, 'replica_id', 'face_id') ?? undefined

/** What an answer is about: itself, or the one thing in its `data` (a persona is answered as a list of one). */
export function subject(answer: unknown): Row | null {
  if (!isRow(answer)) return null
  const { data } = answer
  if (Array.isArray(data)) return isRow(data[0]) ? data[0] : null
  return isRow(data) ? data : answer
}

/** A conversation of a list. */
export function readRemote(row: Row): RemoteConversation | null {
  const providerId = conversationIdOf(row)
  if (!providerId) return null
  return {
    providerId,
    name: text(row, 'conversation_name') ?? providerId,
    meetingUrl: webAddress(row),
    createdAt: instant(row.created_at),
    callbackUrl: text(row, 'callback_url'),
  }
}

/** Where it is joined: an address of the web, as it is put into a frame. */
function webAddress(row: Row): string | null {
  const address = text(row, 'conversation_url')
  return address && /^https?:\/\//.test(address) && URL.canParse(address) ? address : null
}

/** A conversation that was just made; null when the answer does not say which, or where it is joined. */
export function readOpened(answer: unknown): (Started & { meetingUrl: string }) | null {
  const row = subject(answer)
  const providerId = row && conversationIdOf(row)
  const meetingUrl = row && webAddress(row)
  if (!row || !providerId || !meetingUrl) return null
  return {
    providerId,
    meetingUrl,
    createdAt: instant(row.created_at),
    meetingToken: text(row, 'meeting_token'),
  }
}

/** A conversation that was read with its events; null when the answer is none. */
export function readReport(answer: unknown): Report | null {
  const row = subject(answer)
  const providerId = row && conversationIdOf(row)
  if (!row || !providerId) return null
  const status = row.status === 'active' || row.status === 'ended' ? row.status : null
  const events = Array.isArray(row.events) ? row.events.map(readEvent).filter((event) => event !== null) : []
  const saysEnd = events.some(({ means }) => means?.type === 'ended')
  // Ended, and no event that says so: what is known of the end stands beside the events, or is not known.
  if (status === 'ended' && !saysEnd) {
    const reason = text(row, 'shutdown_reason') ?? ''
    const at = instant(row.ended_at)
    events.push({
      type: 'system.shutdown',
      at,
      properties: reason ? { shutdown_reason: reason } : {},
      means: { type: 'ended', reason },
    })
  }
  return { providerId, status, createdAt: instant(row.created_at), events }
}

/** What a callback tells; null when it is about no conversation. */
export function readCallback(body: unknown): Report | null {
  if (!isRow(body)) return null
  const providerId = conversationIdOf(body)
  const event = readEvent(body)
  if (!providerId || !event) return null
  return {
    providerId,
    status: event.means?.type === 'ended' ? 'ended' : null,
    createdAt: null,
    events: [event],
  }
}

/** An event of a callback or of a conversation's own list. */
function readEvent(value: unknown): ReportedEvent | null {
  if (!isRow(value)) return null
  const type = text(value, 'event_type')
  if (!type) return null
  const properties = isRow(value.properties) ? value.properties : {}
  return {
    type,
    at: instant(value.timestamp),
    properties: bothNames(properties),
    means: meaning(type, properties),
  }
}

const twins = [
  ['replica_id', 'face_id'],
  ['persona_id', 'pal_id'],
] as const

/** Under both eras' names, as whoever reads it may know either. */
function bothNames(properties: Row): Row {
  const named = { ...properties }
  for (const [old, young] of twins) {
    const value = properties[old] ?? properties[young]
    if (value !== undefined) Object.assign(named, { [old]: value, [young]: value })
  }
  return named
}

function meaning(type: string, properties: Row): ReportedEvent['means'] {
  switch (type) {
    case 'system.replica_joined':
    case 'system.pal_joined':
      return { type: 'joined' }
    case 'system.shutdown':
      return { type: 'ended', reason: text(properties, 'shutdown_reason', 'reason') ?? '' }
    case 'application.transcription_ready':
      return { type: 'transcript', lines: readTranscript(properties.transcript) }
    case 'application.perception_analysis':
    case 'application.perception_unavailable':
      return { type: 'perception' }
    default:
      return null
  }
}

/** Seconds as milliseconds. */
const milliseconds = (value: unknown) =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0 ? Math.round(value * 1000) : null

/** What was said; prompts and calls of tools, which stand in it too, are left out. */
function readTranscript(value: unknown): TranscriptEntry[] {
  if (!Array.isArray(value)) return []
  return value.flatMap((entry): TranscriptEntry[] => {
    if (!isRow(entry)) return []
    const { role } = entry
    const content = text(entry, 'content')
    const isReplica = role === 'assistant' || role === 'replica' || role === 'pal'
    if (content === null || (role !== 'user' && !isReplica)) return []
    return [
      {
        role: isReplica ? 'replica' : 'user',
        text: content,
        at: instant(entry.timestamp),
        offset: milliseconds(entry.seconds_from_start),
        duration: milliseconds(entry.duration),
        inferenceId: text(entry, 'inference_id'),
        interrupted: entry.interrupted === true,
      },
    ]
  })
}

/** A persona of the account's list. `stock` are those that everybody has. */
export function readPersona(row: Row, stock: boolean): CataloguePersona | null {
  const id = personaIdOf(row)
  if (!id) return null
  return {
    id,
    name: text(row, 'persona_name', 'pal_name') ?? id,
    defaultReplicaId: text(row, 'default_replica_id', 'default_face_id'),
    isStock: stock,
  }
}

/** A replica of the account's list; where its kind is not said, it is the account's own. */
export function readReplica(row: Row): CatalogueReplica | null {
  const id = replicaIdOf(row)
  if (!id) return null
  const status = text(row, 'status')
  const thumbnail = text(row, 'thumbnail_video_url')
  return {
    id,
    name: text(row, 'replica_name', 'face_name') ?? id,
    isStock: text(row, 'replica_type', 'face_type') === 'system',
    isReady: status === null || status === 'completed' || status === 'ready',
    thumbnail: thumbnail && URL.canParse(thumbnail) ? thumbnail : null,
  }
}
