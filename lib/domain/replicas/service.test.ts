import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { newReplica } from '@/components/replicas/new-replica'
import type { HandClock } from '@/e2e/support/hand-clock'
import { type TestRegistry, testRegistry } from '@/e2e/support/registry'
import type { MemberScope } from '@/lib/domain/scope'
import { findReplica, listReplicas } from './queries'
import { createReplica, deleteReplica, updateReplica } from './service'

let test: TestRegistry<HandClock>
let me: MemberScope
beforeAll(async () => {
  test = await testRegistry()
})
afterAll(() => test.close())
beforeEach(async () => {
  me = await test.member()
})

const request = { ...newReplica, replica_name: ' Rose ' }
const key = () => crypto.randomUUID()

describe('a replica of one’s own', () => {
  it('is made once for one key, ready at once, with its look filled in', async () => {
    const once = key()
    const made = await Promise.all([createReplica(me, request, once), createReplica(me, request, once)])
    expect(made[0]).toEqual(made[1])
    expect(made[0]).toMatchObject({ replica_name: 'Rose', replica_type: 'user', status: 'completed' })
    expect(made[0].replica_id).toMatch(/^r[0-9a-f]{11}$/)
    expect(made[0].look.options).toMatchObject({ hair: 'variant23', lashes: false })
    expect((await listReplicas(me, { limit: 1, page: 1 })).data[0]).toEqual(made[0])
  })

  it('changes, and goes; both are fine again', async () => {
    const { replica_id: id } = await createReplica(me, request, key())
    const voice = { ...request.voice, variant: 'm7', pitch: 10, gender: 'male' as const }
    for (let n = 0; n < 2; n += 1) {
      expect(await updateReplica(me, id, { ...request, voice })).toMatchObject({ voice })
    }
    await deleteReplica(me, id)
    await deleteReplica(me, id)
    expect(await findReplica(me, id)).toBeNull()
    await expect(updateReplica(me, id, request)).rejects.toMatchObject({ code: 'not-found' })
  })

  it.each([
    [{ replica_name: '' }, 'replica_name'],
    [{ look: { style: 'notionists', options: { hair: 'wig' } } }, 'look'],
    [{ look: { style: 'photo', options: {} } }, 'look'],
    [{ voice: { ...request.voice, variant: 'robot' } }, 'voice'],
    [{ voice: { ...request.voice, pitch: 100 } }, 'voice'],
  ])('is refused with %j', async (change, field) => {
    await expect(createReplica(me, { ...request, ...change }, key())).rejects.toMatchObject({
      code: 'invalid',
      field,
    })
  })

  it('is nobody else’s, and stock ones stay as they are', async () => {
    const { replica_id } = await createReplica(me, request, key())
    const other = await test.member()
    await expect(updateReplica(other, replica_id, request)).rejects.toMatchObject({ code: 'not-found' })
    await deleteReplica(other, replica_id)
    expect(await findReplica(me, replica_id)).not.toBeNull()
    await expect(updateReplica(me, 'rfe12d8b9597', request)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(deleteReplica(me, 'rfe12d8b9597')).rejects.toMatchObject({ code: 'forbidden' })
  })

  it('is not for viewers to make, change or delete', async () => {
    const viewer = await test.member({}, 'viewer')
    for (const write of [
      () => createReplica(viewer, request, key()),
      () => updateReplica(viewer, 'rfe12d8b9597', request),
      () => deleteReplica(viewer, 'r00000000000'),
    ]) {
      await expect(write()).rejects.toThrow(/^Viewers may/)
    }
  })
})
