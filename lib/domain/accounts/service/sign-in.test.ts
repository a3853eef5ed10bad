import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { HandClock } from '@/e2e/support/hand-clock'
import { type TestRegistry, testRegistry } from '@/e2e/support/registry'
import { attempts } from '../rules'
import { readSession } from './sessions'
import { signIn } from './sign-in'
import { createAccount } from './sign-up'

const password = 'a fine long password'
let test: TestRegistry<HandClock>
let email: string
let address: string
let people = 0
beforeAll(async () => {
  test = await testRegistry()
})
afterAll(() => test.close())
beforeEach(async () => {
  people++
  email = `ada${people}@example.com`
  address = `192.0.2.${people}`
  await createAccount(test.system, { name: 'Ada', email, password })
})

const tryWith = (typed: { email?: string; password?: string; address?: string }) =>
  signIn(
    test.system,
    { email: typed.email ?? email, password: typed.password ?? password },
    { address: typed.address ?? address, userAgent: 'Browser' },
  )
const refusalOf = (attempt: Promise<unknown>) =>
  attempt.then(
    () => 'signed in',
    ({ code, message, field }) => ({ code, message, field }),
  )

describe('signing in', () => {
  it('opens a session', async () => {
    const sessionId = await tryWith({ email: ` ${email.toUpperCase()} ` })
    expect(await readSession(test.system, sessionId)).toMatchObject({ sessionId, role: 'owner' })
    expect(await test.database.session.findUnique({ where: { id: sessionId } })).toMatchObject({
      userAgent: 'Browser',
    })
  })

  it('takes the same password however it is composed', async () => {
    await createAccount(test.system, { name: 'Ada', email: `b${email}`, password: 'caf\u00e9 au lait' })
    await expect(tryWith({ email: `b${email}`, password: 'cafe\u0301 au lait' })).resolves.toEqual(
      expect.any(String),
    )
  })

  it('refuses a wrong password, an unknown address and an account without a password in the same words', async () => {
    await test.database.account.create({
      data: {
        id: `oauth${people}`,
        email: `oauth${people}@example.com`,
        name: '',
        createdAt: test.clock.now(),
      },
    })
    const wrong = await refusalOf(tryWith({ password: 'another long password' }))
    expect(wrong).toMatchObject({ code: 'invalid', field: undefined })
    expect(await refusalOf(tryWith({ email: 'nobody@example.com' }))).toEqual(wrong)
    expect(await refusalOf(tryWith({ email: `oauth${people}@example.com` }))).toEqual(wrong)
  })

  it('takes as long for an unknown address as for a wrong password', async () => {
    const took = async (typed: Parameters<typeof tryWith>[0]) => {
      const began = performance.now()
      await refusalOf(tryWith({ ...typed, address: `198.51.100.${Math.floor(began) % 250}` }))
      return performance.now() - began
    }
    const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
    const known: number[] = []
    const unknown: number[] = []
    for (let round = 0; round < 7; round++) {
      known.push(await took({ password: `wrong password ${round}` }))
      unknown.push(await took({ email: `nobody${round}@example.com` }))
    }
    // Without a hash to verify the second would take a tenth of the first.
    expect(median(unknown)).toBeGreaterThan(median(known) / 3)
    expect(median(known)).toBeGreaterThan(median(unknown) / 3)
  })
})

describe('throttling', () => {
  const { limit, window } = attempts.signInAccount

  it('stops after ten wrong tries for an account, even with the right password, and says until when', async () => {
    for (let tried = 0; tried < limit; tried++) {
      expect(await refusalOf(tryWith({ password: 'wrong password' }))).toMatchObject({ code: 'invalid' })
    }
    test.clock.advance(60_000)
    const refused = await refusalOf(tryWith({ address: '192.0.2.250' }))
    expect(refused).toMatchObject({
      code: 'throttled',
      message: 'Too many tries to sign in. Try again in 14 minutes.',
    })
    test.clock.advance(window - 60_000)
    expect(await refusalOf(tryWith({}))).toBe('signed in')
  })

  it('is the same for an address that nobody has', async () => {
    const nobody = `nobody${people}@example.com`
    const known = []
    const unknown = []
    for (let tried = 0; tried <= limit; tried++) {
      known.push(await refusalOf(tryWith({ password: 'wrong password', address: '203.0.113.1' })))
      unknown.push(await refusalOf(tryWith({ email: nobody, address: '203.0.113.2' })))
    }
    expect(unknown).toEqual(known)
    expect(known.at(-1)).toMatchObject({ code: 'throttled' })
  })

  it('counts tries that come all at once', async () => {
    const results = await Promise.all(
      Array.from({ length: limit + 15 }, () => refusalOf(tryWith({ password: 'wrong password' }))),
    )
    const codes = results.map((result) => (typeof result === 'string' ? result : result.code))
    expect(codes.filter((code) => code === 'invalid')).toHaveLength(limit)
    expect(codes.filter((code) => code === 'throttled')).toHaveLength(15)
  })

  it('counts the tries of one address over all accounts', async () => {
    const { limit: most } = attempts.signInAddress
    await test.database.rate.create({
      data: {
        key: `sign-in:address:${address}`,
        count: most,
        resetAt: new Date(test.clock.now().getTime() + window),
      },
    })
    expect(await refusalOf(tryWith({}))).toMatchObject({ code: 'throttled' })
    expect(await refusalOf(tryWith({ address: '192.0.2.251' }))).toBe('signed in')
  })

  it('does not count tries that succeed', async () => {
    for (let tried = 0; tried < limit + 2; tried++) expect(await refusalOf(tryWith({}))).toBe('signed in')
    const left = await test.database.rate.findMany({ where: { key: `sign-in:address:${address}` } })
    expect(left).toMatchObject([{ count: 0 }])
  })
})
