import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Person, startApi, type TestApi } from '@/e2e/api/start'
import { persona } from '@/lib/domain/personas/schema'
import { unseal } from '@/lib/platform/seal'

let api: TestApi
let ann: Person
beforeAll(async () => {
  api = await startApi()
  ann = await api.person('Ann')
  await api.addCast(null, '0a')
  await api.addCast(ann.workspaceId, '1a')
})
afterAll(() => api.close())

const call = (method: string, path: string, body?: unknown, headers?: Record<string, string>) =>
  api.call(path, { method, key: ann.key, body, headers })
async function created(body: Record<string, unknown> = {}, noun = 'personas') {
  const answer = await call('POST', `/v2/${noun}`, {
    persona_name: 'Gardener',
    system_prompt: 'You know roses.',
    ...body,
  })
  expect(answer.status).toBe(200)
  const json = await answer.json()
  return { ...persona.parse(json), json }
}
const patch = (id: string, operations: unknown, noun = 'personas') =>
  call('PATCH', `/v2/${noun}/${id}`, operations)
const read = async (id: string) => persona.parse(await (await call('GET', `/v2/personas/${id}`)).json())

describe('create', () => {
  it('answers 200 with what was made', async () => {
    const made = await created({ default_replica_id: 'r1a', context: null, anything: { else: true } })
    expect(made).toMatchObject({
      persona_id: expect.stringMatching(/^p[0-9a-f]{11}$/),
      persona_name: 'Gardener',
      persona_type: 'user',
      pipeline_mode: 'full',
      default_replica_id: 'r1a',
      created_at: '2026-01-20T12:00:00.000000Z',
      layers: {},
    })
    expect(await read(made.persona_id)).toEqual(persona.parse(made.json))
  })
  it('goes by the other names, too, and answers with both', async () => {
    const answer = await call('POST', '/v2/pals/', {
      pal_name: 'Rose',
      system_prompt: 'Hi.',
      default_face_id: 'r0a',
    })
    const made = await answer.json()
    expect(made).toMatchObject({
      pal_id: made.persona_id,
      pal_name: 'Rose',
      persona_name: 'Rose',
      default_face_id: 'r0a',
      default_replica_id: 'r0a',
      pal_type: 'user',
    })
    const found = await (await call('GET', `/v2/pals/${made.pal_id}`)).json()
    expect(found).toMatchObject({ pal_name: 'Rose', data: [{ pal_name: 'Rose', persona_name: 'Rose' }] })
  })
  it('keeps layers as they came, their secrets encrypted and never shown', async () => {
    const layers = {
      llm: {
        model: 'tavus-gpt-oss',
        base_url: 'https://models.example.org/v1',
        api_key: 'canary-llm-key',
        headers: { Authorization: 'Bearer canary-header' },
        extra_body: { temperature: 0.4 },
        tools: [{ type: 'function', function: { name: 'book', parameters: {} } }],
        speculative_inference: true,
        something_new: 1,
      },
      tts: { tts_engine: 'cartesia', api_key: 'canary-tts-key', voice_settings: { speed: 0.9 } },
      conversational_flow: { turn_taking_patience: 'low', replica_interruptibility: 'high' },
      layer_of_tomorrow: { a: [1, null], persona_id: 'theirs' },
    }
    const { persona_id, json } = await created({ layers })
    expect(json.layers).toEqual({
      ...layers,
      llm: { ...layers.llm, api_key: '********', headers: { Authorization: '********' } },
      tts: { ...layers.tts, api_key: '********' },
    })
    const row = await api.database.persona.findUniqueOrThrow({ where: { id: persona_id } })
    expect(JSON.stringify(row)).not.toContain('canary')
    const stored = row.layers as { llm: { api_key: string } }
    expect(unseal(stored.llm.api_key)).toBe('canary-llm-key')
    for (const path of [`/v2/personas/${persona_id}`, '/v2/personas?limit=100']) {
      expect(await (await call('GET', path)).text()).not.toContain('canary')
    }
    expect(JSON.stringify(api.lines)).not.toContain('canary')
  })
  it('needs no prompt in echo mode', async () => {
    expect(await created({ system_prompt: '', pipeline_mode: 'echo' })).toMatchObject({
      pipeline_mode: 'echo',
    })
  })

  const refused: [string, Record<string, unknown>, string | RegExp][] = [
    ['no prompt', { system_prompt: '' }, /^Say who it is/],
    ['no name', { persona_name: null }, /name/i],
    ['two names that differ', { pal_name: 'Rose' }, /persona_name and pal_name.*differ/],
    ['an unknown replica', { default_replica_id: 'r0000000' }, 'Invalid replica_uuid'],
    ['an unknown pipeline', { pipeline_mode: 'half' }, /pipeline_mode must be/],
    ['layers that are a list', { layers: [] }, /layers/],
    ['a key that is a number', { layers: { llm: { api_key: 5 } } }, /layers\.llm\.api_key/],
    [
      'a model address of another kind',
      { layers: { llm: { base_url: 'ftp://x' } } },
      /base_url must be an address/,
    ],
    [
      'an address without a model',
      { layers: { llm: { base_url: 'https://x.example.org' } } },
      /layers\.llm\.model is missing: say what runs at layers\.llm\.base_url/,
    ],
    [
      'an address without a voice',
      { layers: { tts: { base_url: 'https://x.example.org', tts_model_name: 'm' } } },
      /layers\.tts\.external_voice_id is missing/,
    ],
    [
      'an address in a private network',
      { layers: { stt: { base_url: 'http://10.0.0.1:9000/v1', model: 'm' } } },
      /layers\.stt\.base_url cannot be used.*MODEL_PRIVATE_HOSTS/,
    ],
    ['a tool of no shape', { layers: { llm: { tools: [{ name: 'x' }] } } }, /must have the type "function"/],
    [
      'a tool without a name',
      { layers: { llm: { tools: [{ type: 'function', function: {} }] } } },
      /function needs a name/,
    ],
    [
      'a tool whose name a model cannot say',
      { layers: { llm: { tools: [{ type: 'function', function: { name: 'a b' } }] } } },
      /The name of a function has/,
    ],
    [
      'a header that carries the request',
      { layers: { llm: { headers: { Host: 'x' } } } },
      /"Host" in layers\.llm\.headers is a header that is set for you/,
    ],
    [
      'another patience',
      { layers: { conversational_flow: { turn_taking_patience: 'endless' } } },
      /low.*medium.*high/,
    ],
    ['NUL deep inside', { layers: { llm: { extra_body: { a: ['\0'] } } } }, /cannot be stored/],
    ['half a character as a name', { layers: { x: { '\ud800': 1 } } }, /cannot be stored/],
    ['too much', { layers: { x: 'x'.repeat(100_001) } }, /at most 100,000/],
    ['NUL in an id', { objectives_id: 'o\0' }, /NUL character/],
    ['half a character', { persona_name: 'a\ud800' }, /half a character/],
    ['the mask for a secret', { layers: { llm: { api_key: '********' } } }, /stands for a secret/],
  ]
  it.each(refused)('refuses %s', async (_what, body, message) => {
    const answer = await call('POST', '/v2/personas', {
      persona_name: 'Gardener',
      system_prompt: 'You know roses.',
      ...body,
    })
    expect(answer.status).toBe(400)
    const json = await answer.json()
    expect(json.message).toEqual(typeof message === 'string' ? message : expect.stringMatching(message))
    expect(json.error).toBe(json.message)
  })
})

describe('patch', () => {
  it('changes what it names, and nothing when it changes nothing', async () => {
    const { persona_id: id } = await created({ layers: { llm: { model: 'a', api_key: 'secret-1' } } })
    api.clock.advance(1000)
    const operations = [
      { op: 'replace', path: '/persona_name', value: 'Florist' },
      { op: 'add', path: '/layers/tts', value: { tts_engine: 'azure' } },
      { op: 'replace', path: '/layers/llm/model', value: 'b' },
    ]
    const answer = await patch(id, operations)
    expect(answer.status).toBe(200)
    expect(persona.parse(await answer.json())).toMatchObject({
      persona_name: 'Florist',
      system_prompt: 'You know roses.',
      layers: { llm: { model: 'b', api_key: '********' }, tts: { tts_engine: 'azure' } },
    })
    const again = await patch(id, operations)
    expect([again.status, await again.text()]).toEqual([304, ''])
    const row = await api.database.persona.findUniqueOrThrow({ where: { id } })
    const stored = row.layers as { llm: { api_key: string } }
    expect(unseal(stored.llm.api_key)).toBe('secret-1')

    expect(
      (await patch(id, [{ op: 'replace', path: '/layers/llm/api_key', value: 'secret-2' }])).status,
    ).toBe(200)
    const later = await api.database.persona.findUniqueOrThrow({ where: { id } })
    expect(unseal((later.layers as typeof stored).llm.api_key)).toBe('secret-2')
  })
  it('keeps a secret only for the address it was written for', async () => {
    const llm = { model: 'm', base_url: 'https://models.example.org/v1', api_key: 'secret-1' }
    const { persona_id: id } = await created({ layers: { llm } })
    const moved = { op: 'replace', path: '/layers/llm/base_url', value: 'https://elsewhere.example.org' }
    const refused = await patch(id, [moved])
    expect([refused.status, (await refused.json()).message]).toEqual([
      400,
      'layers.llm.api_key was written for another base_url. Write it out.',
    ])
    expect((await read(id)).layers.llm?.base_url).toBe(llm.base_url)
    const key = { op: 'replace', path: '/layers/llm/api_key', value: 'secret-2' }
    expect((await patch(id, [moved, key])).status).toBe(200)
    const copied = [{ op: 'copy', from: '/layers/llm/api_key', path: '/layers/llm/headers' }]
    expect((await patch(id, copied)).status).toBe(400)
  })
  it('points by the other names, too', async () => {
    const { persona_id: id } = await created()
    const answer = await patch(id, [{ op: 'replace', path: '/pal_name', value: 'Rose' }], 'pals')
    expect(await answer.json()).toMatchObject({ pal_name: 'Rose', persona_name: 'Rose' })
  })
  it('leaves what it does not know, and what is not its own', async () => {
    const { persona_id: id } = await created()
    expect((await patch(id, [{ op: 'add', path: '/of_tomorrow', value: 1 }])).status).toBe(304)
    expect((await patch(id, [{ op: 'replace', path: '/persona_id', value: 'p0a' }])).status).toBe(422)
    expect((await patch('p0a', [{ op: 'replace', path: '/persona_name', value: 'x' }])).status).toBe(403)
    expect((await read('p0a')).persona_name).toBe('Persona 0a')
  })
  it.each([
    ['no list', { op: 'add' }],
    ['no operation', [{}]],
    ['a test that fails', [{ op: 'test', path: '/persona_name', value: 'x' }]],
    ['nothing there', [{ op: 'remove', path: '/layers/llm/model' }]],
  ])('refuses %s with 422', async (_what, operations) => {
    const { persona_id: id } = await created()
    const answer = await patch(id, operations)
    expect(answer.status).toBe(422)
    expect(await answer.json()).toMatchObject({ message: 'Invalid JSON patch format' })
  })
  it('refuses values that a create would refuse', async () => {
    const { persona_id: id } = await created()
    expect((await patch(id, [{ op: 'replace', path: '/persona_name', value: '' }])).status).toBe(400)
    expect((await patch(id, [{ op: 'remove', path: '/system_prompt' }])).status).toBe(400)
    expect((await patch(id, '{')).status).toBe(400)
    expect((await read(id)).persona_name).toBe('Gardener')
  })
  it('refuses what is nested without end, in words', async () => {
    const { persona_id: id } = await created()
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
    const patched = await patch(id, `[{"op":"add","path":"/layers/llm","value":${deep}}]`)
    expect([patched.status, (await patched.json()).detail]).toEqual([422, 'value is nested too deep.'])
    const bodies = [
      [`"layers":{"x":${deep}}`, 'layers is nested too deep.'],
      [`"default_face_id":${deep},"default_replica_id":${deep}`, expect.stringMatching(/two names/)],
    ] as const
    for (const [part, message] of bodies) {
      const answer = await call('POST', '/v2/personas', `{"persona_name":"x","system_prompt":"x",${part}}`)
      expect([answer.status, (await answer.json()).message]).toEqual([400, message])
    }
  })
  it('of many at once waits for no connection that another one holds', async () => {
    const made = await Promise.all(Array.from({ length: 40 }, () => created({ default_replica_id: 'r1a' })))
    const answers = await Promise.all(
      made.map(({ persona_id }) => patch(persona_id, [{ op: 'replace', path: '/context', value: 'new' }])),
    )
    expect(answers.map(({ status }) => status)).toEqual(made.map(() => 200))
    const unknown = await Promise.all(made.map(() => patch('p00000000000', [])))
    expect(unknown.map(({ status }) => status)).toEqual(made.map(() => 400))
  })
  it('of two at once loses neither', async () => {
    const { persona_id: id } = await created()
    const values = ['one', 'two', 'three', 'four', 'five']
    const answers = await Promise.all(
      values.map((value) => patch(id, [{ op: 'add', path: '/document_tags/-', value }])),
    )
    expect(answers.map(({ status }) => status)).toEqual(values.map(() => 200))
    expect((await read(id)).document_tags.sort()).toEqual([...values].sort())
  })
})

describe('delete', () => {
  it('answers 204, then the persona is unknown everywhere', async () => {
    const { persona_id: id } = await created()
    // Clients send the header without a body.
    const answer = await call('DELETE', `/v2/personas/${id}`, undefined, {
      'content-type': 'application/json',
    })
    expect([answer.status, await answer.text()]).toEqual([204, ''])
    const unknown = { message: 'Invalid persona_id', error: 'Invalid persona_id' }
    for (const [method, body] of [['GET'], ['DELETE'], ['PATCH', []]] as const) {
      const after = await call(method, `/v2/personas/${id}`, body)
      expect([after.status, await after.json()]).toEqual([400, expect.objectContaining(unknown)])
    }
  })
  it('leaves the stock ones', async () => {
    expect((await call('DELETE', '/v2/personas/p0a')).status).toBe(403)
    expect((await read('p0a')).persona_id).toBe('p0a')
  })
})
