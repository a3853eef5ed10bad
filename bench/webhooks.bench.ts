import { Agent, createServer, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { benchRegistry } from '@/e2e/support/bench-registry'
import { systemScope } from '@/lib/access/scopes'
import { settle } from '@/lib/domain/conversations/schema/request'
import { publish } from '@/lib/domain/webhooks/service/publish'
import { startEngine } from '@/lib/engine/index'
import { systemClock } from '@/lib/platform/clock'
import { inTransaction } from '@/lib/platform/database/client'
import { conversationId, rowId } from '@/lib/platform/ids'

/**
 * From the commit of what happened to the first byte at its receiver, beside a bare request to the same receiver; and
 * how much longer a burst takes when a fifth of the receivers hang.
 */
const receivers = 20
const hanging = receivers / 5
const steady = 1_000
const everyMs = 20
const burst = 1_600
const rounds = 5
const marks = { firstByteMs: 50, hangingCosts: 1.05 }

const bench = await benchRegistry({ OUTBOUND_ALLOW: '127.0.0.1' })
const { database, bus, log } = bench
const system = systemScope('bench')

/** When each event's request came, by its id. */
const came = new Map<string, number>()
const servers: Server[] = []
async function listening(quick: boolean): Promise<string> {
  const server = createServer((asked, response) => {
    came.set(String(asked.headers['webhook-id']), performance.now())
    asked.resume()
    if (quick) response.writeHead(204).end()
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`
}
const quick = await Promise.all(Array.from({ length: receivers - hanging }, () => listening(true)))
const stuck = await Promise.all(Array.from({ length: hanging }, () => listening(false)))

const workspaceId = 'bench'
await database.workspace.create({
  data: { id: workspaceId, name: 'Bench', maxConcurrent: 1000, maxCallDuration: 3600, createdAt: new Date() },
})
async function conversationTo(callbackUrl: string): Promise<string> {
  const now = new Date()
  const { id } = await database.conversation.create({
    data: {
      ...{
        id: conversationId(),
        workspaceId,
        name: 'Bench',
        callbackUrl,
        provider: 'studio',
        status: 'ended',
      },
      ...{
        personaId: 'p',
        personaName: 'P',
        replicaId: 'r',
        replicaName: 'R',
        cast: {},
        settings: settle({}, 3600),
      },
      ...{ createdAt: now, updatedAt: now },
    },
  })
  return id
}
const toQuick = await Promise.all(quick.map(conversationTo))
const toStuck = await Promise.all(stuck.map(conversationTo))

const happened = (conversationIds: string[]) =>
  conversationIds.map((conversationId) => ({
    ...{ id: rowId(), conversationId, type: 'system.shutdown', at: new Date() },
    properties: { replica_id: 'r', shutdown_reason: 'max_call_duration reached' },
  }))
async function commit(conversationIds: string[]): Promise<string[]> {
  const events = happened(conversationIds)
  await inTransaction(database, (tx) => publish(tx, events))
  return events.map(({ id }) => id)
}
const at = (list: string[], index: number) => list[index % list.length] ?? ''

const percentile = (values: number[], part: number) =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * part))] ??
  Number.NaN
const median = (values: number[]) => percentile(values, 0.5)

/** A request with a body of the same size on a kept connection, in the same process. */
async function bareRequests(): Promise<number[]> {
  const agent = new Agent({ keepAlive: true })
  const times: number[] = []
  for (let count = 0; count < 300; count++) {
    const id = `bare-${count}`
    const began = performance.now()
    await new Promise<void>((resolve, reject) => {
      request(at(quick, count), { method: 'POST', agent, headers: { 'webhook-id': id } })
        .on('response', (answer) => void answer.resume().on('end', resolve))
        .on('error', reject)
        .end('x'.repeat(300))
    })
    times.push((came.get(id) ?? Number.NaN) - began)
  }
  agent.destroy()
  return times
}

async function latencies(): Promise<number[]> {
  const committed = new Map<string, number>()
  for (let count = 0; count < steady; count++) {
    const [id = ''] = await commit([at(toQuick, count)])
    committed.set(id, performance.now())
    await pause(everyMs)
  }
  while ([...committed.keys()].some((id) => !came.has(id))) await pause(20)
  return [...committed].map(([id, instant]) => (came.get(id) ?? Number.NaN) - instant)
}

/** Milliseconds until a burst to the quick receivers has come, with as much again for each that hangs. */
async function drain(withHanging: boolean): Promise<number> {
  if (withHanging) {
    await commit(Array.from({ length: burst / 4 }, (_, n) => at(toStuck, n)))
    // They are under way, and known, before the burst: what they cost from then on is what is measured.
    await pause(1_500)
  }
  const began = performance.now()
  const ids = await commit(Array.from({ length: burst }, (_, n) => at(toQuick, n)))
  while (ids.some((id) => !came.has(id))) await pause(5)
  const took = Math.max(...ids.map((id) => came.get(id) ?? Number.NaN)) - began
  while (await database.webhookDelivery.count({ where: { status: 'pending', url: { in: quick } } }))
    await pause(20)
  await database.webhookDelivery.deleteMany()
  came.clear()
  return took
}

const engine = startEngine(system, { clock: systemClock, log, bus })
await drain(false)
const floor = await bareRequests()
const times = await latencies()
const [without, beside]: [number[], number[]] = [[], []]
for (let round = 0; round < rounds; round++) {
  without.push(await drain(false))
  beside.push(await drain(true))
  // Until those that hang are given up, so that the next round begins as this one did.
  await pause(16_000)
}
for (const server of servers) server.closeAllConnections()
await engine.stop()
for (const server of servers) server.close()
await bench.close()

const [half, late] = [median(times), percentile(times, 0.99)]
const cost = median(beside) / median(without)
console.log(
  `  a bare request: first byte after p50 ${median(floor).toFixed(1)} ms, p99 ${percentile(floor, 0.99).toFixed(1)} ms`,
)
console.log(
  `  commit to first byte, ${steady} of them: p50 ${half.toFixed(1)} ms, p99 ${late.toFixed(1)} ms, ${(half / median(floor)).toFixed(1)} times the bare one`,
)
console.log(
  `  a burst of ${burst}: ${median(without).toFixed(0)} ms alone, ${median(beside).toFixed(0)} ms beside receivers that hang (${cost.toFixed(3)} times; ${((burst / median(without)) * 1000).toFixed(0)} a second)`,
)
if (late > marks.firstByteMs || cost > marks.hangingCosts) {
  console.error(`The marks are ${marks.firstByteMs} ms and ${marks.hangingCosts} times.`)
  process.exitCode = 1
}
process.exit()
