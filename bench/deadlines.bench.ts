import { setTimeout as pause } from 'node:timers/promises'
import { benchRegistry } from '@/e2e/support/bench-registry'
import { systemScope } from '@/lib/access/scopes'
import { settle } from '@/lib/domain/conversations/schema/request'
import { startEngine } from '@/lib/engine/index'
import { systemClock } from '@/lib/platform/clock'
import { conversationId } from '@/lib/platform/ids'

/**
 * How late deadlines are acted on: 10,000 spread over 120 s in one process, beside bare timers that do nothing;
 * and how long 1,000 overdue ones take after a restart.
 */
const spread = 10_000
const spreadSeconds = 120
const overdue = 1_000

const bench = await benchRegistry()
const { database, bus, log } = bench
const system = systemScope('bench')
const workspaces = Array.from({ length: 20 }, (_, n) => `workspace-${n}`)
await database.workspace.createMany({
  data: workspaces.map((id) => ({
    id,
    name: id,
    maxConcurrent: spread,
    monthlyMinutes: null,
    maxCallDuration: 86_400,
    createdAt: new Date(),
  })),
})

/** Live conversations that nobody joined, whose longest call ends at `endsAt(n)`. */
async function insert(count: number, endsAt: (n: number) => Date): Promise<void> {
  const rows = Array.from({ length: count }, (_, n) => {
    const deadlineAt = endsAt(n)
    const createdAt = new Date(deadlineAt.getTime() - 3600_000)
    const request = { properties: { max_call_duration: 3600, participant_absent_timeout: 86_400 } }
    return {
      id: conversationId(),
      workspaceId: workspaces[n % workspaces.length] ?? '',
      name: 'Bench',
      personaId: 'p',
      personaName: 'P',
      replicaId: 'r',
      replicaName: 'R',
      settings: settle(request, 86_400),
      cast: {},
      provider: 'studio',
      instanceId: 'bench',
      status: 'active' as const,
      createdAt,
      updatedAt: createdAt,
      confirmedAt: createdAt,
      deadlineAt,
      deadlineReason: 'max_duration',
    }
  })
  for (let from = 0; from < rows.length; from += 1000) {
    await database.conversation.createMany({ data: rows.slice(from, from + 1000) })
  }
}

const live = () => database.conversation.count({ where: { status: { not: 'ended' } } })

async function untilAllEnded(): Promise<void> {
  while ((await live()) > 0) await pause(100)
}

const percentile = (sorted: number[], share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
const row = (name: string, late: number[]) => {
  const sorted = [...late].sort((a, b) => a - b)
  return {
    what: name,
    count: sorted.length,
    early: sorted.filter((ms) => ms < 0).length,
    'p50 ms': Math.round(percentile(sorted, 0.5) * 10) / 10,
    'p99 ms': Math.round(percentile(sorted, 0.99) * 10) / 10,
    'max ms': Math.round((sorted.at(-1) ?? 0) * 10) / 10,
  }
}

await insert(overdue, () => new Date(Date.now() - 60_000))
const restarted = performance.now()
let engine = startEngine(system, { clock: systemClock, log, bus })
await untilAllEnded()
const catchUp = performance.now() - restarted
await engine.stop()
await database.conversation.deleteMany()

const first = Date.now() + 15_000
const endsAt = (n: number) => new Date(first + Math.floor((n * spreadSeconds * 1000) / spread))
await insert(spread, endsAt)
if (Date.now() > first) throw new Error('The rows took too long to insert; nothing was measured.')
const bare: number[] = []
for (let n = 0; n < spread; n++) {
  const at = endsAt(n)
  systemClock.alarm(at, () => bare.push(Date.now() - at.getTime()))
}
engine = startEngine(system, { clock: systemClock, log, bus })
await pause(first + spreadSeconds * 1000 - Date.now())
await untilAllEnded()
await engine.stop()
const rows = await database.conversation.findMany({ select: { endedAt: true, updatedAt: true } })
const late = rows.map(({ endedAt, updatedAt }) => updatedAt.getTime() - (endedAt?.getTime() ?? 0))

console.table([row('deadline to the decision stored', late), row('bare timers in the same process', bare)])
console.table([{ what: `${overdue} overdue at a restart`, 'all ended after ms': Math.round(catchUp) }])

await bench.close()
process.exit(0)
