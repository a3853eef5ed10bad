import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Person, startApi, type TestApi } from '@/e2e/api/start'
import { systemScope } from '@/lib/access/scopes'
import { createKey, revokeKey } from '@/lib/domain/api-keys/service'
import { type ApiRequestWhole, apiRequestList, apiRequestWhole } from '@/lib/domain/requests/schema'
import { flushCalls, forgetRequests } from '@/lib/domain/requests/service/log'
import { registry } from '@/lib/platform/registry'

let api: TestApi
let ann: Person
beforeAll(async () => {
  api = await startApi()
  await api.addCast(null, 'dced222244b')
})
beforeEach(async () => {
  ann = await api.person('Ann')
  api.clock.advance(1)
})
afterAll(() => api.close())

const list = async (query = '') => {
  const answer = await api.call(`/v2/requests${query}`, { cookie: ann.cookie })
  expect(answer.status).toBe(200)
  return apiRequestList.parse(await answer.json())
}
const whole = async (id: string): Promise<ApiRequestWhole> =>
  apiRequestWhole.parse(await (await api.call(`/v2/requests/${id}`, { cookie: ann.cookie })).json())
const newest = async () => whole((await list()).data[0]?.id ?? '')

const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  api.call(path, { method: 'POST', key: ann.key, body, headers })

describe('a call with a key', () => {
  it('is noted with what it was, what became of it and who made it', async () => {
    const headers = {
      'x-request-id': 'my-request-1',
      'user-agent': 'tavus-python/1.0',
      'x-forwarded-for': '203.0.113.7',
      'idempotency-key': 'booking-1',
    }
    const body = { persona_id: 'pdced222244b', test_mode: true, conversation_name: 'Noted' }
    const made = (await (await post('/v2/conversations', body, headers)).json()) as Record<string, string>
    const call = await newest()
    expect(call).toMatchObject({
      request_id: 'my-request-1',
      timestamp: api.clock.now().toISOString().replace('Z', '000Z'),
      method: 'POST',
      path: '/v2/conversations',
      query: '',
      status: 200,
      api_key_id: ann.apiKeyId,
      api_key_name: 'test',
      address: '203.0.113.7',
      user_agent: 'tavus-python/1.0',
      idempotency_key: 'booking-1',
      subject_id: made.conversation_id,
      request_body: JSON.stringify(body),
    })
    expect(JSON.parse(call.response_body ?? '')).toEqual(made)
    expect(call.duration).toBeGreaterThanOrEqual(0)
  })

  it('that only read is noted without what it read', async () => {
    await api.call('/v2/conversations?limit=3&text=plum', { key: ann.key })
    expect(await newest()).toMatchObject({
      ...{ method: 'GET', path: '/v2/conversations', query: '?limit=3&text=plum', status: 200 },
      ...{ request_body: null, response_body: null, subject_id: null },
    })
  })

  it('that was refused is noted with why', async () => {
    await api.call('/v2/conversations/c0123456789abcde', { key: ann.key })
    expect(await newest()).toMatchObject({
      ...{ status: 400, subject_id: 'c0123456789abcde', request_body: null },
      response_body: expect.stringContaining('Invalid conversation_id'),
    })
    api.clock.advance(1)
    await post('/v2/personas', 'no JSON')
    expect(await newest()).toMatchObject({ status: 400, request_body: '(not JSON)' })
  })

  it('is noted when the key itself was refused, for its owner to see', async () => {
    const { id, key } = await createKey(ann.scope, { name: 'Old' })
    await revokeKey(ann.scope, id)
    await api.call('/v2/limits', { key })
    expect(await newest()).toMatchObject({ status: 401, api_key_name: 'Old' })
  })

  it('keeps no secret, in bodies, patches, addresses or answers', async () => {
    const secret = 'plum-secret-1'
    const layers = {
      llm: { model: 'm', base_url: 'https://llm.example.org', api_key: secret, headers: { 'x-own': secret } },
      tts: { tts_engine: 'cartesia', api_key: secret },
    }
    const made = await post('/v2/personas', { persona_name: 'P', system_prompt: 'You answer.', layers })
    const { persona_id } = (await made.json()) as { persona_id: string }
    const patch = [
      { op: 'replace', path: '/layers/llm/api_key', value: secret },
      { op: 'add', path: '/layers/llm/headers/x-more', value: secret },
      { op: 'replace', path: '/layers/tts', value: { tts_engine: 'cartesia', api_key: secret } },
    ]
    await api.call(`/v2/personas/${persona_id}`, { method: 'PATCH', key: ann.key, body: patch })
    const callback = { callback_url: `https://hooks.example.org/?token=${secret}`, require_auth: true }
    const conversation = { persona_id: 'pdced222244b', ...callback }
    const { meeting_token } = (await (await post('/v2/conversations', conversation)).json()) as {
      meeting_token: string
    }
    await api.call(`/v2/conversations?text=x&token=${secret}`, { key: ann.key })
    await flushCalls()
    const rows = JSON.stringify(
      await api.database.apiRequest.findMany({ where: { workspaceId: ann.workspaceId } }),
    )
    expect(rows).toContain('/layers/llm/headers/x-more')
    expect(rows).not.toContain(secret)
    expect(rows).not.toContain(meeting_token)
    expect(rows).not.toContain(ann.key)
  })

  it('about a conversation that is deleted for good says no more of it, in the log or to a repetition', async () => {
    const body = { persona_id: 'pdced222244b', test_mode: true, conversation_name: 'The plum talk' }
    const make = () => post('/v2/conversations', body, { 'idempotency-key': 'plum' })
    const { conversation_id: id } = (await (await make()).json()) as { conversation_id: string }
    await api.call(`/v2/conversations/${id}?hard=true`, { method: 'DELETE', key: ann.key })
    const about = await list(`?subject_id=${id}`)
    expect(about.data.map(({ method }) => method).sort()).toEqual(['DELETE', 'POST'])
    for (const call of about.data) {
      expect(await whole(call.id)).toMatchObject({ response_body: null })
      expect(JSON.stringify(await whole(call.id))).not.toContain('plum talk')
    }
    const again = await make()
    expect(again.status).toBe(400)
    expect(await again.json()).toMatchObject({ message: 'What this request made was deleted.' })
  })

  it('of a browser is not noted: nobody looks for what pages read', async () => {
    await api.call('/v2/limits', { cookie: ann.cookie })
    expect((await list()).data).toEqual([])
  })
})

describe('the log', () => {
  it('is narrowed, and read on from a cursor', async () => {
    const from = api.clock.now().toISOString().slice(0, 10)
    for (let n = 0; n < 5; n++) {
      await api.call('/v2/limits', { key: ann.key, headers: { 'x-request-id': `limits-${n}` } })
      api.clock.advance(10)
    }
    await post('/v2/personas', {})
    const ids = async (query: string) =>
      (await list(query)).data.map(({ path, status }) => `${status} ${path}`)
    expect(await ids('?outcome=refused')).toEqual(['400 /v2/personas'])
    expect(await ids('?outcome=failed')).toEqual([])
    expect(await ids('?status=400&outcome=ok')).toEqual([])
    expect(await ids('?method=POST')).toEqual(['400 /v2/personas'])
    expect(await ids('?path=LIMITS')).toHaveLength(5)
    expect(await ids('?path=%25')).toEqual([])
    expect(await ids('?request_id=limits-3')).toHaveLength(1)
    expect(await ids(`?api_key_id=${ann.apiKeyId}&from=${from}`)).toHaveLength(6)
    expect(await ids('?api_key_id=another')).toEqual([])
    expect(await ids('?to=2020-01-01')).toEqual([])
    const seen: string[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page = await list(`?limit=2${cursor && `&cursor=${cursor}`}`)
      seen.push(...page.data.map(({ id }) => id))
      cursor = page.next_cursor
    }
    expect(seen).toEqual((await list('?limit=100')).data.map(({ id }) => id))
    expect(seen).toHaveLength(6)
    const wrong = await api.call('/v2/requests?cursor=nonsense', { cookie: ann.cookie })
    expect(wrong.status).toBe(400)
  })

  it('outlives a database that is away for a moment, and a workspace that is gone', async () => {
    await api.call('/v2/limits', { key: ann.key })
    const away = vi.spyOn(registry().pool, 'query').mockRejectedValueOnce(new Error('Away.') as never)
    await expect(flushCalls()).rejects.toThrow('Away.')
    away.mockRestore()
    const gone = await api.person('Gone')
    await api.call('/v2/limits', { key: gone.key })
    await api.database.workspace.delete({ where: { id: gone.workspaceId } })
    expect((await list()).data).toHaveLength(1)
    await flushCalls()
  })

  it('is written soon by itself', async () => {
    await api.call('/v2/limits', { key: ann.key })
    const count = () => api.database.apiRequest.count({ where: { workspaceId: ann.workspaceId } })
    expect(await count()).toBe(0)
    api.clock.advance(200)
    await vi.waitFor(async () => expect(await count()).toBe(1))
  })

  it('forgets what is older than it is kept for', async () => {
    await api.call('/v2/limits', { key: ann.key })
    await flushCalls()
    api.clock.advance(30 * 86_400_000)
    const count = () => api.database.apiRequest.count({ where: { workspaceId: ann.workspaceId } })
    await forgetRequests(systemScope('test'))
    expect(await count()).toBe(1)
    api.clock.advance(1)
    await forgetRequests(systemScope('test'))
    expect(await count()).toBe(0)
    expect(await api.database.idempotentRequest.count()).toBe(0)
  })
})
