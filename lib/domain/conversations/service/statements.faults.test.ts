import { afterAll, describe, expect, it } from 'vitest'
import { type Failure, failingStatements } from '@/e2e/support/failing-statements'
import { webhookWorld } from '@/e2e/support/webhooks'
import { secondsUsed } from '@/lib/domain/usage/rules'
import { createConversation } from './create'
import { recordGreeting, recordLine, reportPresence } from './news'

const world = webhookWorld()
const statements = failingStatements()
afterAll(() => statements.restore())

/** The engine's alarms are for hours of the product's time, and it is asked in short ones. */
const breath = () => new Promise((resolve) => setTimeout(resolve, 2))

/** Asks again until it is taken, as clients, the studio and the engine do. */
async function again<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await work()
    } catch (error) {
      if (tries === 4) throw error
      await breath()
    }
  }
}

/** A whole life: created, joined, spoken in, left, ended by its timer; what follows outside is the engine's work. */
async function live(requestKey: string): Promise<string> {
  const { clock, system, me } = world
  const body = {
    persona_id: 'pdced222244b',
    callback_url: world.hook(),
    properties: { participant_left_timeout: 5 },
  }
  const { conversation_id: id } = await again(() =>
    createConversation(me, body, { requestKey, origin: 'http://localhost:3000' }),
  )
  const ana = { sessionId: 'ana', name: 'Ana', accountId: null, tokenId: null, lostAt: null }
  const joined = { ...ana, joinedAt: clock.now() }
  await again(() => reportPresence(system, id, { version: 1, presence: [{ ...joined, leftAt: null }] }))
  await again(() => recordGreeting(system, id))
  const line = {
    seq: 1,
    revision: 1,
    speaker: 'Ana',
    duration: null,
    interrupted: false,
    turn: 1,
    sources: [],
  }
  const said = { ...line, role: 'user' as const, text: 'Hello', at: clock.now(), inferenceId: null }
  await again(() => recordLine(system, id, said))
  clock.advance(1_500)
  const left = { ...joined, leftAt: clock.now() }
  await again(() => reportPresence(system, id, { version: 2, presence: [left] }))
  return id
}

/** Lets time pass until everything that follows has been done. */
async function settle(): Promise<void> {
  for (let seconds = 0; seconds < 120; seconds++) {
    world.clock.advance(1_000)
    for (let breaths = 0; breaths < 8; breaths++) await breath()
    // What is read here goes through the same pool, and may be what fails.
    if (await isSettled().catch(() => false)) return
  }
  const { workspaceId } = world.me
  throw new Error(
    `Not settled: ${JSON.stringify(await world.database.conversation.findMany({ where: { workspaceId } }))}`,
  )
}

/** Also of what failed to start, and was made anew. What is read last follows from what is read first. */
async function isSettled(): Promise<boolean> {
  const { database, me } = world
  const { workspaceId } = me
  return (
    (await database.conversation.count({ where: { workspaceId, status: { not: 'ended' } } })) === 0 &&
    (await database.effect.count({ where: { conversation: { workspaceId }, doneAt: null } })) === 0 &&
    (await database.webhookDelivery.count({ where: { workspaceId, status: 'pending' } })) === 0
  )
}

/** Everything that must be true of it, whatever failed on the way. */
async function expectTrue(id: string, what: string): Promise<void> {
  const { database, me, provider, receiver } = world
  const { workspaceId } = me
  const rows = await database.conversation.findMany({
    where: { workspaceId, endReason: { not: 'start_failed' } },
  })
  expect(
    rows.map((row) => row.id),
    `one conversation: ${what}`,
  ).toEqual([id])
  const [row] = rows
  if (!row?.endedAt) throw new Error('It has not ended.')
  expect(row, what).toMatchObject({ endReason: 'left', deadlineAt: null, minutesEndAt: null })
  const [person] = await database.participant.findMany({ where: { conversationId: id } })
  expect(row.endedAt.getTime() - (person?.leftAt?.getTime() ?? 0), `ended at its deadline: ${what}`).toBe(
    5_000,
  )
  const used = await database.usageDay.aggregate({
    where: { workspaceId, groupedBy: '' },
    _sum: { seconds: true },
  })
  expect(Number(used._sum.seconds), `billed once: ${what}`).toBe(secondsUsed(row.createdAt, row.endedAt))
  expect(row.duration, what).toBe(secondsUsed(row.createdAt, row.endedAt))
  expect([...provider.rooms.keys()], `no room stays open: ${what}`).toEqual([])
  const lines = await database.utterance.findMany({ where: { conversationId: id } })
  expect(
    lines.map(({ text }) => text),
    `said once: ${what}`,
  ).toEqual(['Hello'])

  const events = await database.conversationEvent.findMany({ where: { conversationId: id } })
  const types = [
    'application.transcription_ready',
    'system.pal_joined',
    'system.replica_joined',
    'system.shutdown',
  ]
  expect(events.map(({ type }) => type).sort(), `told once: ${what}`).toEqual(types)
  const ids = new Map<string, Set<string>>()
  for (const { event, id: webhook } of receiver.got) {
    if (event.conversation_id !== id) continue
    ids.set(event.event_type, (ids.get(event.event_type) ?? new Set()).add(webhook))
  }
  expect([...ids.keys()].sort(), `every webhook came: ${what}`).toEqual(types)
  expect(
    [...ids.values()].map(({ size }) => size),
    `under one id each: ${what}`,
  ).toEqual([1, 1, 1, 1])
}

/** Each fifth statement of a life, in `npm test` to save time, and by STATEMENT_STEP=1 each. */
const step = Number(process.env.STATEMENT_STEP ?? 5)

describe.each<Failure>(['not sent', 'answer lost'])('a statement that fails once (%s)', (failure) => {
  it('anywhere in the life of a conversation costs nothing that was promised', {
    timeout: 300_000,
  }, async () => {
    const seen: string[] = []
    for (let number = 1; ; number += step) {
      world.me = await world.member()
      world.provider.rooms.clear()
      world.receiver.got.length = 0
      statements.arm(number, failure)
      const id = await live(`${failure} ${number}`)
      await settle()
      const statement = statements.disarm()
      const what = `${failure} ${number}: ${statement?.replace(/\s+/g, ' ').slice(0, 160)}`
      await expectTrue(id, what)
      if (statement === null) break
      seen.push(statement)
    }
    // Reads, writes, the beginning and the end of transactions, of the service and of the engine.
    expect(seen.length).toBeGreaterThan(100 / step)
    expect(seen.some((each) => /^commit/i.test(each))).toBe(true)
    console.log(
      `${seen.length} statements failed, ${seen.filter((each) => /^commit/i.test(each)).length} of them commits`,
    )
  })
})
