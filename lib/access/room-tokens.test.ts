import { SignJWT } from 'jose'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { handClock } from '@/e2e/support/hand-clock'
import { fillRegistry, type Registry } from '@/lib/platform/registry'
import { deriveSecrets } from '@/lib/platform/secrets'
import { mintMeetingToken, verifyMeetingToken } from './room-tokens'

const clock = handClock()
const secrets = deriveSecrets(new Uint8Array(32))
beforeAll(() => fillRegistry({ clock, secrets } as Partial<Registry> as Registry))
afterAll(() => fillRegistry(undefined))

const inOneHour = () => new Date(clock.now().getTime() + 3_600_000)
const conversationId = 'c0123456789abcde'

it('says which room it opens and for whom', async () => {
  const token = await mintMeetingToken({
    conversationId,
    name: 'Ada 🦉',
    accountId: 'a1',
    expiresAt: inOneHour(),
  })
  const first = await verifyMeetingToken(token, clock.now())
  expect(first).toEqual({
    tokenId: expect.stringMatching(/^\w{22}$/),
    conversationId,
    name: 'Ada 🦉',
    accountId: 'a1',
  })
  const guest = await mintMeetingToken({ conversationId, expiresAt: inOneHour() })
  expect(await verifyMeetingToken(guest, clock.now())).toMatchObject({ name: null, accountId: null })
  expect(await verifyMeetingToken(guest, clock.now())).not.toMatchObject({
    tokenId: (first as { tokenId: string }).tokenId,
  })
})

it('expires at its instant by the given time', async () => {
  const token = await mintMeetingToken({ conversationId, expiresAt: inOneHour() })
  const end = inOneHour().getTime()
  expect(await verifyMeetingToken(token, new Date(end - 1000))).toMatchObject({ conversationId })
  expect(await verifyMeetingToken(token, new Date(end))).toBe('expired')
})

it('is invalid when changed, foreign, unsigned or meant for something else', async () => {
  const claims = { conversation: conversationId }
  const sign = (key: Uint8Array, audience: string, alg = 'HS256') =>
    new SignJWT(claims)
      .setProtectedHeader({ alg })
      .setJti('x')
      .setAudience(audience)
      .setExpirationTime(inOneHour())
      .sign(key)
  const good = await sign(secrets.roomTokens, 'colloquy-room')
  expect(await verifyMeetingToken(good, clock.now())).toMatchObject({ conversationId })
  const [, body = ''] = good.split('.')
  const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${body}.`
  const tokens = [
    '',
    'rubbish',
    `${good.slice(0, -4)}AAAA`,
    unsigned,
    await sign(new Uint8Array(32), 'colloquy-room'),
    await sign(secrets.roomTokens, 'something else'),
    await sign(secrets.roomTokens, 'colloquy-room', 'HS512'),
    await new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256' })
      .setAudience('colloquy-room')
      .sign(secrets.roomTokens),
  ]
  for (const token of tokens) expect(await verifyMeetingToken(token, clock.now())).toBe('invalid')
})
