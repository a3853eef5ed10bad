import { createHash } from 'node:crypto'
import { type Event, transition } from '@/lib/domain/conversations/lifecycle'
import { durations } from '@/lib/domain/conversations/rules'
import { endReasonFromWire } from '@/lib/domain/conversations/schema/end-reasons'
import { factsOf } from '@/lib/domain/conversations/serialize'
import type { SystemScope } from '@/lib/domain/scope'
import { type NewEvent, publish } from '@/lib/domain/webhooks/service/publish'
import type { Transaction } from '@/lib/platform/database/client'
import type { Prisma } from '@/lib/platform/database/generated/client'
import { storable } from '@/lib/platform/database/storable'
import { registry } from '@/lib/platform/registry'
import type { Report, ReportedEvent, TranscriptEntry } from '@/lib/providers/account'
import { change } from './change'
import type { Loaded } from './locks'

/**
 * Takes what a provider outside tells of a conversation, by a callback or asked: as often, in whatever order and in
 * whatever parts it comes, the conversation is the same afterwards. What is told of another one than was started is
 * ignored, and so is what comes before the start was confirmed: that is asked for once it is.
 */
export async function recordReport(_system: SystemScope, id: string, report: Report): Promise<void> {
  await change(id, async (row, tx) => {
    if (row.erasedAt) return null
    if (row.status === 'starting') {
      await tx.conversation.update({ where: { id }, data: { lookAt: registry().clock.now() } })
      return null
    }
    if (row.providerId !== report.providerId) return null
    if (report.createdAt && !row.providerCreatedAt) {
      row.providerCreatedAt = report.createdAt
      await tx.conversation.update({ where: { id }, data: { providerCreatedAt: report.createdAt } })
    }
    const told = report.events.filter(({ means }) => means?.type !== 'ended')
    const news = await publish(
      tx,
      told.map((event) => toEvent(row, event)),
    )
    for (const { means } of told) if (means?.type === 'transcript') await keepLines(tx, row, means.lines)
    const ends = await Promise.all(report.events.map((event) => toEnd(tx, row, event)))
    const [facts, now] = [factsOf(row), registry().clock.now()]
    // What is known already changes nothing, nor when the conversation changed last.
    const events = ends
      .filter((event) => event !== null)
      .filter((event) => transition(facts, event, now).facts !== facts)
    return events.length > 0 || news.length > 0 ? events : null
  })
}

/** A provider's instant by our clock: as far from the beginning as by its own, and not in the future. */
function inOurTime(row: Loaded, at: Date): Date {
  const began = row.providerCreatedAt ?? row.createdAt
  const after = Math.max(0, at.getTime() - began.getTime())
  return new Date(Math.min(row.createdAt.getTime() + after, registry().clock.now().getTime()))
}

/** What happened, under an id that it has however often and by which way it is told: its instant may be written differently. */
function toEvent(row: Loaded, { type, at, properties, means }: ReportedEvent): NewEvent {
  return {
    id: `${row.id}-${means ? onceName(type, means) : fingerprint(type, properties)}`,
    conversationId: row.id,
    type,
    at: at ? inOurTime(row, at) : registry().clock.now(),
    properties: storable(properties) as Prisma.InputJsonObject,
  }
}

/** What happens once in a conversation is known by what it is. */
const onceName = (type: string, means: NonNullable<ReportedEvent['means']>) =>
  means.type === 'transcript' ? 'transcript' : type.replaceAll('.', '_')

const fingerprint = (type: string, properties: Record<string, unknown>) =>
  createHash('sha256')
    .update(JSON.stringify([type, sorted(properties)]))
    .digest('hex')
    .slice(0, 24)

/** The same value, whatever the order of its keys. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return entries.map(([key, each]) => [key, sorted(each)])
}

/** Its end as the conversation's life knows it; a reason that is none of ours is kept in the provider's words. */
async function toEnd(tx: Transaction, row: Loaded, { at, means }: ReportedEvent): Promise<Event | null> {
  if (means?.type !== 'ended') return null
  const reason = endReasonFromWire(means.reason)
  const words = means.reason.trim().slice(0, longestDetail)
  if (row.status !== 'ended' && reason === 'provider_ended' && words !== '') {
    row.endDetail = storable(words)
    await tx.conversation.update({ where: { id: row.id }, data: { endDetail: row.endDetail } })
  }
  return { type: 'provider-ended', at: at && inOurTime(row, at), reason }
}

/** The most characters of a provider's reason that are kept. */
const longestDetail = 300

/** Milliseconds that a part of a conversation lasts at the most. */
const longestMs = durations.max_call_duration.most * 1000

/** Keeps a transcript that comes as a whole, the first time it does. */
async function keepLines(tx: Transaction, row: Loaded, lines: TranscriptEntry[]): Promise<void> {
  const data = lines.map((line, index) => {
    const after = line.offset ?? (line.at ? inOurTime(row, line.at).getTime() - row.createdAt.getTime() : 0)
    return storable({
      conversationId: row.id,
      seq: index + 1,
      revision: 1,
      role: line.role,
      speaker: line.role === 'replica' ? row.replicaName : 'Participant',
      text: line.text,
      at: new Date(row.createdAt.getTime() + Math.min(Math.max(0, after), longestMs)),
      duration: line.duration && Math.min(line.duration, longestMs),
      interrupted: line.interrupted,
      turn: index + 1,
      inferenceId: line.inferenceId,
      sources: [],
    })
  })
  await tx.utterance.createMany({ data, skipDuplicates: true })
}
