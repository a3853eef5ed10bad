import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Person, startApi, type TestApi } from '@/e2e/api/start'

let api: TestApi
let ann: Person

beforeAll(async () => {
  api = await startApi()
  await api.addCast(null, 'dced222244b')
})
afterAll(() => api.close())
beforeEach(async () => {
  ann = await api.person('Ann')
})

async function create(conversation_name: string, who = ann): Promise<string> {
  const body = { persona_id: 'pdced222244b', conversation_name, test_mode: true }
  const answer = await api.call('/v2/conversations', { method: 'POST', key: who.key, body })
  return ((await answer.json()) as { conversation_id: string }).conversation_id
}

const exported = (query: string, who = ann) => api.call(`/v2/conversations/export${query}`, { key: who.key })

describe('an export of conversations', () => {
  it('is CSV with what spreadsheets would compute made harmless, and nothing of other workspaces', async () => {
    const bob = await api.person('Bob')
    await create('The plum meeting', bob)
    const id = await create('=HYPERLINK("http://evil.example","a, b")')
    const answer = await exported('?format=csv')
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(answer.headers.get('content-disposition')).toMatch(
      /^attachment; filename="conversations-\d{4}-\d\d-\d\d\.csv"$/,
    )
    const text = await answer.text()
    expect(text).not.toContain('plum')
    const [head, line, end] = text.split('\r\n')
    expect(head).toMatch(/^conversation_id,conversation_name,status,/)
    expect(line).toMatch(new RegExp(`^${id},"'=HYPERLINK\\(""http://evil\\.example"",""a, b""\\)",ended,`))
    expect(end).toBe('')
  })

  it('is JSON that lists what the list lists, filtered alike, over more than one batch', async () => {
    const id = await create('Alpha')
    await api.database.$executeRaw`
      insert into conversations
      select (jsonb_populate_record(c, jsonb_build_object(
        'id', 'c' || lpad(to_hex(n), 15, '0'), 'name', 'Beta ' || n, 'request_key', null,
        'created_at', c.created_at - (n / 3) * interval '1 second'))).*
      from conversations c, generate_series(1, 1201) n where c.id = ${id}`
    const read = async (query: string) =>
      (await (await exported(query)).json()) as { conversation_id: string; conversation_name: string }[]
    const all = await read('?format=json')
    expect(all).toHaveLength(1202)
    expect(new Set(all.map(({ conversation_id }) => conversation_id)).size).toBe(1202)
    const list = await api.call('/v2/conversations?limit=1000', { key: ann.key })
    const { data } = (await list.json()) as { data: unknown[] }
    expect(all.slice(0, 1000)).toEqual(data)
    expect((await read('?format=json&text=Alpha')).map((row) => row.conversation_name)).toEqual(['Alpha'])
    expect(await read('?format=json&text=nothing+of+this')).toEqual([])
  })

  it('refuses other formats, and a HEAD has no body', async () => {
    expect((await exported('?format=xls')).status).toBe(400)
    const head = await api.call('/v2/conversations/export', { method: 'HEAD', key: ann.key })
    expect(head.status).toBe(200)
    expect(await head.text()).toBe('')
    expect((await api.call('/v2/conversations/export')).status).toBe(401)
  })
})
