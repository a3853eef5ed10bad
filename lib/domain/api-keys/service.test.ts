import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import type { HandClock } from '@/e2e/support/hand-clock'
import { type TestRegistry, testRegistry } from '@/e2e/support/registry'
import { memberScope } from '@/lib/access/scopes'
import { base62Text } from '@/lib/platform/ids'
import { listKeys } from './queries'
import { composeKey } from './rules'
import { createKey, createTryItKey, resolveKey, revokeKey } from './service'

let test: TestRegistry<HandClock>
beforeAll(async () => {
  test = await testRegistry()
})
afterAll(() => test.close())

it('acts for its maker, and is stored as a hash alone', async () => {
  const scope = await test.member()
  const { id, key } = await createKey(scope, { name: ' Robot ' })
  expect(await resolveKey(test.system, key, '')).toEqual({
    holder: {
      apiKeyId: id,
      accountId: scope.accountId,
      role: 'owner',
      workspaceId: scope.workspaceId,
      scopes: ['read', 'write'],
    },
  })
  const row = await test.database.apiKey.findUniqueOrThrow({ where: { id } })
  expect(row).toMatchObject({
    name: 'Robot',
    hint: key.slice(0, 8),
    hash: expect.stringMatching(/^[0-9a-f]{64}$/),
  })
  expect(JSON.stringify(row)).not.toContain(key.slice(8))
  expect(await listKeys(scope)).toMatchObject([{ id, name: 'Robot' }])
})

it('is nobody when unknown or mistyped, and refused when revoked, or when its maker has left', async () => {
  const scope = await test.member()
  const { workspaceId } = scope
  const resolve = (key: string) => resolveKey(test.system, key, '203.0.113.7')
  expect(await resolve(composeKey(base62Text(32)))).toBeNull()
  expect(await resolve('clq_short')).toBeNull()
  const first = await createKey(scope, { name: 'One' })
  await revokeKey(scope, first.id)
  await revokeKey(scope, first.id)
  expect(await resolve(first.key)).toEqual({ refused: 'revoked', key: { apiKeyId: first.id, workspaceId } })
  const second = await createKey(scope, { name: 'Two' })
  await test.database.member.deleteMany({ where: { accountId: scope.accountId } })
  expect(await resolve(second.key)).toEqual({ refused: 'left', key: { apiKeyId: second.id, workspaceId } })
})

it('is refused from the instant it expires', async () => {
  const scope = await test.member()
  const expires_at = new Date(test.clock.now().getTime() + 1000).toISOString()
  const { key } = await createKey(scope, { name: 'Short', expires_at, scopes: ['read', 'read'] })
  test.clock.advance(999)
  expect(await resolveKey(test.system, key, '')).toMatchObject({ holder: { scopes: ['read'] } })
  test.clock.advance(1)
  expect(await resolveKey(test.system, key, '')).toMatchObject({ refused: 'expired' })
  expect(await listKeys(scope)).toMatchObject([{ status: 'expired', scopes: ['read'] }])
})

it('is refused from addresses it does not name', async () => {
  const scope = await test.member()
  const addresses = ['203.0.113.0/24', ' 2001:DB8::1 ']
  const { key } = await createKey(scope, { name: 'Office', addresses })
  const from = (address: string) => resolveKey(test.system, key, address)
  for (const address of ['203.0.113.200', '2001:db8::1']) {
    expect(await from(address)).toMatchObject({ holder: {} })
  }
  for (const address of ['203.0.112.1', '2001:db8::2', 'unknown']) {
    expect(await from(address)).toMatchObject({ refused: 'address' })
  }
})

it('writes its last use down once a minute', async () => {
  const scope = await test.member()
  const { key } = await createKey(scope, { name: 'Robot' })
  const used = async () => (await listKeys(scope))[0]
  expect(await used()).toMatchObject({ usedAt: null, usedFrom: null })
  await resolveKey(test.system, key, '203.0.113.7')
  const first = test.clock.now()
  // Nobody waits for that it is written.
  await vi.waitFor(async () => expect(await used()).toMatchObject({ usedAt: first, usedFrom: '203.0.113.7' }))
  test.clock.advance(59_999)
  await resolveKey(test.system, key, '203.0.113.8')
  test.clock.advance(1)
  await resolveKey(test.system, key, '203.0.113.9')
  const second = test.clock.now()
  await vi.waitFor(async () =>
    expect(await used()).toMatchObject({ usedAt: second, usedFrom: '203.0.113.9' }),
  )
})

it('works where its use cannot be written down', async () => {
  const scope = await test.member()
  const { key } = await createKey(scope, { name: 'Robot' })
  const write = vi.spyOn(test.database.apiKey, 'updateMany').mockRejectedValueOnce(new Error('disk full'))
  expect(await resolveKey(test.system, key, '')).toMatchObject({ holder: {} })
  expect(write).toHaveBeenCalledOnce()
  write.mockRestore()
})

it('is neither seen nor revoked from another workspace', async () => {
  const [a, b] = [await test.member(), await test.member()]
  const { id, key } = await createKey(a, { name: 'Of A' })
  expect(await listKeys(b)).toEqual([])
  await expect(revokeKey(b, id)).rejects.toMatchObject({ code: 'not-found' })
  await expect(revokeKey(b, 'unknown')).rejects.toMatchObject({ code: 'not-found' })
  expect(await resolveKey(test.system, key, '')).toMatchObject({ holder: {} })
})

it('is revoked by its maker, and by owners and admins', async () => {
  const owner = await test.member()
  const { workspaceId } = owner
  const colleague = async (role: 'admin' | 'member') => {
    const { accountId, sessionId } = await test.member()
    await test.database.member.create({ data: { workspaceId, accountId, role, createdAt: test.clock.now() } })
    return memberScope({ accountId, workspaceId, role, sessionId })
  }
  const [admin, member] = [await colleague('admin'), await colleague('member')]
  const [ofOwner, ofMember] = [
    await createKey(owner, { name: 'Production' }),
    await createKey(member, { name: 'Trial' }),
  ]
  await expect(revokeKey(member, ofOwner.id)).rejects.toMatchObject({ code: 'forbidden' })
  expect((await listKeys(member)).map(({ name, isRevocable }) => [name, isRevocable]).toSorted()).toEqual([
    ['Production', false],
    ['Trial', true],
  ])
  await revokeKey(member, ofMember.id)
  await revokeKey(admin, ofOwner.id)
  expect((await listKeys(owner)).map(({ status }) => status)).toEqual(['revoked', 'revoked'])
})

it('for trying the API out lasts a quarter of an hour, and leaves the list', async () => {
  const scope = await test.member()
  const { key, expiresAt } = await createTryItKey(scope, 'write')
  expect(expiresAt.getTime() - test.clock.now().getTime()).toBe(15 * 60_000)
  expect(await resolveKey(test.system, key, '')).toMatchObject({ holder: { scopes: ['read', 'write'] } })
  expect(await listKeys(scope)).toMatchObject([{ name: 'API reference', isTryIt: true }])
  test.clock.advance(15 * 60_000)
  expect(await resolveKey(test.system, key, '')).toMatchObject({ refused: 'expired' })
  expect(await listKeys(scope)).toEqual([])
  const viewer = await test.member({}, 'viewer')
  const reading = await createTryItKey(viewer, 'read')
  expect(await resolveKey(test.system, reading.key, '')).toMatchObject({ holder: { scopes: ['read'] } })
})

it.each([
  ['name', { name: '' }],
  ['scopes', { name: 'A', scopes: [] }],
  ['expires_at', { name: 'A', expires_at: '2020-01-01T00:00:00Z' }],
  ['expires_at', { name: 'A', expires_at: 'tomorrow' }],
  ['addresses', { name: 'A', addresses: ['203.0.113.300'] }],
  ['addresses', { name: 'A', addresses: ['203.0.113.0/33'] }],
  ['addresses', { name: 'A', addresses: ['example.com'] }],
  ['addresses', { name: 'A', addresses: Array.from({ length: 51 }, (_, n) => `10.0.0.${n}`) }],
])('is not made with a wrong %s: %j', async (field, request) => {
  const scope = await test.member()
  await expect(createKey(scope, request)).rejects.toMatchObject({ code: 'invalid', field })
})

it('is not for viewers, and has a name', async () => {
  const viewer = await test.member({}, 'viewer')
  await expect(createKey(viewer, { name: 'Robot' })).rejects.toMatchObject({ code: 'forbidden' })
  await expect(revokeKey(viewer, 'any')).rejects.toMatchObject({ code: 'forbidden' })
  const member = await test.member({}, 'member')
  await expect(createKey(member, { name: ' ' })).rejects.toMatchObject({ code: 'invalid', field: 'name' })
})
