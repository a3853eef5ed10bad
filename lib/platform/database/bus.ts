import { Client } from 'pg'
import * as z from 'zod'
import type { Clock } from '../clock'
import type { Log } from '../log'
import type { Database, Transaction } from './client'
import { withSession } from './client'

const channel = 'colloquy'
/** A broken connection to a database elsewhere can stay silent for hours; a question every so often finds out. */
const heartbeatMs = 30_000
const answerLimitMs = 10_000
const longestBackoffMs = 10_000

const change = z.object({
  topic: z.enum([
    'conversation',
    'document',
    'memories',
    'workspace',
    'session',
    'effects',
    'deadlines',
    'looks',
    'deliveries',
    'webhooks',
  ]),
  id: z.string(),
  workspaceId: z.string().optional(),
})

/** Something was written: what kind of row and which one. Readers fetch what they need. */
export type Change = z.infer<typeof change>

/** Changes made by any server on the same database. */
export type Bus = {
  /** Calls `listener` for each change, in the order of the commits; returns how to stop. */
  subscribe(listener: (change: Change) => void): () => void
  /** Calls `listener` when changes may have been missed and can be caught up with now; returns how to stop. */
  onGap(listener: () => void): () => void
  close(): Promise<void>
}

/** Announces changes to all servers when the transaction commits, and not at all when it does not. */
export async function notify(tx: Transaction | Database, ...changes: Change[]): Promise<void> {
  const payloads = changes.map((change) => JSON.stringify(change))
  await tx.$executeRaw`select pg_notify(${channel}, payload) from unnest(${payloads}::text[]) as payload`
}

/**
 * Listens on a connection of its own and connects again whenever it is lost.
 * @throws Error when the first connection fails
 */
export async function openBus({ url, clock, log }: { url: string; clock: Clock; log: Log }): Promise<Bus> {
  const listeners = new Set<(change: Change) => void>()
  const gapListeners = new Set<() => void>()
  let closed = false
  let client: Client | undefined
  let alarm: { cancel(): void } | undefined
  let failures = 0

  async function connect(): Promise<void> {
    const next = new Client({
      connectionString: withSession(url, { TimeZone: 'UTC' }),
      application_name: 'colloquy bus',
      connectionTimeoutMillis: answerLimitMs,
      query_timeout: answerLimitMs,
      keepAlive: true,
    })
    next.on('error', () => lose(next))
    next.on('end', () => lose(next))
    next.on('notification', ({ payload }) => deliver(payload ?? ''))
    client = next
    await next.connect()
    await next.query(`listen ${channel}`)
    failures = 0
    if (closed) await next.end()
    else armHeartbeat(next)
  }

  function deliver(payload: string): void {
    const result = change.safeParse(readJson(payload))
    if (result.success) callAll(listeners, result.data)
    else log.warn({ payload }, 'A notification is not one of ours')
  }

  function callAll<Args extends unknown[]>(set: Set<(...args: Args) => void>, ...args: Args): void {
    for (const listener of [...set]) {
      try {
        listener(...args)
      } catch (error) {
        log.error({ error }, 'A listener of the bus failed')
      }
    }
  }

  function armHeartbeat(current: Client): void {
    alarm = clock.alarm(new Date(clock.now().getTime() + heartbeatMs), () => {
      current.query('select 1').then(
        () => current === client && !closed && armHeartbeat(current),
        () => lose(current),
      )
    })
  }

  function lose(lost: Client): void {
    if (closed || lost !== client) return
    client = undefined
    alarm?.cancel()
    lost.end().catch(() => {})
    const delay = Math.min(100 * 2 ** failures, longestBackoffMs)
    if (failures === 0) log.warn('The connection that listens for changes was lost')
    failures++
    alarm = clock.alarm(new Date(clock.now().getTime() + delay), reconnect)
  }

  async function reconnect(): Promise<void> {
    const attempt = connect()
    const current = client
    try {
      await attempt
    } catch {
      if (current) lose(current)
      return
    }
    if (closed || current !== client) return
    log.info('Listening for changes again')
    callAll(gapListeners)
  }

  try {
    await connect()
  } catch (error) {
    closed = true
    alarm?.cancel()
    await client?.end().catch(() => {})
    throw error
  }
  return {
    subscribe: (listener) => add(listeners, listener),
    onGap: (listener) => add(gapListeners, listener),
    async close() {
      closed = true
      alarm?.cancel()
      await client?.end().catch(() => {})
    },
  }
}

function add<Listener>(set: Set<Listener>, listener: Listener): () => void {
  set.add(listener)
  return () => set.delete(listener)
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
