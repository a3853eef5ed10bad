import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Person, startApi, type TestApi } from '@/e2e/api/start'
import { anyGuardrail, guardrailList, objectives, objectivesList } from '@/lib/domain/guidance/schema'

let api: TestApi
let ann: Person
beforeAll(async () => {
  api = await startApi()
  ann = await api.person('Ann')
})
afterAll(() => api.close())

const call = (method: string, path: string, body?: unknown) => api.call(path, { method, key: ann.key, body })
const data = [
  {
    objective_name: 'ask_for_the_name',
    objective_prompt: 'Ask for their name.',
    confirmation_mode: 'auto',
    output_variables: ['name'],
    modality: 'verbal',
    next_conditional_objectives: { say_goodbye: 'They want to leave.' },
    callback_url: 'https://example.org/objectives',
  },
  { objective_name: 'say_goodbye', objective_prompt: 'Say goodbye.' },
]
const set = {
  name: 'House rules',
  data: [{ guardrail_name: 'No prices', guardrail_prompt: 'Name no prices.' }],
}
const single = {
  guardrail_name: 'no_prices',
  guardrail_prompt: 'Name no prices.',
  tags: ['sales'],
  app_message: true,
}

describe('objectives', () => {
  it('are stored, returned, patched and deleted', async () => {
    const answer = await call('POST', '/v2/objectives', { data, extra: 1 })
    expect(answer.status).toBe(200)
    const made = objectives.parse(await answer.json())
    expect(made).toMatchObject({
      objectives_id: expect.stringMatching(/^o[0-9a-f]{11}$/),
      objective_name: 'ask_for_the_name',
      data,
    })
    const path = `/v2/objectives/${made.objectives_id}`
    expect(await (await call('GET', path)).json()).toEqual(made)
    expect(objectivesList.parse(await (await call('GET', '/v2/objectives')).json())).toEqual({
      data: [made],
      total_count: 1,
    })
    const patch = [{ op: 'replace', path: '/data/0/objective_name', value: 'ask_first' }]
    const changed = await call('PATCH', path, patch)
    expect([changed.status, (await changed.json()).objective_name]).toEqual([200, 'ask_first'])
    expect((await call('PATCH', path, patch)).status).toBe(304)
    expect((await call('PATCH', path, [{ op: 'remove', path: '/data' }])).status).toBe(400)
    expect((await call('PATCH', path, { op: 'add' })).status).toBe(422)
    expect((await call('DELETE', path)).status).toBe(204)
    for (const method of ['GET', 'PATCH', 'DELETE']) {
      const after = await call(method, path, method === 'PATCH' ? [] : undefined)
      expect([after.status, await after.json()]).toEqual([
        404,
        { message: 'Objective not found', error: 'Objective not found' },
      ])
    }
  })
  it.each([
    ['no list', {}, /data must be a list/],
    ['an empty list', { data: [] }, /data has no objectives/],
    ['no prompt', { data: [{ objective_name: 'x' }] }, /objective_prompt/],
    ['an unknown mode', { data: [{ ...data[1], confirmation_mode: 'maybe' }] }, /confirmation_mode must be/],
    ['NUL', { data: [{ ...data[1], objective_name: 'a\0' }] }, /NUL character/],
    [
      'a callback of another kind',
      { data: [{ ...data[1], callback_url: 'file:///etc' }] },
      /callback_url must be/,
    ],
  ])('are refused with %s', async (_what, body, message) => {
    const answer = await call('POST', '/v2/objectives', body)
    expect(answer.status).toBe(400)
    expect((await answer.json()).message).toMatch(message)
  })
})

describe('guardrails', () => {
  it('are single ones and sets, listed together or apart', async () => {
    const one = anyGuardrail.parse(await (await call('POST', '/v2/guardrails', single)).json())
    api.clock.advance(1)
    const many = anyGuardrail.parse(await (await call('POST', '/v2/guardrails', set)).json())
    expect(one).toMatchObject({ uuid: expect.any(String), ...single })
    expect(many).toMatchObject({
      guardrails_id: expect.stringMatching(/^g/),
      guardrails_name: 'House rules',
      data: set.data,
    })
    const list = async (query: string) =>
      guardrailList.parse(await (await call('GET', `/v2/guardrails${query}`)).json()).data
    expect(await list('')).toEqual([many, one])
    expect(await list('?legacy=false')).toEqual([one])
    expect(await list('?legacy=true')).toEqual([many])
    const { uuid } = one as { uuid: string }
    const changed = await call('PATCH', `/v2/guardrails/${uuid}`, [
      { op: 'replace', path: '/app_message', value: false },
    ])
    expect(await changed.json()).toMatchObject({ uuid, app_message: false })
  })
  it.each([
    ['a name with a space', { ...single, guardrail_name: 'no prices' }, /letters, digits and _ only/],
    ['too long a prompt', { ...single, guardrail_prompt: 'x'.repeat(1001) }, /at most 1,000/],
    ['too many tags', { ...single, tags: Array.from({ length: 33 }, () => 'x') }, /at most 32/],
    ['nothing', {}, /./],
  ])('are refused with %s', async (_what, body, message) => {
    const answer = await call('POST', '/v2/guardrails', body)
    expect(answer.status).toBe(400)
    expect((await answer.json()).message).toMatch(message)
  })
  it('lead personas, which go without once they are deleted', async () => {
    const made = async (path: string, body: unknown) => await (await call('POST', path, body)).json()
    const { objectives_id } = await made('/v2/objectives', { data })
    const { guardrails_id } = await made('/v2/guardrails', set)
    const { uuid } = await made('/v2/guardrails', single)
    const persona = await made('/v2/personas', {
      ...{ persona_name: 'Seller', system_prompt: 'Sell.' },
      ...{ objectives_id, guardrails_id, guardrail_ids: [uuid], guardrail_tags: ['sales'] },
    })
    expect(persona).toMatchObject({ objectives_id, guardrails_id, guardrail_ids: [uuid] })
    for (const path of [`objectives/${objectives_id}`, `guardrails/${guardrails_id}`, `guardrails/${uuid}`]) {
      expect((await call('DELETE', `/v2/${path}`)).status).toBe(204)
    }
    expect(await (await call('GET', `/v2/personas/${persona.persona_id}`)).json()).toMatchObject({
      ...{ objectives_id: null, guardrails_id: null, guardrail_ids: [], guardrail_tags: ['sales'] },
    })
    const refused = await call('POST', '/v2/personas', {
      persona_name: 'x',
      system_prompt: 'x',
      objectives_id,
    })
    expect([refused.status, (await refused.json()).field]).toEqual([400, 'objectives_id'])
  })
})
