import { describe, expect, it } from 'vitest'
import { refusal } from '@/e2e/support/conversations'
import { inTime } from '@/e2e/support/hand-clock'
import type { TavusFault } from '@/e2e/support/tavus'
import { tavusWorld } from '@/e2e/support/tavus-world'
import { listProviders } from '@/lib/domain/connections/queries'
import { connectProvider } from '@/lib/domain/connections/service/connect'
import { callbackAddress } from '@/lib/domain/conversations/service/callback-address'
import { endConversation } from '@/lib/domain/conversations/service/end'
import { endStrays } from '@/lib/domain/conversations/service/outside'

const world = tavusWorld()
const origin = 'http://localhost:3000'

const isCreate = ({ method, path }: { method: string; path: string }) =>
  method === 'POST' && path === '/v2/conversations'

const live = () =>
  world.database.conversation.count({
    where: { workspaceId: world.me.workspaceId, status: { not: 'ended' } },
  })

const problem = async () => {
  const { data } = await listProviders(world.me)
  return data.find(({ provider }) => provider === 'tavus')?.problem?.message
}

describe('a refusal', () => {
  it.each([
    ['no slot', { slots: 0 }, 'concurrency', 'User has reached maximum concurrent conversations'],
    ['no credits', { credits: false }, 'minutes', 'The user is out of conversational credits.'],
    ['the key', { key: 'another' }, 'invalid', 'Invalid access token'],
  ])('is told in the words of Tavus, and holds nothing: %s', async (_what, state, code, words) => {
    Object.assign(world.tavus, state)
    await expect(world.start()).rejects.toMatchObject({ code, message: expect.stringContaining(words) })
    expect(await live()).toBe(0)
    expect(await world.usedSeconds()).toBe(0)
  })

  it('of the key stays with the connection until it is accepted again', async () => {
    const { key } = world.tavus
    world.tavus.key = 'another'
    await expect(world.start()).rejects.toEqual(refusal('invalid'))
    expect(await problem()).toBe('Tavus does not accept the API key: Invalid access token')
    world.tavus.key = key
    await world.start()
    expect(await problem()).toBeUndefined()
  })
})

describe('Tavus that does not answer as it should', () => {
  it('and is away lets nothing begin', async () => {
    await world.tavus.close()
    await expect(world.start()).rejects.toMatchObject({ code: 'unavailable' })
    expect(await live()).toBe(0)
    expect(await problem()).toContain('Tavus could not be reached.')
  })

  const done: [string, TavusFault][] = [
    ['an error after it was done', { doneThen: { status: 500, body: '{"error":"Internal error"}' } }],
    ['no answer', 'done-then-hang'],
    ['a cut connection', 'done-then-cut'],
    ['an answer that is none', { doneThen: { status: 200, body: 'done' } }],
    ['two conversations for one request', 'done-twice'],
    ['two conversations and no answer', 'done-twice-then-cut'],
  ]
  it.each(done)('but has made it makes one conversation, by its callback: %s', async (_what, fault) => {
    world.tavus.fault = (request) => (isCreate(request) ? fault : undefined)
    const made = await world.start()
    await inTime(world.clock, endStrays(world.system))
    const [there, ...more] = world.tavus.active()
    expect(more).toEqual([])
    expect(made).toMatchObject({ status: 'active', provider_conversation_id: there?.id })
    await endConversation(world.me, made.conversation_id, origin)
    await world.comesTrue(() => expect(world.tavus.active()).toEqual([]))
    expect(await live()).toBe(0)
  })

  it('nor lists what it has made yet leaves no slot taken, there or here', async () => {
    let hides = true
    world.tavus.fault = (request) => {
      if (isCreate(request)) return { doneThen: { status: 500, body: '' } }
      return hides && request.path.includes('status=active')
        ? { status: 200, body: '{"data":[],"total_count":0}' }
        : undefined
    }
    await expect(world.start()).rejects.toEqual(refusal('unavailable'))
    expect(await live()).toBe(0)
    expect(world.tavus.active()).toHaveLength(1)
    hides = false
    await world.passes(70)
    await world.comesTrue(() => expect(world.tavus.active()).toEqual([]))
    expect(await world.usedSeconds()).toBe(0)
  })

  it('for longer than a start may take has not begun', async () => {
    world.tavus.fault = () => 'hang'
    await expect(world.start()).rejects.toMatchObject({ name: 'DomainError' })
    expect(await live()).toBe(0)
  })

  it('when it is to end one is asked until it does', async () => {
    const made = await world.start()
    let failures = 2
    world.tavus.fault = ({ path }) =>
      path.endsWith('/end') && failures-- > 0 ? { status: 503, body: '' } : undefined
    await endConversation(world.me, made.conversation_id, origin)
    expect(await live()).toBe(0)
    await world.comesTrue(() => expect(world.tavus.active()).toEqual([]))
    expect(failures).toBeLessThan(0)
  })

  it('to what is asked in a call leaves the call, and what it told is found later', async () => {
    const made = await world.start()
    const { id } = world.tavus.theOne()
    world.tavus.fault = () => ({ status: 200, body: '<html>not today</html>' })
    await world.passes(60)
    await world.tavus.ended(id, 'participant_left_timeout reached')
    expect((await world.read(made.conversation_id)).status).toBe('active')
    expect(await problem()).toBe('The answer of Tavus is not JSON.')
    world.tavus.fault = () => undefined
    await world.comesTrue(async () => expect((await world.read(made.conversation_id)).end_cause).toBe('left'))
    expect(await problem()).toBeUndefined()
  })
})

describe('a key that is revoked in the middle', () => {
  it('is told, the end here is at once, and there as soon as another key is connected', async () => {
    const made = await world.start()
    world.tavus.key = 'the-new-key-of-the-account'
    await world.passes(60)
    await world.comesTrue(async () => expect(await problem()).toContain('does not accept the API key'))
    await endConversation(world.me, made.conversation_id, origin)
    expect(await live()).toBe(0)
    await world.passes(20)
    expect(world.tavus.active()).toHaveLength(1)
    await connectProvider(world.me, 'tavus', { api_key: world.tavus.key, base_url: world.tavus.url })
    await world.comesTrue(() => expect(world.tavus.active()).toEqual([]))
    expect(await problem()).toBeUndefined()
  })
})

describe('a server that is gone', () => {
  it('between asking and being answered leaves nothing there', async () => {
    const made = await world.start()
    const { id } = world.tavus.theOne()
    // As it would be left: asked for, never confirmed.
    await world.database.conversation.update({
      where: { id: made.conversation_id },
      data: {
        ...{ status: 'starting', providerId: null, confirmedAt: null, meetingUrl: null, lookAt: null },
        ...{ deadlineAt: new Date(world.clock.now().getTime() + 30_000), deadlineReason: 'starting' },
      },
    })
    await world.passes(60)
    await world.comesTrue(() => expect(world.tavus.conversations.get(id)?.status).toBe('ended'))
    expect(await world.read(made.conversation_id)).toMatchObject({ end_cause: 'start_failed', duration: 0 })
  })

  it('is no reason for a stray to run on', async () => {
    const made = await world.start()
    await endConversation(world.me, made.conversation_id, origin)
    await world.comesTrue(() => expect(world.tavus.active()).toEqual([]))
    const stray = world.tavus.createElsewhere('Stray')
    stray.callbackUrl = callbackAddress(made.conversation_id)
    const other = world.tavus.createElsewhere('Of somebody else')
    await inTime(world.clock, endStrays(world.system))
    expect(stray.status).toBe('ended')
    expect(other.status).toBe('active')
  })
})
