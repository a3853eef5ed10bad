import { Client } from 'pg'
import type { Receiver } from '../support/receiver'
import type { Journal } from './workload'

/** Asks the database itself, over a connection that is made anew for each question, as it may have been killed. */
export async function rows<Row extends object>(
  url: string,
  sql: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const client = new Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query<Row>(sql, values)).rows
  } finally {
    await client.end().catch(() => {})
  }
}

/**
 * What hangs: conversations past their deadline, starts that nobody finishes, effects and webhooks that are due and that
 * nobody took, all by `since` or longer ago.
 */
export async function hanging(url: string, since: Date): Promise<string[]> {
  const found = await rows<{ what: string }>(
    url,
    `select 'conversation ' || id || ' ' || deadline_reason as what from conversations
       where status <> 'ended' and deadline_at < $1
     union all select 'conversation ' || id || ' without a deadline' from conversations
       where status <> 'ended' and deadline_at is null
     union all select 'effect ' || kind || ' of ' || conversation_id from effects where next_attempt_at < $1
     union all select 'webhook ' || event_type || ' of ' || conversation_id from webhook_deliveries
       where status = 'pending' and next_attempt_at < $1`,
    [since],
  )
  return found.map(({ what }) => what)
}

type Stored = {
  id: string
  status: string
  duration: number | null
  created_at: Date
  ended_at: Date | null
  end_reason: string | null
  deleted: boolean
}

/** Everything that has to be true once all has ended; what is not, in words. */
export async function audit(url: string, journal: Journal, receiver: Receiver): Promise<string[]> {
  const wrong: string[] = []
  const stored = await rows<Stored>(
    url,
    `select id, status::text, duration, created_at, ended_at, end_reason, deleted_at is not null as deleted
     from conversations`,
  )
  const byId = new Map(stored.map((row) => [row.id, row]))

  for (const [id, { test }] of journal.made) {
    const row = byId.get(id)
    if (!row) wrong.push(`${id} was acknowledged and is lost`)
    else if (test !== (row.end_reason === 'test_mode')) wrong.push(`${id} is no test, or should be none`)
    else if (row.end_reason === 'start_failed') wrong.push(`${id} was acknowledged and never began`)
  }
  for (const [id, duration] of journal.ended) {
    if (byId.get(id)?.duration !== duration)
      wrong.push(`${id} was told to have lasted ${duration} s and lasted ${byId.get(id)?.duration}`)
  }
  for (const id of journal.deleted) if (!byId.get(id)?.deleted) wrong.push(`${id} was deleted and is there`)

  const begun = stored.filter(({ end_reason }) => end_reason !== 'start_failed')
  const most = journal.made.size + journal.uncertain
  if (begun.length < journal.made.size || begun.length > most)
    wrong.push(`${begun.length} conversations for ${journal.made.size} requests (${most} at most)`)

  const byDay = new Map<string, number>()
  for (const { id, status, created_at, ended_at, end_reason, duration } of begun) {
    if (status !== 'ended' || !ended_at) wrong.push(`${id} has not ended`)
    else if (end_reason !== 'test_mode') bill(byDay, created_at, ended_at)
    const lasted = ended_at ? Math.ceil((ended_at.getTime() - created_at.getTime()) / 1000) : 0
    if (end_reason !== 'test_mode' && duration !== lasted)
      wrong.push(`${id} lasted ${lasted} s, not ${duration}`)
  }
  const billed = await rows<{ day: string; seconds: string }>(
    url,
    `select to_char(day, 'YYYY-MM-DD') as day, sum(seconds) as seconds from usage_days where grouped_by = '' group by 1`,
  )
  for (const { day, seconds } of billed) {
    if (byDay.get(day) !== Number(seconds))
      wrong.push(`${day}: ${seconds} s are billed for ${byDay.get(day)} s that were used`)
    byDay.delete(day)
  }
  for (const [day, seconds] of byDay) wrong.push(`${day}: ${seconds} s were used and are not billed`)
  return [...wrong, ...(await auditWebhooks(url, receiver))]
}

/** Whole seconds, the last one begun counts; each belongs to the UTC day in which it begins. */
function bill(byDay: Map<string, number>, from: Date, to: Date): void {
  for (let second = from.getTime(); second < to.getTime(); second += 1000) {
    const day = new Date(second).toISOString().slice(0, 10)
    byDay.set(day, (byDay.get(day) ?? 0) + 1)
  }
}

async function auditWebhooks(url: string, receiver: Receiver): Promise<string[]> {
  const wrong: string[] = []
  const ids = new Map<string, Set<string>>()
  for (const { id, event } of receiver.got) {
    const what = `${event.event_type} of ${event.conversation_id}`
    ids.set(what, (ids.get(what) ?? new Set()).add(id))
  }
  for (const [what, those] of ids) if (those.size > 1) wrong.push(`${what} came under ${those.size} ids`)
  const told = await rows<{ type: string; conversation_id: string }>(
    url,
    `select e.type, e.conversation_id from conversation_events e join conversations c on c.id = e.conversation_id
     where c.callback_url is not null and e.type in ('system.replica_joined', 'system.shutdown',
       'application.transcription_ready')`,
  )
  for (const { type, conversation_id } of told) {
    const what = `${type} of ${conversation_id}`
    if (!ids.has(what)) wrong.push(`${what} never came`)
  }
  const ended = await rows<{ id: string }>(
    url,
    `select id from conversations c where status = 'ended' and end_reason not in ('test_mode', 'start_failed')
       and not exists (select 1 from conversation_events e where e.conversation_id = c.id and e.type = 'system.shutdown')`,
  )
  for (const { id } of ended) wrong.push(`the end of ${id} was told to nobody`)
  return wrong
}
