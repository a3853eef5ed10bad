import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { roomRequest } from '@/lib/providers/fixture'
import { sayToReplica, startStudio } from '@/lib/providers/studio/fixture'
import { stockReplicas } from '@/prisma/stock/replicas'

/**
 * What the studio costs and how fast it speaks: the real process, with participants over WebRTC in processes of their
 * own. CPU is of the studio's process, in per cent of one core.
 */
const rounds = 20
const spanMs = 8000
const audible = 0.01

type Report = {
  now: number
  frames: number
  levels: { at: number; level: number }[]
  mouths: { at: number; dark: number }[]
  marks: Record<string, number>
  concealed: number
  played: number
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
const percentile = (values: number[], part: number) =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * part))] ??
  Number.NaN

const studio = await startStudio()
const pid = studio.provider.pid()
const [replica] = stockReplicas
if (!replica) throw new Error('no stock replica')
const cast = {
  ...roomRequest().cast,
  replica: { id: 'r1', name: replica.replicaName, look: replica.look, voice: replica.voice },
}
const clients: ChildProcess[] = []

/** CPU seconds of the studio so far. */
function cpuSeconds(): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) / 100
}

async function cpuOf(work: () => Promise<unknown>): Promise<number> {
  const [cpu, time] = [cpuSeconds(), performance.now()]
  await work()
  return ((cpuSeconds() - cpu) * 1000 * 100) / (performance.now() - time)
}

/** A room with one person who watches and listens. */
async function watched(greeting = '') {
  const { conversationId } = await studio.openRoom({ cast, greeting })
  const client = fork(join(import.meta.dirname, 'studio.client.ts'), [studio.address, conversationId], {
    execArgv: ['--import', 'tsx'],
  })
  clients.push(client)
  const report = async () => {
    client.send({ do: 'report' })
    return (await once(client, 'message'))[0] as Report
  }
  const send = async (data: unknown) => {
    client.send({ do: 'send', data })
    return ((await once(client, 'message'))[0] as { sentAt: number }).sentAt
  }
  const say = (kind: 'respond' | 'echo', text: string) => {
    const frame = sayToReplica(conversationId, kind, text)
    return send('data' in frame ? frame.data : null)
  }
  const interrupt = () =>
    send({
      message_type: 'conversation',
      event_type: 'conversation.interrupt',
      conversation_id: conversationId,
    })
  for (let tries = 0; tries < 200 && !((await report()).marks.frame ?? 0); tries += 1) await sleep(50)
  return { conversationId, report, say, interrupt }
}

/** Pearson's correlation of the mouth's darkness with the loudness `lag` milliseconds later, while something is said. */
function lipSync({ levels, mouths }: Report, lag: number): number {
  const pairs = mouths.flatMap(({ at, dark }) => {
    const near = levels.filter((one) => Math.abs(one.at - at - lag) < 40)
    return near.length > 0
      ? [[dark, near.reduce((sum, { level }) => sum + level, 0) / near.length] as const]
      : []
  })
  const mean = (index: 0 | 1) => pairs.reduce((sum, pair) => sum + pair[index], 0) / pairs.length
  const [a, b] = [mean(0), mean(1)]
  const sum = (of: (x: number, y: number) => number) =>
    pairs.reduce((total, [x, y]) => total + of(x - a, y - b), 0)
  return sum((x, y) => x * y) / Math.sqrt(sum((x) => x * x) * sum((_, y) => y * y))
}

const story =
  'The quick brown fox jumps over the lazy dog, and the lazy dog does not mind at all. ' +
  'Every morning the baker opens her shop at six, and people come from all over the town to buy bread. ' +
  'Later in the day the market fills with music, with fruit and with children who run between the stalls.'

const rows: { what: string; value: string; mark: string; ok: boolean }[] = []
const row = (what: string, value: number, unit: string, most: number, least = Number.NEGATIVE_INFINITY) =>
  rows.push({
    what,
    value: `${Math.round(value * 100) / 100} ${unit}`,
    mark: Number.isFinite(least) ? `${least} to ${most} ${unit}` : `at most ${most} ${unit}`,
    ok: value <= most && value >= least,
  })

await sleep(2000)
await studio.openRoom({ cast, greeting: '' })
row('unwatched room', await cpuOf(() => sleep(spanMs)), '%', 1)

const first = await watched()
await sleep(1500)
const before = await first.report()
row('one replica at rest', await cpuOf(() => sleep(spanMs)), '%', 25)
const rested = await first.report()
row('frames a second', (rested.frames - before.frames) / (spanMs / 1000), '', 26, 24)
row(
  'one replica speaking',
  await cpuOf(async () => {
    await first.say('echo', story)
    await sleep(spanMs)
  }),
  '%',
  25,
)
const spoken = await first.report()
const span = { ...spoken, mouths: spoken.mouths.filter(({ at }) => at > rested.now + 500) }
const lags = [-40, -20, 0, 20, 40].map((lag) => lipSync(span, lag))
row('mouth and loudness, within 40 ms', Math.max(...lags), '', 1, 0.75)
row(
  'sound that was lost',
  ((spoken.concealed - rested.concealed) / (spoken.played - rested.played)) * 100,
  '%',
  0,
)
await first.interrupt()
await sleep(500)

const answers: number[] = []
const silences: number[] = []
for (let round = 0; round < rounds; round += 1) {
  const asked = await first.say('respond', 'When does the library open?')
  await sleep(900)
  const { levels } = await first.report()
  const heard = levels.find(({ at, level }) => at > asked && level > audible)
  answers.push((heard?.at ?? Number.POSITIVE_INFINITY) - asked)
  const cut = await first.interrupt()
  await sleep(400)
  const after = await first.report()
  const last = after.levels.filter(({ at, level }) => at > asked && level > audible).at(-1)
  silences.push(Math.max(0, (last?.at ?? cut) - cut))
}
row('typed message to first sound, p95', percentile(answers, 0.95), 'ms', 300)
row('interrupt to silence, p95', percentile(silences, 0.95), 'ms', 100)

for (let i = 0; i < 3; i += 1) await watched()
await sleep(1000)
row('four replicas', await cpuOf(() => sleep(spanMs)), '%', 70)

console.table(rows.map(({ what, value, mark, ok }) => ({ what, value, mark, ok: ok ? 'yes' : 'NO' })))
for (const client of clients) client.disconnect()
await studio.stop()
process.exit(rows.every(({ ok }) => ok) ? 0 : 1)
