import { afterAll, describe, expect, it } from 'vitest'
import { type Failure, failingStatements } from '@/e2e/support/failing-statements'
import { again, expectWhole, saidByAna, settle } from '@/e2e/support/lives'
import { webhookWorld } from '@/e2e/support/webhooks'
import { createConversation } from './create'
import { recordGreeting, recordLine, reportPresence } from './news'

const world = webhookWorld()
const statements = failingStatements()
afterAll(() => statements.restore())

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
  const said = saidByAna('Hello', clock.now())
  await again(() => recordLine(system, id, said))
  clock.advance(1_500)
  const left = { ...joined, leftAt: clock.now() }
  await again(() => reportPresence(system, id, { version: 2, presence: [left] }))
  return id
}

/** Everything that must be true of it, whatever failed on the way. */
async function expectTrue(id: string, what: string): Promise<void> {
  const told = [
    'application.transcription_ready',
    'system.pal_joined',
    'system.replica_joined',
    'system.shutdown',
  ]
  const row = await expectWhole(world, id, { endReason: 'left', said: ['Hello'], told, what })
  const [person] = row.participants
  expect(row.endedAt.getTime() - (person?.leftAt?.getTime() ?? 0), `ended at its deadline: ${what}`).toBe(
    5_000,
  )
  expect([...world.provider.rooms.keys()], `no room stays open: ${what}`).toEqual([])
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
      await settle(world)
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
