import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { newReplica } from '@/components/replicas/new-replica'
import { type Person, startApi, type TestApi } from '@/e2e/api/start'

const day = 86_400_000

let api: TestApi
let ann: Person
let bob: Person
let name = ''
let number = 0
beforeAll(async () => {
  api = await startApi()
  await api.addCast(null, 'dced222244b')
  ann = await api.person('Ann', { slots: 3 })
  bob = await api.person('Bob')
})
beforeEach(async () => {
  name = `key-${++number}`
  await api.call('/v2/conversations/end-all', { method: 'POST', key: ann.key })
})
afterAll(() => api.close())

const body = { persona_id: 'pdced222244b', conversation_name: 'Once', require_auth: true }
const create = (given: { body?: unknown; key?: string; idempotency?: string } = {}) =>
  api.call('/v2/conversations', {
    method: 'POST',
    key: given.key ?? ann.key,
    body: given.body ?? body,
    headers: { 'idempotency-key': given.idempotency ?? name },
  })
const count = () => api.database.conversation.count()
const kept = () => api.database.idempotentRequest.findFirst({ where: { key: name } })

describe('a repeated POST', () => {
  it('is answered with the same bytes for a day, and does nothing', async () => {
    const first = await create()
    const text = await first.text()
    expect(first.status).toBe(200)
    expect(first.headers.get('idempotent-replayed')).toBeNull()
    const before = await count()
    api.clock.advance(day - 1)
    const again = await create()
    expect(again.status).toBe(200)
    expect(await again.text()).toBe(text)
    expect(again.headers.get('idempotent-replayed')).toBe('true')
    expect(again.headers.get('content-type')).toBe('application/json; charset=utf-8')
    expect(await count()).toBe(before)
    api.clock.advance(1)
    expect(await (await create()).text()).not.toBe(text)
    expect(await count()).toBe(before + 1)
  })

  it('is the same however its JSON is written', async () => {
    const text = await (await create()).text()
    const spread = JSON.stringify(Object.fromEntries(Object.entries(body).reverse()), null, 4)
    const again = await create({ body: spread })
    expect(again.headers.get('idempotent-replayed')).toBe('true')
    expect(await again.text()).toBe(text)
  })

  it('keeps no token in the clear', async () => {
    const { meeting_token } = (await (await create()).json()) as { meeting_token: string }
    expect(meeting_token.length).toBeGreaterThan(20)
    expect(JSON.stringify(await kept())).not.toContain(meeting_token)
  })

  it('is refused with other parameters, or at another address', async () => {
    await create()
    const other = await create({ body: { ...body, conversation_name: 'Twice' } })
    expect(other.status).toBe(422)
    expect(await other.json()).toEqual({
      message: 'This Idempotency-Key came with another request before. Use a new one.',
    })
    const headers = { 'idempotency-key': name }
    const elsewhere = await api.call('/v2/conversations/end-all', { method: 'POST', key: ann.key, headers })
    expect(elsewhere.status).toBe(422)
  })

  it('is of its workspace: the key of another is its own', async () => {
    await create()
    const theirs = await create({ key: bob.key, body: { ...body, conversation_name: "Bob's" } })
    expect(theirs.status).toBe(200)
    expect(await theirs.json()).toMatchObject({ conversation_name: "Bob's" })
  })

  it('is carried out once of many at the same time; the others are told so', async () => {
    const before = await count()
    const answers = await Promise.all(Array.from({ length: 12 }, () => create()))
    const statuses = answers.map(({ status }) => status).sort()
    expect(new Set(statuses)).toEqual(new Set([200, 409]))
    const texts = await Promise.all(answers.filter(({ status }) => status === 200).map((each) => each.text()))
    expect(new Set(texts).size).toBe(1)
    expect(await count()).toBe(before + 1)
  })

  it.each([
    ['invalid', { ...body, persona_id: 'pffffffffff' }, 400],
    ['not in shape', { ...body, conversation_name: 5 }, 400],
  ])('may be mended under its key when it was %s', async (_why, wrong, status) => {
    expect((await create({ body: wrong })).status).toBe(status)
    expect(await kept()).toBeNull()
    expect((await create()).status).toBe(200)
  })

  it('may be tried again when there was no slot', async () => {
    for (let taken = 0; taken < 3; taken++) await create({ idempotency: `${name}-${taken}` })
    expect((await create()).status).toBe(400)
    await api.call('/v2/conversations/end-all', { method: 'POST', key: ann.key })
    expect((await create()).status).toBe(200)
  })

  it('is carried out again after a crash, and creates nothing twice', async () => {
    const made = (await (await create()).json()) as { conversation_id: string }
    // As a crash between the work and its answer leaves it.
    await api.database.idempotentRequest.updateMany({
      where: { key: name },
      data: { status: null, answer: null },
    })
    const before = await count()
    const again = (await (await create()).json()) as { conversation_id: string }
    expect(again.conversation_id).toBe(made.conversation_id)
    expect(await count()).toBe(before)
    expect((await create()).headers.get('idempotent-replayed')).toBe('true')
  })

  it('is left to another server until that is gone for sure', async () => {
    await create()
    await api.database.idempotentRequest.updateMany({
      where: { key: name },
      data: { status: null, answer: null, instanceId: 'another' },
    })
    expect((await create()).status).toBe(409)
    api.clock.advance(90_000)
    expect((await create()).status).toBe(200)
  })

  it('keeps an answer of 500, as nobody knows how far it came', async () => {
    const failing = vi
      .spyOn(api.database.guidance, 'createMany')
      .mockRejectedValueOnce(new TypeError('A bug.'))
    const ask = () =>
      api.call('/v2/objectives', {
        ...{ method: 'POST', key: ann.key, headers: { 'idempotency-key': name } },
        body: { data: [{ objective_name: 'One', objective_prompt: 'Do it.' }] },
      })
    const first = await ask()
    const text = await first.text()
    failing.mockRestore()
    expect(first.status).toBe(500)
    const again = await ask()
    expect(again.status).toBe(500)
    expect(await again.text()).toBe(text)
  })

  it.each(['', 'x'.repeat(256)])('has a key of 1 to 255 characters', async (idempotency) => {
    const answer = await create({ idempotency })
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ message: 'Idempotency-Key must have 1 to 255 characters.' })
  })

  it('needs no key, and is made twice then', async () => {
    const before = await count()
    const ask = () => api.call('/v2/conversations', { method: 'POST', key: ann.key, body })
    await ask()
    await ask()
    expect(await count()).toBe(before + 2)
  })

  it.each(['/v2/personas', '/v2/replicas', '/v2/objectives', '/v2/guardrails', '/v2/webhooks'])(
    'of %s makes one thing, also after a crash',
    async (path) => {
      const bodies: Record<string, unknown> = {
        '/v2/personas': { persona_name: 'Once', system_prompt: 'You answer.' },
        '/v2/replicas': { ...newReplica, replica_name: 'Once' },
        '/v2/objectives': { data: [{ objective_name: 'One', objective_prompt: 'Do it.' }] },
        '/v2/guardrails': { guardrail_name: 'One', guardrail_prompt: 'Never.' },
        '/v2/webhooks': { url: 'https://hooks.example.org/colloquy' },
      }
      const ask = () =>
        api.call(path, {
          ...{ method: 'POST', key: ann.key, headers: { 'idempotency-key': name } },
          body: bodies[path],
        })
      const first = await ask()
      expect(first.status).toBe(200)
      const made = (await first.json()) as Record<string, unknown>
      await api.database.idempotentRequest.updateMany({
        where: { key: name },
        data: { status: null, answer: null },
      })
      expect(await (await ask()).json()).toEqual(made)
    },
  )
})
