import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { editable } from '@/components/personas/new-persona'
import { newReplica } from '@/components/replicas/new-replica'
import type { HandClock } from '@/e2e/support/hand-clock'
import { type TestRegistry, testRegistry } from '@/e2e/support/registry'
import { createConversation } from '@/lib/domain/conversations/service/create'
import { endConversation } from '@/lib/domain/conversations/service/end'
import { createReplica, deleteReplica } from '@/lib/domain/replicas/service'
import type { MemberScope, Role } from '@/lib/domain/scope'
import { findPersona, listPersonas } from './queries'
import { createPersona, deletePersona, updatePersona } from './service'

let test: TestRegistry<HandClock>
let me: MemberScope
beforeAll(async () => {
  test = await testRegistry()
})
afterAll(() => test.close())
beforeEach(async () => {
  me = await test.member()
})

const request = {
  persona_name: ' Gardener ',
  system_prompt: 'You know roses.',
  context: 'Prune in March.',
  default_replica_id: 'rfe12d8b9597',
  language: 'french',
}
const key = () => crypto.randomUUID()

describe('a persona of one’s own', () => {
  it('is made once for one key, and listed before the stock ones', async () => {
    const once = key()
    const made = await Promise.all([createPersona(me, request, once), createPersona(me, request, once)])
    expect(made[0]).toEqual(made[1])
    expect(made[0]).toMatchObject({
      persona_name: 'Gardener',
      persona_type: 'user',
      language: 'french',
      default_replica_id: 'rfe12d8b9597',
    })
    expect(made[0].persona_id).toMatch(/^p[0-9a-f]{11}$/)
    const { data } = await listPersonas(me, { limit: 1000, page: 1, persona_type: 'user' })
    expect(data).toHaveLength(1)
    expect((await listPersonas(me, { limit: 1, page: 1 })).data[0]?.persona_id).toBe(made[0].persona_id)
  })

  it('changes, and goes; both are fine again', async () => {
    const { persona_id: id } = await createPersona(me, request, key())
    const changed = { ...request, persona_name: 'Florist', language: '', default_replica_id: '' }
    for (let n = 0; n < 2; n += 1) {
      expect(await updatePersona(me, id, changed)).toMatchObject({
        persona_name: 'Florist',
        language: null,
        default_replica_id: null,
      })
    }
    await deletePersona(me, id)
    await deletePersona(me, id)
    expect(await findPersona(me, id)).toBeNull()
    await expect(updatePersona(me, id, changed)).rejects.toMatchObject({ code: 'not-found' })
  })

  it('keeps what the page has no field for when the page changes it', async () => {
    const more = {
      pipeline_mode: 'echo' as const,
      layers: { llm: { model: 'm', api_key: 'secret' } },
      document_tags: ['roses'],
    }
    const { persona_id: id } = await createPersona(me, { ...request, ...more }, key())
    const sealedBefore = await test.database.persona.findUniqueOrThrow({ where: { id } })
    const form = editable((await findPersona(me, id)) ?? expect.fail(), false)
    const changed = await updatePersona(me, id, { ...form, system_prompt: '', persona_name: 'Florist' })
    expect(changed).toMatchObject({
      persona_name: 'Florist',
      pipeline_mode: 'echo',
      layers: { llm: { model: 'm', api_key: '********' } },
      document_tags: ['roses'],
    })
    const after = await test.database.persona.findUniqueOrThrow({ where: { id } })
    expect(after.layers).toEqual(sealedBefore.layers)
  })

  it('speaks its language where a conversation names none, and stays readable in history', async () => {
    const { persona_id } = await createPersona(me, request, key())
    const origin = 'http://localhost'
    const spokenIn = async (id: string) => {
      const row = await test.database.conversation.findUniqueOrThrow({ where: { id } })
      return (row.settings as { properties: { language: string } }).properties.language
    }
    const first = await createConversation(me, { persona_id }, { origin })
    expect(await spokenIn(first.conversation_id)).toBe('french')
    const second = await createConversation(
      me,
      { persona_id, properties: { language: 'german' } },
      { origin },
    )
    expect(await spokenIn(second.conversation_id)).toBe('german')
    await deletePersona(me, persona_id)
    expect(await endConversation(me, first.conversation_id, origin)).toMatchObject({
      persona_name: 'Gardener',
      persona_id,
    })
    await expect(createConversation(me, { persona_id }, { origin })).rejects.toMatchObject({
      code: 'not-found',
      field: 'persona_id',
    })
  })

  it('has no replica any more when that is deleted', async () => {
    const { replica_id } = await createReplica(me, { ...newReplica, replica_name: 'Rose' }, key())
    const { persona_id } = await createPersona(me, { ...request, default_replica_id: replica_id }, key())
    await deleteReplica(me, replica_id)
    await deleteReplica(me, replica_id)
    expect(await findPersona(me, persona_id)).toMatchObject({ default_replica_id: null })
  })

  it.each([
    [{ persona_name: '  ' }, 'persona_name'],
    [{ persona_name: 'x'.repeat(201) }, 'persona_name'],
    [{ system_prompt: '' }, 'system_prompt'],
    [{ system_prompt: 'x'.repeat(40_001) }, 'system_prompt'],
    [{ context: 'a\0b' }, 'context'],
    [{ language: 'klingon' }, 'language'],
  ])('is refused with %j', async (change, field) => {
    await expect(createPersona(me, { ...request, ...change }, key())).rejects.toMatchObject({
      code: 'invalid',
      field,
    })
  })

  it('is nobody else’s: not found, not changed, not deleted', async () => {
    const { persona_id } = await createPersona(me, request, key())
    const { replica_id } = await createReplica(me, { ...newReplica, replica_name: 'Rose' }, key())
    const other = await test.member()
    expect(await findPersona(other, persona_id)).toBeNull()
    await expect(updatePersona(other, persona_id, request)).rejects.toMatchObject({ code: 'not-found' })
    await deletePersona(other, persona_id)
    expect(await findPersona(me, persona_id)).not.toBeNull()
    await expect(
      createPersona(other, { ...request, default_replica_id: replica_id }, key()),
    ).rejects.toMatchObject({ code: 'not-found', field: 'default_replica_id' })
  })

  it('stock ones stay as they are', async () => {
    await expect(updatePersona(me, 'pdced222244b', request)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(deletePersona(me, 'pdced222244b')).rejects.toMatchObject({ code: 'forbidden' })
  })

  it.each<[Role, boolean]>([
    ['owner', true],
    ['admin', true],
    ['member', true],
    ['viewer', false],
  ])('somebody who is %s may write: %s', async (role, may) => {
    const scope = await test.member({}, role)
    const writes = [
      () => createPersona(scope, request, key()),
      () => updatePersona(scope, 'pdced222244b', request),
      () => deletePersona(scope, 'p00000000000'),
    ]
    const refused = await Promise.all(
      writes.map((write) =>
        write().then(
          () => false,
          (error) => error.message.startsWith('Viewers may'),
        ),
      ),
    )
    expect(refused).toEqual(writes.map(() => !may))
  })
})
