import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Person, startApi, type TestApi } from '@/e2e/api/start'
import {
  conversation,
  conversationCreated,
  conversationList,
  conversationVerbose,
} from '@/lib/domain/conversations/schema/response'
import { oneName } from '../names'

let api: TestApi
let ann: Person
const stock = { persona: 'pdced222244b', replica: 'rdced222244b' }

beforeAll(async () => {
  api = await startApi()
  await api.addCast(null, 'dced222244b')
})
afterAll(() => api.close())
beforeEach(async () => {
  ann = await api.person('Ann')
})

/** An answer as our schemas have it. */
const underOneName = (answer: object) => (oneName(answer) as { value: unknown }).value

const create = (body: unknown, who = ann) =>
  api.call('/v2/conversations', { method: 'POST', key: who.key, body })
async function created(body: Record<string, unknown> = {}, who = ann) {
  const answer = await create({ persona_id: stock.persona, ...body }, who)
  expect(answer.status).toBe(200)
  return conversationCreated.parse(await answer.json())
}

describe('create', () => {
  it('answers 200 with the documented object', async () => {
    const made = await created({ conversation_name: 'First', callback_url: 'https://example.org/hook' })
    expect(made).toMatchObject({
      conversation_id: expect.stringMatching(/^c[0-9a-f]{15}$/),
      conversation_name: 'First',
      conversation_url: `https://colloquy.test/rooms/${made.conversation_id}`,
      status: 'active',
      callback_url: 'https://example.org/hook',
      persona_id: stock.persona,
      replica_id: stock.replica,
      created_at: expect.stringMatching(/^2026-01-20T12:\d\d:\d\d\.\d{6}Z$/),
    })
    expect(made).not.toHaveProperty('meeting_token')
  })

  it('gives a private room a meeting token, named at either place', async () => {
    expect((await created({ require_auth: true })).meeting_token).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/)
    expect((await created({ properties: { require_auth: true } })).meeting_token).toBeTruthy()
  })

  it('takes null and empty text for not given, and drops fields it does not know', async () => {
    const made = await created({
      callback_url: '',
      conversation_name: null,
      properties: { language: '' },
      extra: { a: 1 },
    })
    expect(made.callback_url).toBe('')
  })

  it('makes an ended conversation of a test', async () => {
    expect(await created({ test_mode: true })).toMatchObject({
      status: 'ended',
      duration: 0,
      test_mode: true,
    })
  })

  const refused: [string, unknown, string | RegExp][] = [
    ['neither persona nor replica', {}, 'Choose a persona or a replica.'],
    ['an unknown persona', { persona_id: 'p0000000' }, 'Invalid persona_uuid'],
    ['an unknown replica', { replica_id: 'r0000000' }, 'Invalid replica_uuid'],
    ["a persona's id in the replica's place", { replica_id: stock.persona }, 'Invalid replica_uuid'],
    ['a number for an id', { persona_id: 5 }, 'persona_id must be text.'],
    ['a callback that is no address', { callback_url: 'not a url' }, /^callback_url must be an address/],
    ['a callback of another kind', { callback_url: 'ftp://example.org' }, /^callback_url must be an address/],
    ['a language code', { properties: { language: 'es' } }, /"es" is not a language name.*"spanish"/],
    ['a context over the limit', { conversational_context: 'x'.repeat(40_001) }, /at most 40,000 characters/],
    ['NUL in a text', { conversation_name: 'a\0b' }, /NUL character/],
    ['half a character', { conversational_context: 'a\ud800b' }, /half a character/],
    ['one place for the replica alone', { max_participants: 1 }, /at least 2/],
    ['properties of another kind', { properties: 'fast' }, /^properties/],
    ['a flag as text', { audio_only: 'true' }, 'audio_only must be true or false.'],
    ['a list as text', { document_tags: 'a' }, 'document_tags must be a list of texts.'],
  ]
  it.each(refused)('refuses %s', async (_name, body, words) => {
    const given = body as Record<string, unknown>
    const choice = 'persona_id' in given || 'replica_id' in given || Object.keys(given).length === 0
    const answer = await create(choice ? given : { persona_id: stock.persona, ...given })
    expect(answer.status).toBe(400)
    const text = (await answer.json()) as Record<string, string>
    expect(text.message).toBe(text.error)
    if (typeof words === 'string') expect(text.error).toBe(words)
    else expect(text.error).toMatch(words)
  })

  const durations = ['max_call_duration', 'participant_left_timeout', 'participant_absent_timeout']
  const hostile = [-1, 1.5, 1e21, 86_401, 'NaN', '60', true, [], {}, Number.MAX_SAFE_INTEGER + 1]
  it.each(durations.flatMap((name) => hostile.map((value) => [name, value] as const)))(
    'refuses %s = %j',
    async (name, value) => {
      const answer = await create({ persona_id: stock.persona, properties: { [name]: value } })
      expect(answer.status).toBe(400)
      expect(await answer.json()).toMatchObject({
        error: expect.stringMatching(
          new RegExp(`^${name} must be a whole number of seconds from \\d to 86400\\.$`),
        ),
        field: `properties.${name}`,
      })
    },
  )
  it('refuses a number that JSON reads as infinite', async () => {
    const answer = await create('{"persona_id":"pdced222244b","properties":{"max_call_duration":1e999}}')
    expect(answer.status).toBe(400)
  })

  it('takes null for a duration as not given', async () => {
    const { conversation_id } = await created({ properties: { max_call_duration: null } })
    const answer = await api.call(`/v2/conversations/${conversation_id}?verbose=true`, { key: ann.key })
    expect(conversationVerbose.parse(await answer.json()).settings).toMatchObject({
      properties: { max_call_duration: 3600 },
    })
  })

  it.each([
    ['emoji', '👩‍👩‍👧‍👦 🇺🇦 👋🏽'],
    ['Arabic', 'مرحبا بالعالم'],
    ['one word of 5,000 letters', 'x'.repeat(5000)],
    ['markup', '<script>alert(1)</script>'],
    ['odd spaces', '\u202e\u200b\ufeff line\n\ttab'],
  ])('keeps %s as it is in the context', async (_name, text) => {
    const { conversation_id } = await created({ conversational_context: text })
    const answer = await api.call(`/v2/conversations/${conversation_id}?verbose=true`, { key: ann.key })
    expect(conversationVerbose.parse(await answer.json()).settings).toMatchObject({
      conversational_context: text,
    })
  })

  it('answers deep nesting in words', async () => {
    const deep = `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`
    const answer = await create(`{"persona_id":"pdced222244b","properties":${deep}}`)
    expect(answer.status).toBe(200)
  })

  it.each(['{', '[]', 'null', '"text"', '{"a":1,}', ''])('answers 400 to the body %j', async (body) => {
    const answer = await create(body)
    expect(answer.status).toBe(400)
    const text = (await answer.json()) as Record<string, string>
    expect(text.message).toBe(text.error)
  })

  it('answers 413 to more than 1 MB', async () => {
    expect((await create({ conversational_context: 'x'.repeat(1024 * 1024) })).status).toBe(413)
  })

  it('refuses in the documented words when no slot or no minute is left', async () => {
    const full = await api.person('Full', { slots: 1 })
    await created({}, full)
    const second = await create({ persona_id: stock.persona }, full)
    expect(second.status).toBe(400)
    expect(await second.json()).toMatchObject({
      message: 'User has reached maximum concurrent conversations',
      error: 'User has reached maximum concurrent conversations',
    })
    const empty = await api.person('Empty', { minutes: 0 })
    const refusedToo = await create({ persona_id: stock.persona }, empty)
    expect(refusedToo.status).toBe(402)
    expect(await refusedToo.json()).toMatchObject({ message: 'The user is out of conversational credits.' })
  })
})

describe('list', () => {
  it('pages, counts and filters, newest first', async () => {
    const ids: string[] = []
    for (const name of ['one', 'two', 'three']) {
      ids.unshift((await created({ conversation_name: name })).conversation_id)
      api.clock.advance(1)
    }
    await api.call(`/v2/conversations/${ids[2]}/end`, { method: 'POST', key: ann.key })
    const list = async (query: string) => {
      const answer = await api.call(`/v2/conversations${query}`, { key: ann.key })
      expect(answer.status).toBe(200)
      return conversationList.parse(await answer.json())
    }
    expect((await list('')).data.map((row) => row.conversation_id)).toEqual(ids)
    expect(await list('?limit=2&page=2')).toMatchObject({
      total_count: 3,
      data: [{ conversation_id: ids[2] }],
    })
    expect((await list('?status=ended')).data.map((row) => row.conversation_id)).toEqual([ids[2]])
    expect(await list('?status=active')).toMatchObject({ total_count: 2 })
    const { next_cursor } = await list('?limit=1')
    expect((await list(`?limit=1&cursor=${next_cursor}`)).data[0]?.conversation_id).toBe(ids[1])
    expect((await list('?text=%25')).data).toEqual([])
    expect((await list('?from=2026-01-21')).data).toEqual([])
  })

  it.each([
    'limit=0',
    'limit=-1',
    'limit=1.5',
    'limit=ten',
    'limit=1e9',
    'limit=',
    'page=0',
    'page=99999999999999999999',
    'status=live',
    'cursor=nonsense',
    'from=yesterday',
    'from=2026-13-01',
    'to=2026-02-31',
    'text=a%00b',
    'persona_id=%00',
    'limit=1&limit=2',
  ])('refuses ?%s', async (query) => {
    const answer = await api.call(`/v2/conversations?${query}`, { key: ann.key })
    const text = (await answer.json()) as Record<string, string>
    expect({ status: answer.status, ...text }).toMatchObject({ status: 400, error: text.message })
  })
})

describe('read, end, delete', () => {
  it('reads the row, and all of it with verbose', async () => {
    const { conversation_id } = await created()
    const plain = await (await api.call(`/v2/conversations/${conversation_id}/`, { key: ann.key })).json()
    expect(plain).toMatchObject({ pal_id: stock.persona, face_id: stock.replica })
    expect(conversation.strict().parse(underOneName(plain))).toMatchObject({
      conversation_id,
      status: 'active',
    })
    const whole = await (
      await api.call(`/v2/conversations/${conversation_id}?verbose=true`, { key: ann.key })
    ).json()
    expect(conversationVerbose.parse(whole).deadline).toMatchObject({ reason: 'absent' })
  })

  it('ends once, and gives the same answer again', async () => {
    const { conversation_id } = await created()
    api.clock.advance(10_000)
    const end = () =>
      api.call(`/v2/conversations/${conversation_id}/end`, {
        method: 'POST',
        key: ann.key,
        headers: { 'content-type': 'application/json' },
      })
    const first = await end()
    expect(first.status).toBe(200)
    const body = conversation.parse(await first.json())
    expect(body).toMatchObject({ status: 'ended', shutdown_reason: 'end_conversation_endpoint_hit' })
    expect(body.duration).toBeGreaterThanOrEqual(10)
    api.clock.advance(10_000)
    const second = await end()
    expect(second.status).toBe(200)
    expect(conversation.parse(await second.json())).toMatchObject({
      duration: body.duration,
      ended_at: body.ended_at,
    })
    const whole = await api.call(`/v2/conversations/${conversation_id}?verbose=true`, { key: ann.key })
    const { events } = conversationVerbose.parse(await whole.json())
    expect(events.filter((event) => event.event_type === 'system.shutdown')).toHaveLength(1)
  })

  it('deletes with 204 and no body; then the id is unknown', async () => {
    const { conversation_id } = await created()
    const gone = await api.call(`/v2/conversations/${conversation_id}`, { method: 'DELETE', key: ann.key })
    expect(gone.status).toBe(204)
    expect(await gone.text()).toBe('')
    const after = await api.call(`/v2/conversations/${conversation_id}`, { key: ann.key })
    expect(after.status).toBe(400)
    expect(await after.json()).toMatchObject({ error: 'Invalid conversation_id' })
  })

  it.each(['c000000000000000', 'p1', '%00', '..%2f..', 'x'.repeat(5000), '%F0%9F%91%8B', "c'--"])(
    'answers 400 Invalid conversation_id to %s',
    async (id) => {
      for (const [method, path] of [
        ['GET', `/v2/conversations/${id}`],
        ['GET', `/v2/conversations/${id}?verbose=true`],
        ['POST', `/v2/conversations/${id}/end`],
        ['DELETE', `/v2/conversations/${id}`],
      ] as const) {
        const answer = await api.call(path, { method, key: ann.key })
        expect(answer.status).toBe(400)
        expect(await answer.json()).toMatchObject({
          error: 'Invalid conversation_id',
          message: 'Invalid conversation_id',
        })
      }
    },
  )
})
