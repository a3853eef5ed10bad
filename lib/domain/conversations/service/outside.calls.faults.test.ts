import { afterAll, describe, expect, it } from 'vitest'
import { callFailures, failEach, failingCalls } from '@/e2e/support/failing-calls'
import { again, expectWhole, settle, whileTimePasses } from '@/e2e/support/lives'
import { openAccount, type Tavus } from '@/e2e/support/tavus-account'
import { webhookWorld } from '@/e2e/support/webhooks'
import { createConversation } from './create'
import { endConversation } from './end'
import { endStrays } from './outside'
import { deleteConversation, eraseConversation } from './remove'

const world = webhookWorld()
const calls = failingCalls()
afterAll(() => calls.restore())

const origin = 'http://localhost:3000'
const meanwhile = <T>(work: Promise<T>) => whileTimePasses(world.clock, calls.areUnderWay, work)

/** Asks again until it is taken, as clients do. */
const persistently = <T>(work: () => Promise<T>) => meanwhile(again(work))

/** Lets time pass until it is so. */
async function until(isSo: () => Promise<boolean> | boolean): Promise<void> {
  for (let tries = 0; !(await isSo()); tries++) {
    if (tries === 300) throw new Error('It does not come about.')
    await meanwhile(Promise.resolve())
  }
}

const has = async (id: string, type: string) =>
  (await world.database.conversationEvent.count({ where: { conversationId: id, type } })) > 0

const transcript = [
  { role: 'assistant', content: 'Hello there.', seconds_from_start: 1.5, duration: 2 },
  { role: 'user', content: 'Good morning.', seconds_from_start: 5 },
]

type Kind = {
  title: string
  isPrivate: boolean
  /** Ends it, one way or the other. */
  end(id: string, tavus: Tavus, providerId: string): Promise<unknown>
  endReason: string
  /** Takes it out of the history, and how it is there then. */
  forget(id: string): Promise<void>
  deleted: 'soft' | 'hard'
}

const kinds: Kind[] = [
  {
    title: 'ended and deleted by us',
    isPrivate: false,
    end: (id) => endConversation(world.me, id, origin),
    endReason: 'requested',
    forget: (id) => deleteConversation(world.me, id),
    deleted: 'soft',
  },
  {
    title: 'that is private, left there and found to be over',
    isPrivate: true,
    end: (_id, tavus, providerId) => tavus.ended(providerId, 'participant_left_timeout reached'),
    endReason: 'left',
    forget: (id) => eraseConversation(world.me, id),
    deleted: 'hard',
  },
]

const told = [
  'application.perception_analysis',
  'application.transcription_ready',
  'system.replica_joined',
  'system.shutdown',
]

/** A whole life in an account whose callbacks are all lost: whatever is known of it was asked for. */
async function live(what: string, tavus: Tavus, { isPrivate, end, endReason, forget, deleted }: Kind) {
  const { me, system } = world
  const cast = { persona_id: 'p0a1b2c3d4e5', require_auth: isPrivate }
  const body = { provider: 'tavus', callback_url: world.hook(), ...cast }
  const { conversation_id: id, provider_conversation_id: providerId } = await persistently(() =>
    createConversation(me, body, { requestKey: what, origin }),
  )
  if (!providerId) throw new Error('It is not known there.')
  const there = () => tavus.conversations.get(providerId)
  await until(() => has(id, 'system.replica_joined'))
  await end(id, tavus, providerId)
  await until(() => there()?.status === 'ended')
  await tavus.transcribed(providerId, transcript)
  await tavus.perceived(providerId, 'A person at a desk.')
  await settle(world, calls.areUnderWay)
  const said = transcript.map(({ content }) => content)
  const row = await expectWhole(world, id, { endReason, said, told, what })
  expect(row.providerId, what).toBe(providerId)

  await forget(id)
  await settle(world, calls.areUnderWay)
  await meanwhile(endStrays(system))
  expect(tavus.active(), `nothing runs on there: ${what}`).toEqual([])
  expect(there()?.deleted, `gone there as well: ${what}`).toBe(deleted)
  // One whose token was in the lost answer alone is of no use: it was ended, and made anew.
  const isTokenLost = isPrivate && /answer .*: POST \/v2\/conversations \(/.test(what)
  expect(tavus.conversations.size, `one there: ${what}`).toBe(isTokenLost ? 2 : 1)
}

/** Each seventh call of a life in `npm test` to save time, and by CALL_STEP=1 each. */
const step = Number(process.env.CALL_STEP ?? 7)

describe.each(callFailures)('a call that fails once (%s)', (failure) => {
  it.each(kinds)(
    'anywhere in the life of a conversation on Tavus costs nothing that was promised: $title',
    {
      timeout: 300_000,
    },
    async (kind) => {
      const failed = await failEach(calls, {
        failure,
        step,
        async live(what) {
          world.me = await world.member()
          world.receiver.got.length = 0
          const tavus = await meanwhile(openAccount(world.me, { now: world.clock.now }))
          await live(what, tavus, kind)
          await tavus.close()
          // Nobody searches it for what other lives left.
          await world.database.providerConnection.deleteMany()
        },
      })
      expect(failed.length).toBeGreaterThanOrEqual(Math.floor(13 / step))
    },
  )
})
