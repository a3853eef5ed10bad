import { describe, expect, it } from 'vitest'
import { inTime } from '@/e2e/support/hand-clock'
import type { TavusFault } from '@/e2e/support/tavus'
import { connectTavus, tavusRequest } from '@/e2e/support/tavus-provider'
import { heldRoom } from '@/lib/providers/fixture'

describe('a create request without a usable answer', () => {
  const done: [string, TavusFault][] = [
    ['an error after it was done', { doneThen: { status: 500, body: '{"error":"Internal error"}' } }],
    ['no answer', 'done-then-hang'],
    ['a connection that is cut', 'done-then-cut'],
    ['an answer that is not JSON', { doneThen: { status: 200, body: '<html>' } }],
    ['an answer that names no conversation', { doneThen: { status: 200, body: '{}' } }],
  ]
  it.each(done)('that was done all the same is taken over: %s', async (_what, fault) => {
    const { tavus, clock, provider } = await connectTavus()
    tavus.fault = ({ method }) => (method === 'POST' ? fault : undefined)
    const opened = await inTime(clock, provider.start(tavusRequest()))
    expect(opened).toMatchObject({
      providerId: tavus.theOne().id,
      meetingUrl: expect.stringContaining('daily.co'),
    })
    expect(tavus.asked.filter(({ path }) => path === '/v2/conversations')).toHaveLength(1)
  })

  it('that was done twice leaves one', async () => {
    const { tavus, clock, provider } = await connectTavus()
    tavus.fault = ({ path }) => (path === '/v2/conversations' ? 'done-twice-then-cut' : undefined)
    tavus.createElsewhere('of somebody else')
    const opened = await inTime(clock, provider.start(tavusRequest()))
    expect(tavus.conversations.size).toBe(3)
    expect(tavus.active().map(({ id }) => id)).toContain(opened.providerId)
    expect(
      tavus
        .active()
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['Interview', 'of somebody else'])
  })

  it('for a private room ends what was made, as its token is lost', async () => {
    const { tavus, clock, provider } = await connectTavus()
    tavus.fault = ({ path }) =>
      path === '/v2/conversations' ? { doneThen: { status: 500, body: '' } } : undefined
    await expect(inTime(clock, provider.start(tavusRequest({ requireAuth: true })))).rejects.toMatchObject({
      kind: 'uncertain',
      message: 'Tavus answered with status 500, and no words.',
    })
    expect(tavus.active()).toEqual([])
  })

  it('that was not done, or cannot be looked up, is in doubt', async () => {
    const { tavus, clock, provider } = await connectTavus()
    tavus.fault = ({ method }) => (method === 'POST' ? 'hang' : undefined)
    await expect(inTime(clock, provider.start(tavusRequest()))).rejects.toMatchObject({
      kind: 'uncertain',
      message: 'Tavus could not be reached. No answer within 18 s.',
    })
    tavus.fault = () => 'cut'
    await expect(inTime(clock, provider.start(tavusRequest()))).rejects.toMatchObject({ kind: 'uncertain' })
    expect(tavus.conversations.size).toBe(0)
  })

  it('is found by its callback when it is to be ended', async () => {
    const { tavus, provider } = await connectTavus()
    await provider.start(tavusRequest())
    tavus.createElsewhere('of somebody else')
    const { callbackUrl } = tavusRequest().terms
    const held = { ...heldRoom(), callbackUrl: callbackUrl.replace('127.0.0.1:3000', 'another.example') }
    await provider.end({ ...held, providerId: null }, 'requested')
    expect(tavus.active().map(({ name }) => name)).toEqual(['of somebody else'])
  })
})

describe('a refusal of Tavus', () => {
  it.each([
    [
      'key',
      401,
      '{"message":"Invalid access token"}',
      'Tavus does not accept the API key: Invalid access token',
    ],
    [
      'slots',
      400,
      '{"message":"User has reached maximum concurrent conversations"}',
      'Tavus says: User has reached maximum concurrent conversations',
    ],
    [
      'credits',
      402,
      '{"message":"The user is out of conversational credits."}',
      'Tavus says: The user is out of conversational credits.',
    ],
    ['refused', 400, '{"error":"Invalid replica_uuid"}', 'Tavus says: Invalid replica_uuid'],
    ['refused', 422, '{"detail":"Not so."}', 'Tavus says: Not so.'],
    ['refused', 400, '<html>', 'Tavus answered with status 400, and no words.'],
    ['refused', 302, '', 'Tavus answered with status 302, and no words.'],
    ['busy', 429, '{"message":"Slow down"}', 'Tavus says: Slow down'],
  ])('is told in its own words: %s', async (kind, status, body, message) => {
    const { tavus, provider } = await connectTavus()
    tavus.fault = () => ({ status, body })
    await expect(provider.start(tavusRequest())).rejects.toMatchObject({ kind, message })
    expect(tavus.asked).toHaveLength(1)
  })

  it('never says the key', async () => {
    const { tavus, provider } = await connectTavus()
    tavus.fault = () => ({ status: 400, body: JSON.stringify({ message: `The key ${tavus.key} is odd.` }) })
    await expect(provider.start(tavusRequest())).rejects.toThrow('Tavus says: The key … is odd.')
    // Nor the beginning of it, where words are cut.
    tavus.fault = () => ({ status: 400, body: JSON.stringify({ message: `${'x'.repeat(290)}${tavus.key}` }) })
    await expect(provider.start(tavusRequest())).rejects.toThrow(/ says: x{290}…$/)
  })

  it('of a key is told as that', async () => {
    const { provider } = await connectTavus({ key: 'another key' })
    await expect(provider.outside.catalogue()).rejects.toMatchObject({ kind: 'key' })
  })
})

it.each(['.', '..'])('an id that would lead to another address is nobody’s: %s', async (id) => {
  const { tavus, provider } = await connectTavus()
  const { endFound, erase, report, manage } = provider.outside
  await endFound(id)
  await erase(id, true)
  expect(await report(id)).toBeNull()
  expect(await manage.read('persona', id)).toBeNull()
  expect(await manage.remove('replica', id)).toBe(false)
  expect(tavus.asked).toEqual([])
})

describe('Tavus that is away', () => {
  it('is told as that: nothing was asked', async () => {
    const { tavus, provider } = await connectTavus()
    await tavus.close()
    await expect(provider.start(tavusRequest())).rejects.toMatchObject({
      kind: 'unreachable',
      message: 'Tavus could not be reached. Nothing accepts connections there.',
    })
  })

  it('for a moment is asked again, where asking changes nothing', async () => {
    const { tavus, clock, provider } = await connectTavus()
    const { providerId } = await provider.start(tavusRequest())
    let failures = 2
    tavus.fault = () => (failures-- > 0 ? { status: 503, body: '' } : undefined)
    expect(await inTime(clock, provider.outside.report(providerId))).toMatchObject({ providerId })
    failures = 3
    await expect(inTime(clock, provider.outside.report(providerId))).rejects.toMatchObject({
      kind: 'uncertain',
    })
    failures = 1
    const held = { ...heldRoom(), providerId }
    await expect(inTime(clock, provider.end(held, 'requested'))).rejects.toMatchObject({ kind: 'uncertain' })
  })
})
