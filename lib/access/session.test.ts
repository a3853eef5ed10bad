import { encode } from 'next-auth/jwt'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { HandClock } from '@/e2e/support/hand-clock'
import { type TestRegistry, testRegistry } from '@/e2e/support/registry'
import { openSession, signOutEverywhere } from '@/lib/domain/accounts/service/sessions'
import { createKey } from '@/lib/domain/api-keys/service'
import type { MemberScope } from '@/lib/domain/scope'
import { fillRegistry, type Registry, registry } from '@/lib/platform/registry'
import { keyFrom } from './keys'
import { actFor, sealSession, sessionCookie, sessionFrom } from './session'

let test: TestRegistry<HandClock>
let usual: Registry
let member: MemberScope
let sealed: string
beforeAll(async () => {
  test = await testRegistry()
  usual = registry()
})
afterAll(() => test.close())
beforeEach(async () => {
  member = await test.member()
  sealed = await sealSession(await test.database.$transaction((tx) => openSession(tx, member.accountId, '')))
})
afterEach(() => fillRegistry(usual))

const asking = (headers: Record<string, string>) => ({ headers: new Headers(headers) })
const plain = sessionCookie(false).name
const secure = sessionCookie(true).name

describe('who is signed in', () => {
  it('is told by the cookie and the session’s row', async () => {
    const found = await sessionFrom(asking({ cookie: `theme=dark; ${plain}=${sealed}; x=y` }))
    expect(found).toMatchObject({
      kind: 'member',
      accountId: member.accountId,
      workspaceId: member.workspaceId,
      role: 'owner',
    })
    if (found) await signOutEverywhere(found)
    expect(await sessionFrom(asking({ cookie: `${plain}=${sealed}` }))).toBeNull()
  })

  it('on https is told by the Secure cookie alone', async () => {
    const https = { 'x-forwarded-proto': 'https' }
    expect(await sessionFrom(asking({ ...https, cookie: `${secure}=${sealed}` }))).not.toBeNull()
    expect(await sessionFrom(asking({ ...https, cookie: `${plain}=${sealed}` }))).toBeNull()
    expect(await sessionFrom(asking({ cookie: `${secure}=${sealed}` }))).toBeNull()
    fillRegistry({ ...usual, env: { ...usual.env, APP_URL: 'https://calls.example.com' } })
    expect(await sessionFrom(asking({ cookie: `${secure}=${sealed}` }))).not.toBeNull()
  })

  it('is nobody for a cookie that is missing, damaged, foreign, over or empty of an id', async () => {
    const cookies = [
      undefined,
      `${plain}=`,
      `${plain}=rubbish`,
      `${plain}=${sealed.slice(0, -4)}AAAA`,
      `${plain}=${await encode({ token: { sid: 'x' }, secret: 'another installation' })}`,
      `${plain}=${await encode({ token: { sid: 'x' }, secret: usual.secrets.nextAuth, maxAge: -60 })}`,
      `${plain}=${await encode({ token: {}, secret: usual.secrets.nextAuth })}`,
      `${plain}=${await encode({ token: { sid: 'unknown' }, secret: usual.secrets.nextAuth })}`,
    ]
    for (const cookie of cookies) expect(await sessionFrom(asking(cookie ? { cookie } : {}))).toBeNull()
  })

  it('stands in a cookie that scripts cannot read and other sites cannot send along', () => {
    expect(sessionCookie(true)).toEqual({
      name: '__Secure-next-auth.session-token',
      options: { httpOnly: true, sameSite: 'lax', path: '/', secure: true },
    })
    expect(sessionCookie(false)).toMatchObject({
      name: 'next-auth.session-token',
      options: { secure: false },
    })
    // The id is sealed: the cookie shows nothing, and stays far below the 4,096 bytes a browser keeps.
    expect(sealed.length).toBeLessThan(400)
  })
})

describe('an API key', () => {
  it('is taken from either header', async () => {
    const { id, key } = await createKey(member, { name: 'Robot' })
    const { accountId, workspaceId, role } = member
    const scope = {
      key: { apiKeyId: id, workspaceId },
      scope: { kind: 'key', apiKeyId: id, accountId, workspaceId, role },
      scopes: ['read', 'write'],
    }
    expect(await keyFrom(new Headers({ 'x-api-key': key }))).toEqual(scope)
    expect(await keyFrom(new Headers({ authorization: `Bearer ${key}` }))).toEqual(scope)
    expect(await keyFrom(new Headers({ authorization: `bearer  ${key} ` }))).toEqual(scope)
    expect(await keyFrom(new Headers({ authorization: `Basic ${key}` }))).toBeNull()
    expect(await keyFrom(new Headers({ 'x-api-key': `${key}x` }))).toBeNull()
    expect(await keyFrom(new Headers({ 'x-api-key': '' }))).toBeNull()
    expect(await keyFrom(new Headers())).toBeNull()
  })
})

describe('acting for somebody', () => {
  it('finds a person by e-mail address, or the owner of a workspace', async () => {
    const email = `${member.accountId}@EXAMPLE.com`
    expect(await actFor(test.system, { email })).toMatchObject({ accountId: member.accountId, role: 'owner' })
    expect(await actFor(test.system, { workspaceId: member.workspaceId })).toMatchObject({
      accountId: member.accountId,
    })
    await expect(actFor(test.system, { email: 'no@example.com' })).rejects.toMatchObject({
      code: 'not-found',
    })
    await expect(actFor(test.system, { workspaceId: 'no' })).rejects.toMatchObject({ code: 'not-found' })
  })
})
