import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import type { HandClock } from '@/e2e/support/hand-clock'
import { type TestRegistry, testRegistry } from '@/e2e/support/registry'
import { memberScope } from '@/lib/access/scopes'
import type { MemberScope } from '@/lib/domain/scope'
import { fillRegistry, registry } from '@/lib/platform/registry'
import { listIdentities, readAccount } from '../queries'
import { attempts } from '../rules'
import { connectIdentity, disconnectIdentity, signInByIdentity, type Vouched } from './identities'
import { changePassword } from './password'
import { readSession } from './sessions'
import { signIn } from './sign-in'
import { createAccount, invite } from './sign-up'

let test: TestRegistry<HandClock>
beforeAll(async () => {
  test = await testRegistry()
})
afterAll(() => test.close())
afterEach(() => setSignUps('open'))

const setSignUps = (mode: 'open' | 'invite' | 'closed') =>
  fillRegistry({ ...registry(), env: { ...registry().env, SIGNUPS: mode } })

const issuer = 'https://sso.example.com'
let people = 0
const somebody = (): Vouched => {
  people++
  return { issuer, subject: `s${people}`, email: `ada${people}@example.com`, name: 'Ada' }
}
let addresses = 0
const visitor = () => {
  addresses++
  return { address: `198.51.100.${addresses}`, userAgent: 'Browser' }
}
const enter = (vouched: Vouched, token?: string) => signInByIdentity(test.system, vouched, visitor(), token)
async function memberOf(sessionId: string): Promise<MemberScope> {
  const session = await readSession(test.system, sessionId)
  if (!session) throw new Error('There is no such session.')
  return memberScope(session)
}

it('makes an account with a workspace, and finds it again by issuer and subject alone', async () => {
  const vouched = somebody()
  const first = await memberOf(await enter(vouched))
  expect(first.role).toBe('owner')
  expect(await readAccount(first)).toEqual({ email: vouched.email, name: 'Ada', hasPassword: false })
  const again = await memberOf(await enter({ ...vouched, email: 'other@example.com', name: null }))
  expect(again.accountId).toBe(first.accountId)
  expect(await listIdentities(again)).toEqual([{ issuer, label: 'other@example.com' }])
  // The same subject of another issuer is somebody else.
  const stranger = await memberOf(
    await enter({ ...vouched, issuer: 'https://other.example.com', email: `x-${vouched.email}` }),
  )
  expect(stranger.accountId).not.toBe(first.accountId)
})

it('takes the name from the address where there is none', async () => {
  const vouched = somebody()
  const member = await memberOf(await enter({ ...vouched, name: '  ' }))
  expect((await readAccount(member)).name).toBe(vouched.email?.split('@')[0])
})

it('makes one account of several tries at once', async () => {
  const vouched = somebody()
  const members = await Promise.all(
    (await Promise.all(Array.from({ length: 6 }, () => enter(vouched)))).map(memberOf),
  )
  expect(new Set(members.map(({ accountId }) => accountId)).size).toBe(1)
})

it('never takes an account over by its address', async () => {
  const vouched = somebody()
  const password = 'a fine long password'
  await createAccount(test.system, { name: 'Ada', email: vouched.email ?? '', password })
  const before = await test.database.account.count()
  await expect(enter({ ...vouched, email: vouched.email?.toUpperCase() ?? '' })).rejects.toMatchObject({
    code: 'conflict',
    field: 'email',
  })
  expect(await test.database.account.count()).toBe(before)
  expect(await test.database.identity.count({ where: { subject: vouched.subject } })).toBe(0)
})

it.each([null, '', 'no address'])('needs an address, and %j is none', async (email) => {
  await expect(enter({ ...somebody(), email })).rejects.toMatchObject({ code: 'invalid', field: 'email' })
})

it('keeps to SIGNUPS, for newcomers alone', async () => {
  const known = somebody()
  await enter(known)
  setSignUps('closed')
  await expect(enter(somebody())).rejects.toMatchObject({ code: 'forbidden' })
  await expect(enter(known)).resolves.toEqual(expect.any(String))
  setSignUps('invite')
  await expect(enter(somebody())).rejects.toMatchObject({ code: 'forbidden' })
  const token = await invite(test.system)
  await expect(enter(somebody(), token)).resolves.toEqual(expect.any(String))
  await expect(enter(somebody(), token)).rejects.toMatchObject({ code: 'forbidden' })
})

it('counts newcomers of one address with those who sign up otherwise', async () => {
  const from = visitor()
  await test.database.rate.create({
    data: {
      key: `sign-up:address:${from.address}`,
      count: attempts.signUpAddress.limit,
      resetAt: new Date(test.clock.now().getTime() + 60_000),
    },
  })
  await expect(signInByIdentity(test.system, somebody(), from)).rejects.toMatchObject({ code: 'throttled' })
})

it('connects once to one account, and says why not otherwise', async () => {
  const [ada, ben] = [await test.member(), await test.member()]
  const vouched = somebody()
  await connectIdentity(ada, vouched)
  await connectIdentity(ada, vouched)
  expect(await listIdentities(ada)).toHaveLength(1)
  await expect(connectIdentity(ben, vouched)).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('another account'),
  })
  await expect(connectIdentity(ada, somebody())).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('somebody else'),
  })
  expect((await memberOf(await enter(vouched))).accountId).toBe(ada.accountId)
})

it('disconnects all but the last way in', async () => {
  const vouched = somebody()
  const member = await memberOf(await enter(vouched))
  await expect(disconnectIdentity(member, issuer)).rejects.toMatchObject({ code: 'conflict' })
  const other = { ...somebody(), issuer: 'https://other.example.com' }
  await connectIdentity(member, other)
  const results = await Promise.allSettled([
    disconnectIdentity(member, issuer),
    disconnectIdentity(member, other.issuer),
  ])
  expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(1)
  expect(await listIdentities(member)).toHaveLength(1)
  // One that is gone already is fine.
  await disconnectIdentity(member, 'https://third.example.com')
})

it('gives a first password without one to tell, and then it is asked for', async () => {
  const vouched = somebody()
  const member = await memberOf(await enter(vouched))
  const password = 'a fine long password'
  await changePassword(member, { current: '', password }, test.system)
  const typed = { email: vouched.email ?? '', password }
  await expect(signIn(test.system, typed, visitor())).resolves.toEqual(expect.any(String))
  await expect(
    changePassword(member, { current: '', password: 'another long password' }, test.system),
  ).rejects.toMatchObject({ code: 'invalid', field: 'current' })
  await disconnectIdentity(member, issuer)
  expect(await listIdentities(member)).toEqual([])
})
