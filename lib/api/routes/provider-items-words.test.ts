import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Person, startApi, type TestApi } from '@/e2e/api/start'
import { inTime } from '@/e2e/support/hand-clock'
import type { Tavus } from '@/e2e/support/tavus-account'
import { item, providerList } from '@/lib/domain/connections/schema'
import { apiRequestList, apiRequestWhole } from '@/lib/domain/requests/schema'

let api: TestApi
/** Connected to an account of her own; new in each test. */
let ann: Person
let account: Tavus
beforeAll(async () => {
  api = await startApi()
})
beforeEach(async () => {
  ann = await api.person('Ann')
  account = await api.connect(ann)
})
afterAll(() => api.close())

const places = { persona: '/v2/providers/tavus/personas', replica: '/v2/providers/tavus/replicas' } as const
const kinds = ['persona', 'replica'] as const
const persona = { persona_name: 'Guide', system_prompt: 'You guide.', default_replica_id: 'r0a1b2c3d4e5' }
/** What the account has from the beginning. */
const own = { persona: 'p0a1b2c3d4e5', replica: 'r0a1b2c3d4e5' }
const at = (kind: (typeof kinds)[number]) => `${places[kind]}/${own[kind]}`

/** Asks while time goes on, as what fails is asked again after a while. */
const ask = (method: string, path: string, body?: unknown) =>
  inTime(api.clock, api.call(path, { method, key: ann.key, body }))
const told = async (answer: Response) => {
  expect(answer.status).toBe(200)
  return item.parse(await answer.json())
}
const words = async (answer: Response) => (await answer.json()) as Record<string, string>
const create = async (body: object) => await told(await ask('POST', places.persona, body))
const failing = (status: number, body: object, method?: string) =>
  Object.assign(account, {
    fault: (asked: { method: string }) =>
      method && asked.method !== method ? undefined : { status, body: JSON.stringify(body) },
  })
/** Every way to ask for one. */
const everyWay = [
  ['POST', places.persona, persona],
  ['GET', at('persona'), undefined],
  ['PATCH', at('persona'), [{ op: 'replace', path: '/persona_name', value: 'Other' }]],
  ['DELETE', at('persona'), undefined],
] as const

describe('what is sent', () => {
  it('goes on as it is, by the names of either era and with what nobody here knows', async () => {
    const body = {
      ...persona,
      pal_name: 'Other',
      default_face_id: '',
      layers: { llm: { model: 'm' } },
      x: [null],
    }
    await create(body)
    expect(account.asked.find(({ method }) => method === 'POST')?.body).toEqual(body)
    const patch = [{ op: 'replace', path: '/persona_name', value: 'Night', comment: 'kept' }]
    await told(await ask('PATCH', at('persona'), patch))
    expect(account.asked.find(({ method }) => method === 'PATCH')?.body).toEqual(patch)
  })

  it.each([
    ['[]', /must be a JSON object/],
    ['null', /must be a JSON object/],
    ['"x"', /must be a JSON object/],
    ['{', /not valid JSON/],
    [`{"a":${'['.repeat(40)}${']'.repeat(40)}}`, /nested too deep/],
    [`{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, /nested too deep/],
  ])('is refused here where no provider could take it: %#', async (body, message) => {
    const before = account.asked.length
    for (const kind of kinds) {
      const answer = await ask('POST', places[kind], body)
      expect(answer.status).toBe(400)
      expect((await words(answer)).message).toMatch(message)
    }
    expect(account.asked).toHaveLength(before)
  })

  it('has at most 1 MB', async () => {
    const body = { ...persona, system_prompt: 'x'.repeat(1024 * 1024) }
    expect((await ask('POST', places.persona, body)).status).toBe(413)
    const most = { ...persona, system_prompt: 'x'.repeat(1_000_000) }
    await create(most)
  })

  it.each([
    ['persona', 'POST', {}, /^Tavus says: .*system_prompt/s],
    ['persona', 'POST', { ...persona, default_replica_id: 'r-none' }, /^Tavus says: Invalid replica_uuid$/],
    ['persona', 'PATCH', { persona_name: 'N' }, /^Tavus says: Invalid JSON patch format$/],
    ['persona', 'PATCH', [{ op: 'replace', path: '/no/such', value: 1 }], /^Tavus says: Invalid JSON patch/],
    ['replica', 'POST', {}, /^Tavus says: Either train_video_url or train_image_url must be provided\.$/],
    ['replica', 'PATCH', { replica_name: '' }, /^Tavus says: /],
  ] as const)('is the provider’s to check: a %s, %s %j', async (kind, method, body, message) => {
    const answer = await ask(method, method === 'POST' ? places[kind] : at(kind), body)
    expect(answer.status).toBe(400)
    expect(await words(answer)).toMatchObject({
      message: expect.stringMatching(message),
      error: expect.stringMatching(message),
      field: 'provider',
    })
    // A refusal of a request says nothing against the account.
    const { data } = providerList.parse(await (await ask('GET', '/v2/providers')).json())
    expect(data[1]?.problem).toBeNull()
  })
})

describe('what is answered', () => {
  const answered = (body: object) => failing(200, body, 'GET')

  it('is what the provider says, and the second name of what has two', async () => {
    const whole = { persona_id: own.persona, pal_name: 'Nora', persona_name: null, tags: [{ a: 1 }], n: 0.1 }
    answered({ data: [whole] })
    expect(await told(await ask('GET', at('persona')))).toEqual({ ...whole, pal_id: own.persona })
  })

  it('has no secrets of the layers', async () => {
    const llm = { model: 'm', api_key: 'sk-secret', headers: { Authorization: 'Bearer secret' } }
    answered({ data: [{ persona_id: own.persona, layers: { llm, tts: { voice_id: 'v' } } }] })
    const text = await (await ask('GET', at('persona'))).text()
    expect(text).not.toContain('secret')
    expect(JSON.parse(text)).toMatchObject({ layers: { llm: { model: 'm' }, tts: { voice_id: 'v' } } })
  })

  it('is a refusal where the provider answers with something else', async () => {
    for (const body of [{}, { data: [] }, { data: 'x' }]) {
      answered(body)
      expect((await ask('GET', at('persona'))).status).toBe(404)
    }
  })
})

describe('the account’s key', () => {
  it('is in no answer, log or note of a call', async () => {
    const answers: string[] = []
    const note = async (answer: Response) => answers.push(await answer.text())
    for (const [method, path, body] of everyWay) await note(await ask(method, path, body))
    // A provider that repeats it.
    for (const status of [400, 401, 500]) {
      failing(status, { message: `Your key ${account.key} is odd` })
      for (const [method, path, body] of everyWay) await note(await ask(method, path, body))
    }
    account.fault = () => undefined
    const log = apiRequestList.parse(await (await ask('GET', '/v2/requests?limit=50')).json())
    for (const { id } of log.data) await note(await ask('GET', `/v2/requests/${id}`))
    expect(log.data.length).toBeGreaterThan(15)
    for (const text of answers) expect(text).not.toContain(account.key)
    expect(JSON.stringify(api.lines)).not.toContain(account.key)
  })

  it('is all that is missing in the request log, beside secrets that were sent', async () => {
    const layers = { llm: { model: 'm', base_url: 'https://models.example/v1', api_key: 'sk-secret' } }
    const { persona_id } = await create({ ...persona, layers })
    const [call] = apiRequestList.parse(await (await ask('GET', '/v2/requests')).json()).data
    const text = await (await ask('GET', `/v2/requests/${call?.id}`)).text()
    const whole = apiRequestWhole.parse(JSON.parse(text))
    expect(whole).toMatchObject({ method: 'POST', path: places.persona, status: 200 })
    expect(JSON.parse(whole.request_body ?? '')).toMatchObject({
      ...persona,
      layers: { llm: { model: 'm', base_url: 'https://models.example/v1' } },
    })
    expect(JSON.parse(whole.response_body ?? '')).toMatchObject({ persona_id })
    expect(text).not.toContain('sk-secret')
  })
})
