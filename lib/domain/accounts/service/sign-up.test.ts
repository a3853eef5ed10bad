import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import type { HandClock } from '@/e2e/support/hand-clock'
import { type TestRegistry, testRegistry } from '@/e2e/support/registry'
import { fillRegistry, registry } from '@/lib/platform/registry'
import { readSignUpDoor } from '../queries'
import { attempts, brokenPasswordRules } from '../rules'
import { readSession } from './sessions'
import { createAccount, invite, signUp } from './sign-up'

let test: TestRegistry<HandClock>
beforeAll(async () => {
  test = await testRegistry()
})
afterAll(() => test.close())
afterEach(() => setSignUps('open'))

function setSignUps(mode: 'open' | 'invite' | 'closed'): void {
  fillRegistry({ ...registry(), env: { ...registry().env, SIGNUPS: mode } })
}

let people = 0
const somebody = () => {
  people++
  return { name: 'Ada', email: `ada${people}@example.com`, password: 'a fine long password' }
}
const visitor = { address: '192.0.2.1', userAgent: 'Browser' }

it('makes an account, a workspace of its own and a session', async () => {
  const request = somebody()
  const sessionId = await signUp(
    test.system,
    { ...request, email: ` ${request.email.toUpperCase()}` },
    visitor,
  )
  const session = await readSession(test.system, sessionId)
  expect(session).toMatchObject({ role: 'owner', sessionId })
  const account = await test.database.account.findUniqueOrThrow({
    where: { email: request.email },
    include: { memberships: { include: { workspace: true } } },
  })
  expect(account.passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  expect(account.memberships.map(({ workspace }) => workspace)).toMatchObject([
    { name: "Ada's workspace", maxConcurrent: 5, monthlyMinutes: null, maxCallDuration: 3600 },
  ])
})

it('says that an address is taken, in any case, and leaves nothing behind', async () => {
  const request = somebody()
  await signUp(test.system, request, visitor)
  const before = await test.database.workspace.count()
  await expect(
    signUp(test.system, { ...request, email: request.email.toUpperCase() }, visitor),
  ).rejects.toMatchObject({ code: 'invalid', field: 'email', message: expect.stringContaining('already') })
  expect(await test.database.workspace.count()).toBe(before)
})

it('gives an address to one of several who ask for it at once', async () => {
  const request = somebody()
  const before = await test.database.workspace.count()
  const results = await Promise.allSettled(
    Array.from({ length: 6 }, () => signUp(test.system, request, visitor)),
  )
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  for (const result of results) {
    if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'invalid', field: 'email' })
  }
  expect(await test.database.workspace.count()).toBe(before + 1)
})

it.each([
  [{ password: 'short' }, 'password'],
  [{ email: 'nobody' }, 'email'],
  [{ name: '' }, 'name'],
])('refuses %j with its field', async (change, field) => {
  await expect(signUp(test.system, { ...somebody(), ...change }, visitor)).rejects.toMatchObject({
    code: 'invalid',
    field,
  })
})

it.each(['mississippi', 'Mississippi', ' manchester', 'manchester', 'fartripper'])(
  'refuses the widespread password %j, which no rule of the page knows',
  async (password) => {
    expect(brokenPasswordRules(password, somebody())).toEqual([])
    await expect(signUp(test.system, { ...somebody(), password }, visitor)).rejects.toMatchObject({
      code: 'invalid',
      field: 'password',
    })
  },
)

it('lets nobody in while sign-ups are closed, but the admin command makes accounts', async () => {
  setSignUps('closed')
  await expect(signUp(test.system, somebody(), visitor)).rejects.toMatchObject({ code: 'forbidden' })
  expect(await readSignUpDoor(test.system, 'anything')).toMatchObject({
    mode: 'closed',
    refusal: expect.any(String),
  })
  await expect(createAccount(test.system, somebody())).resolves.toEqual(expect.any(String))
})

it('admits one person for each invitation', async () => {
  setSignUps('invite')
  await expect(signUp(test.system, somebody(), visitor)).rejects.toMatchObject({ code: 'forbidden' })
  await expect(signUp(test.system, { ...somebody(), invite: 'guessed' }, visitor)).rejects.toMatchObject({
    code: 'forbidden',
  })
  const token = await invite(test.system)
  expect(await readSignUpDoor(test.system, token)).toEqual({ mode: 'invite' })
  const results = await Promise.allSettled(
    Array.from({ length: 4 }, () => signUp(test.system, { ...somebody(), invite: token }, visitor)),
  )
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(await readSignUpDoor(test.system, token)).toMatchObject({ refusal: expect.any(String) })
  expect(await test.database.invitation.count({ where: { tokenHash: token } })).toBe(0)
})

it('keeps an invitation that was tried with a taken address, and lets it run out after a week', async () => {
  const taken = somebody()
  await signUp(test.system, taken, visitor)
  setSignUps('invite')
  const token = await invite(test.system)
  await expect(signUp(test.system, { ...taken, invite: token }, visitor)).rejects.toMatchObject({
    field: 'email',
  })
  expect(await readSignUpDoor(test.system, token)).toEqual({ mode: 'invite' })
  test.clock.advance(7 * 86_400_000)
  await expect(signUp(test.system, { ...somebody(), invite: token }, visitor)).rejects.toMatchObject({
    code: 'forbidden',
  })
})

it('makes only so many accounts for one address', async () => {
  const crowd = { address: '192.0.2.9', userAgent: '' }
  await test.database.rate.create({
    data: {
      key: `sign-up:address:${crowd.address}`,
      count: attempts.signUpAddress.limit,
      resetAt: new Date(test.clock.now().getTime() + 61_000),
    },
  })
  await expect(signUp(test.system, somebody(), crowd)).rejects.toMatchObject({
    code: 'throttled',
    message: expect.stringContaining('in 2 minutes'),
  })
  await expect(signUp(test.system, somebody(), visitor)).resolves.toEqual(expect.any(String))
})
