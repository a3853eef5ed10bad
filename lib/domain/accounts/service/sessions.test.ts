import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { HandClock } from '@/e2e/support/hand-clock'
import { type TestRegistry, testRegistry } from '@/e2e/support/registry'
import { memberScope } from '@/lib/access/scopes'
import { actFor } from '@/lib/access/session'
import type { MemberScope } from '@/lib/domain/scope'
import type { Change } from '@/lib/platform/database/bus'
import { listSessions } from '../queries'
import { attempts } from '../rules'
import { changePassword, resetPassword } from './password'
import { readSession, signOut, signOutEverywhere } from './sessions'
import { signIn } from './sign-in'
import { createAccount } from './sign-up'

const day = 86_400_000
const password = 'a fine long password'
let test: TestRegistry<HandClock>
let email: string
let people = 0
const changes: Change[] = []
beforeAll(async () => {
  test = await testRegistry()
  test.bus.subscribe((change) => changes.push(change))
})
afterAll(() => test.close())
beforeEach(async () => {
  people++
  email = `ada${people}@example.com`
  await createAccount(test.system, { name: 'Ada', email, password })
})

const visitor = { address: '192.0.2.1', userAgent: 'Browser' }
const enter = (words = password) => signIn(test.system, { email, password: words }, visitor)
const lives = async (sessionId: string) => (await readSession(test.system, sessionId)) !== null
const scopeOf = async (sessionId: string): Promise<MemberScope> => {
  const session = await readSession(test.system, sessionId)
  if (!session) throw new Error('The session is over.')
  return memberScope(session)
}
const told = (sessionId: string) =>
  vi.waitFor(() => expect(changes).toContainEqual({ topic: 'session', id: sessionId }))

describe('a session', () => {
  it('is nobody when it is unknown', async () => {
    expect(await readSession(test.system, 'unknown')).toBeNull()
  })

  it('is named by random text of its own', async () => {
    const ids = [await enter(), await enter(), await enter()]
    for (const id of ids) expect(id).toMatch(/^[0-9A-Za-z]{32}$/)
    expect(new Set(ids).size).toBe(3)
    // Of 62 characters, many of them: no counter, no time.
    expect(new Set(ids.join('')).size).toBeGreaterThan(30)
  })

  it('lives 30 days from its last use', async () => {
    const id = await enter()
    test.clock.advance(29 * day)
    expect(await lives(id)).toBe(true)
    test.clock.advance(29 * day)
    expect(await lives(id)).toBe(true)
    test.clock.advance(30 * day)
    expect(await lives(id)).toBe(false)
  })

  it('lives a year at most', async () => {
    const id = await enter()
    for (let days = 0; days < 360; days += 20) {
      expect(await lives(id)).toBe(true)
      test.clock.advance(20 * day)
    }
    expect(await lives(id)).toBe(true)
    test.clock.advance(6 * day)
    expect(await lives(id)).toBe(false)
  })

  it('writes its last use down once a minute', async () => {
    const id = await enter()
    const seenAt = async () => (await test.database.session.findUniqueOrThrow({ where: { id } })).seenAt
    const opened = await seenAt()
    test.clock.advance(59_999)
    await lives(id)
    expect(await seenAt()).toEqual(opened)
    test.clock.advance(1)
    await lives(id)
    expect(await seenAt()).toEqual(test.clock.now())
  })

  it('is not one without a workspace to work in', async () => {
    const id = await enter()
    const { accountId } = await scopeOf(id)
    await test.database.member.deleteMany({ where: { accountId } })
    expect(await lives(id)).toBe(false)
  })
})

describe('signing out', () => {
  it('ends this session at once and tells the servers', async () => {
    const [one, other] = [await enter(), await enter()]
    await signOut(await scopeOf(one))
    expect([await lives(one), await lives(other)]).toEqual([false, true])
    await told(one)
    expect(changes).not.toContainEqual({ topic: 'session', id: other })
  })

  it('ends another of one’s own by its id, and never somebody else’s', async () => {
    const mine = await enter()
    const other = await enter()
    await createAccount(test.system, { name: 'Eve', email: `eve${people}@example.com`, password })
    const eve = await actFor(test.system, { email: `eve${people}@example.com` })
    await signOut(eve, mine)
    expect(await lives(mine)).toBe(true)
    await signOut(await scopeOf(mine), other)
    expect([await lives(mine), await lives(other)]).toEqual([true, false])
    expect((await listSessions(eve)).map(({ id }) => id)).not.toContain(mine)
  })

  it('everywhere ends them all, and those of nobody else', async () => {
    const sessions = [await enter(), await enter(), await enter()]
    await createAccount(test.system, { name: 'Eve', email: `eve${people}@example.com`, password })
    const eve = await signIn(test.system, { email: `eve${people}@example.com`, password }, visitor)
    await signOutEverywhere(await scopeOf(sessions[0] ?? ''))
    for (const id of sessions) {
      expect(await lives(id)).toBe(false)
      await told(id)
    }
    expect(await lives(eve)).toBe(true)
  })

  it('lists what is left, with the one that asks', async () => {
    const [gone, here] = [await enter(), await enter()]
    await signOut(await scopeOf(gone))
    const list = await listSessions(await scopeOf(here))
    expect(list).toMatchObject([{ id: here, current: true, userAgent: 'Browser' }])
  })
})

describe('changing the password', () => {
  const next = 'quite another password'

  it('signs every other browser out and lets the new one in', async () => {
    const [here, there] = [await enter(), await enter()]
    await changePassword(await scopeOf(here), { current: password, password: next }, test.system)
    expect([await lives(here), await lives(there)]).toEqual([true, false])
    await told(there)
    await expect(enter()).rejects.toMatchObject({ code: 'invalid' })
    await expect(enter(next)).resolves.toEqual(expect.any(String))
  })

  it.each([
    [{ current: 'not this one', password: next }, 'current'],
    [{ current: password, password: 'short' }, 'password'],
    [{ current: password, password }, 'password'],
    [{ current: '', password: next }, 'current'],
  ])('refuses %j with its field', async (request, field) => {
    const here = await scopeOf(await enter())
    await expect(changePassword(here, request, test.system)).rejects.toMatchObject({ code: 'invalid', field })
    await expect(enter()).resolves.toEqual(expect.any(String))
  })

  it('cannot be used to guess the password', async () => {
    const here = await scopeOf(await enter())
    for (let tried = 0; tried < attempts.passwordChange.limit; tried++) {
      await expect(
        changePassword(here, { current: `guess number ${tried}`, password: next }, test.system),
      ).rejects.toMatchObject({ field: 'current' })
    }
    await expect(
      changePassword(here, { current: password, password: next }, test.system),
    ).rejects.toMatchObject({ code: 'throttled' })
  })

  it('happens once when asked for twice at the same time', async () => {
    const here = await scopeOf(await enter())
    const results = await Promise.allSettled(
      ['first new password', 'second new password'].map((words) =>
        changePassword(here, { current: password, password: words }, test.system),
      ),
    )
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })

  it('leaves no session open that came in with the old one at the same time', async () => {
    const here = await scopeOf(await enter())
    const entering = Promise.allSettled(Array.from({ length: 5 }, () => enter()))
    await changePassword(here, { current: password, password: next }, test.system)
    for (const result of await entering) {
      if (result.status === 'fulfilled') expect(await lives(result.value)).toBe(false)
    }
    expect(await lives(here.sessionId)).toBe(true)
  })

  it('by the admin command signs out everywhere', async () => {
    const here = await enter()
    await resetPassword(test.system, { email: email.toUpperCase(), password: next })
    expect(await lives(here)).toBe(false)
    await expect(enter(next)).resolves.toEqual(expect.any(String))
    await expect(
      resetPassword(test.system, { email: 'no@example.com', password: next }),
    ).rejects.toMatchObject({
      code: 'not-found',
    })
    await expect(resetPassword(test.system, { email, password: 'short' })).rejects.toMatchObject({
      code: 'invalid',
    })
  })
})
