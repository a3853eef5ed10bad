import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { refusal } from '@/e2e/support/conversations'
import type { HandClock } from '@/e2e/support/hand-clock'
import { type TestRegistry, testRegistry } from '@/e2e/support/registry'
import { connectAccount, type Tavus } from '@/e2e/support/tavus-account'
import type { PersonaRequest } from '@/lib/domain/personas/schema'
import { createPersona } from '@/lib/domain/personas/service'
import type { MemberScope } from '@/lib/domain/scope'
import { readCatalogue } from './catalogue'
import { copyToProvider } from './copy'
import { renameAtProvider } from './rename'

let test: TestRegistry<HandClock>
let owner: MemberScope
let tavus: Tavus
beforeAll(async () => {
  test = await testRegistry()
})
beforeEach(async () => {
  owner = await test.member()
  tavus = await connectAccount(owner)
})
afterAll(() => test.close())

const replicaId = 'r0a1b2c3d4e5'
const persona = (request: Omit<PersonaRequest, 'persona_name'>) =>
  createPersona(owner, { persona_name: 'Guide', ...request }, crypto.randomUUID())
const copy = (personaId: string, to = replicaId, scope = owner) =>
  copyToProvider(scope, 'tavus', { personaId, replicaId: to })
/** What was asked to be made. */
const asked = () => tavus.asked.flatMap(({ method, body }) => (method === 'POST' ? [body] : []))
const inCatalogue = async () => (await readCatalogue(owner, 'tavus', false)).catalogue.personas

describe('copying a persona to an account', () => {
  it.each(['replica', 'face'] as const)(
    'makes it there, with its knowledge after its prompt: names of %s',
    async (era) => {
      tavus.era = era
      const { persona_id } = await persona({ system_prompt: 'You guide.', context: 'Open until five.' })
      const id = await copy(persona_id)
      expect(asked()).toEqual([
        {
          persona_name: 'Guide',
          system_prompt: 'You guide.\n\nOpen until five.',
          pipeline_mode: 'full',
          default_replica_id: replicaId,
        },
      ])
      expect(await inCatalogue()).toContainEqual({
        ...{ id, name: 'Guide', defaultReplicaId: replicaId, isStock: false },
      })
    },
  )

  it('does without a prompt where it echoes', async () => {
    const { persona_id } = await persona({ pipeline_mode: 'echo' })
    await copy(persona_id)
    expect(asked()).toEqual([{ persona_name: 'Guide', pipeline_mode: 'echo', default_replica_id: replicaId }])
  })

  it('is refused in the provider’s words, and makes nothing', async () => {
    const { persona_id } = await persona({ system_prompt: 'You guide.' })
    await expect(copy(persona_id, 'r-none')).rejects.toMatchObject({
      ...{ code: 'invalid', message: 'Tavus says: Invalid replica_uuid' },
    })
    expect(tavus.personas).toHaveLength(2)
  })

  it('needs a persona of the workspace, and an account of it', async () => {
    const { persona_id } = await persona({ system_prompt: 'You guide.' })
    await expect(copy('p-none')).rejects.toEqual(refusal('not-found'))
    const other = await test.member()
    await expect(copy(persona_id, replicaId, other)).rejects.toEqual(refusal('not-found'))
    await expect(copy('pdced222244b', replicaId, other)).rejects.toMatchObject({ field: 'provider' })
    expect(asked()).toEqual([])
  })
})

describe('renaming in an account', () => {
  const coach = { provider: 'tavus', kind: 'persona', id: 'p0a1b2c3d4e5' } as const

  it('renames a persona and a replica, as often as it is asked to', async () => {
    for (let n = 0; n < 2; n++) {
      await renameAtProvider(owner, coach, '  Trainer ')
      await renameAtProvider(owner, { ...coach, kind: 'replica', id: replicaId }, 'Noa')
    }
    const { personas, replicas } = (await readCatalogue(owner, 'tavus', false)).catalogue
    expect(personas.map(({ name }) => name)).toContain('Trainer')
    expect(replicas.map(({ name }) => name)).toContain('Noa')
  })

  it.each([
    ['', 'Enter a name.'],
    ['x'.repeat(201), /at most 200 characters/],
  ])('refuses a name that is none, and asks nobody', async (name, message) => {
    const before = tavus.asked.length
    await expect(renameAtProvider(owner, coach, name)).rejects.toThrow(message)
    expect(tavus.asked).toHaveLength(before)
  })

  it('is refused for what everybody has', async () => {
    await expect(renameAtProvider(owner, { ...coach, id: 'pdced222244b' }, 'Mine')).rejects.toEqual(
      refusal('not-found'),
    )
  })
})
