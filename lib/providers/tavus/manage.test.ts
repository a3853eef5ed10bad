import { describe, expect, it } from 'vitest'
import { connectTavus } from '@/e2e/support/tavus-provider'

const era = ['replica', 'face'] as const

describe('personas of the account', () => {
  it.each(era)('are made, read, changed and removed, by the names of either era: %s', async (names) => {
    const { tavus, provider } = await connectTavus()
    tavus.era = names
    const { manage, catalogue } = provider.outside
    const body = { persona_name: 'Guide', system_prompt: 'You guide.', default_replica_id: 'r0a1b2c3d4e5' }
    const made = await manage.create('persona', body)
    const id = String(made.persona_id ?? made.pal_id)
    expect(await manage.read('persona', id)).toMatchObject(
      names === 'face' ? { pal_name: 'Guide' } : { persona_name: 'Guide' },
    )
    const rename = [{ op: 'replace', path: '/persona_name', value: 'Leader' }]
    // Again changes nothing, and is fine.
    for (let n = 0; n < 2; n++) expect(await manage.patch('persona', id, rename)).toBe(true)
    expect((await catalogue()).personas).toContainEqual({
      id,
      name: 'Leader',
      defaultReplicaId: 'r0a1b2c3d4e5',
      isStock: false,
    })
    for (const wasThere of [true, false]) expect(await manage.remove('persona', id)).toBe(wasThere)
    expect(await manage.read('persona', id)).toBeNull()
  })

  it('are refused in the words of Tavus', async () => {
    const { tavus, provider } = await connectTavus()
    const { manage } = provider.outside
    const odd = { system_prompt: 'You guide.', default_replica_id: 'r-none' }
    await expect(manage.create('persona', odd)).rejects.toMatchObject({
      kind: 'refused',
      message: 'Tavus says: Invalid replica_uuid',
    })
    const nonsense = [{ op: 'replace', path: '/nowhere/at/all', value: 1 }]
    await expect(manage.patch('persona', 'p0a1b2c3d4e5', nonsense)).rejects.toMatchObject({ kind: 'refused' })
    expect(await manage.patch('persona', 'p-none', [])).toBe(false)
    expect(tavus.personas).toHaveLength(2)
  })

  it.each([
    [400, 'Invalid replica_id'],
    [400, 'Maximum concurrent trainings reached'],
    [402, 'Not on this plan'],
    [404, 'Not Found'],
  ])('are refused in its words, whatever these mean of a conversation: %i %s', async (status, error) => {
    const { tavus, provider } = await connectTavus()
    const { manage } = provider.outside
    tavus.fault = ({ method }) => (method === 'GET' ? undefined : { status, body: JSON.stringify({ error }) })
    const problem = { kind: 'refused', message: `Tavus says: ${error}` }
    await expect(manage.create('persona', {})).rejects.toMatchObject(problem)
    // It is there, so that the words are about something else.
    await expect(manage.patch('persona', 'p0a1b2c3d4e5', [])).rejects.toMatchObject(problem)
    await expect(manage.remove('replica', 'r0a1b2c3d4e5')).rejects.toMatchObject(problem)
  })

  it('are asked for once, where the answer is lost', async () => {
    const { tavus, provider } = await connectTavus()
    tavus.fault = ({ method }) => (method === 'POST' ? 'done-then-cut' : undefined)
    const made = provider.outside.manage.create('persona', { system_prompt: 'You guide.' })
    await expect(made).rejects.toMatchObject({ kind: 'uncertain' })
    expect(tavus.personas).toHaveLength(3)
  })
})

describe('replicas of the account', () => {
  it.each(era)('are trained, read, renamed and removed: %s', async (names) => {
    const { tavus, provider } = await connectTavus()
    tavus.era = names
    const { manage, catalogue } = provider.outside
    const train = { replica_name: 'Noa', train_video_url: 'https://example.com/noa.mp4' }
    const made = await manage.create('replica', train)
    const id = String(made.replica_id ?? made.face_id)
    await manage.patch('replica', id, { replica_name: 'Noah' })
    expect((await catalogue()).replicas).toContainEqual(
      expect.objectContaining({ id, name: 'Noah', isReady: false, isStock: false }),
    )
    for (const wasThere of [true, false]) expect(await manage.remove('replica', id)).toBe(wasThere)
    // Everybody's can be read, and are nobody's to change.
    await expect(manage.remove('replica', 'rfe12d8b9597')).rejects.toMatchObject({ kind: 'refused' })
    expect(await manage.read('replica', id)).toBeNull()
    await expect(manage.create('replica', {})).rejects.toMatchObject({
      message: 'Tavus says: Either train_video_url or train_image_url must be provided.',
    })
  })
})
