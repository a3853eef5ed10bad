import { afterAll, beforeAll, expect, it } from 'vitest'
import type { HandClock } from '@/e2e/support/hand-clock'
import { type TestRegistry, testRegistry } from '@/e2e/support/registry'
import { base62Text } from '@/lib/platform/ids'
import { listKeys } from './queries'
import { composeKey } from './rules'
import { createKey, resolveKey, revokeKey } from './service'

let test: TestRegistry<HandClock>
beforeAll(async () => {
  test = await testRegistry()
})
afterAll(() => test.close())

it('acts for its maker, and is stored as a hash alone', async () => {
  const scope = await test.member()
  const { id, key } = await createKey(scope, { name: ' Robot ' })
  expect(await resolveKey(test.system, key)).toEqual({
    apiKeyId: id,
    accountId: scope.accountId,
    role: 'owner',
    workspaceId: scope.workspaceId,
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

it('is nobody when unknown, mistyped or revoked, or when its maker has left', async () => {
  const scope = await test.member()
  expect(await resolveKey(test.system, composeKey(base62Text(32)))).toBeNull()
  expect(await resolveKey(test.system, 'clq_short')).toBeNull()
  const first = await createKey(scope, { name: 'One' })
  await revokeKey(scope, first.id)
  await revokeKey(scope, first.id)
  expect(await resolveKey(test.system, first.key)).toBeNull()
  const second = await createKey(scope, { name: 'Two' })
  await test.database.member.deleteMany({ where: { accountId: scope.accountId } })
  expect(await resolveKey(test.system, second.key)).toBeNull()
})

it('writes its last use down once a minute', async () => {
  const scope = await test.member()
  const { key } = await createKey(scope, { name: 'Robot' })
  const usedAt = async () => (await listKeys(scope))[0]?.usedAt
  expect(await usedAt()).toBeNull()
  await resolveKey(test.system, key)
  const first = test.clock.now()
  test.clock.advance(59_999)
  await resolveKey(test.system, key)
  expect(await usedAt()).toEqual(first)
  test.clock.advance(1)
  await resolveKey(test.system, key)
  expect(await usedAt()).toEqual(test.clock.now())
})

it('is neither seen nor revoked from another workspace', async () => {
  const [a, b] = [await test.member(), await test.member()]
  const { id, key } = await createKey(a, { name: 'Of A' })
  expect(await listKeys(b)).toEqual([])
  await expect(revokeKey(b, id)).rejects.toMatchObject({ code: 'not-found' })
  await expect(revokeKey(b, 'unknown')).rejects.toMatchObject({ code: 'not-found' })
  expect(await resolveKey(test.system, key)).not.toBeNull()
})

it('is not for viewers, and has a name', async () => {
  const viewer = await test.member({}, 'viewer')
  await expect(createKey(viewer, { name: 'Robot' })).rejects.toMatchObject({ code: 'forbidden' })
  await expect(revokeKey(viewer, 'any')).rejects.toMatchObject({ code: 'forbidden' })
  const member = await test.member({}, 'member')
  await expect(createKey(member, { name: ' ' })).rejects.toMatchObject({ code: 'invalid', field: 'name' })
})
