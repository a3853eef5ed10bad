import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Person, startApi, type TestApi } from '@/e2e/api/start'
import { systemScope } from '@/lib/access/scopes'
import { revokeKey } from '@/lib/domain/api-keys/service'
import { recordLine, reportPresence } from '@/lib/domain/conversations/service/news'
import { eraseConversation } from '@/lib/domain/conversations/service/remove'
import { roomClosed } from '@/lib/domain/conversations/service/room-closed'
import { keepFacts } from '@/lib/domain/memories/service/keep'

let api: TestApi
let ann: Person
let id: string
const readers: { leave(): Promise<void> }[] = []
const system = systemScope('test')

beforeAll(async () => {
  api = await startApi()
  await api.addCast(null, 'dced222244b')
})
afterAll(() => api.close())
beforeEach(async () => {
  ann = await api.person('Ann')
  id = await create()
})
afterEach(async () => {
  for (const reader of readers.splice(0)) await reader.leave()
})

async function create(body: object = {}): Promise<string> {
  const request = { method: 'POST', key: ann.key, body: { persona_id: 'pdced222244b', ...body } }
  const answer = await api.call('/v2/conversations', request)
  return ((await answer.json()) as { conversation_id: string }).conversation_id
}

const say = (seq: number, of = id) =>
  recordLine(system, of, {
    ...{
      seq,
      role: 'user',
      speaker: 'Ana',
      text: `Line ${seq}`,
      at: api.clock.now(),
      turn: 1,
      inferenceId: null,
      revision: 1,
      duration: null,
      interrupted: false,
      sources: [],
    },
  })

const arrive = (version: number, ...names: string[]) =>
  reportPresence(system, id, {
    version,
    presence: names.map((name) => ({
      ...{ sessionId: name, name, accountId: null, tokenId: null },
      ...{ joinedAt: api.clock.now(), lostAt: null, leftAt: null },
    })),
  })

async function end(): Promise<void> {
  await api.call(`/v2/conversations/${id}/end`, { method: 'POST', key: ann.key })
  await roomClosed(system, id)
}

type Message = { id: string; event: string; data: Record<string, unknown> }

async function listen(lastId?: string, of = id) {
  const headers = lastId === undefined ? undefined : { 'last-event-id': lastId }
  const answer = await api.call(`/v2/conversations/${of}/events`, { key: ann.key, headers })
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
  const body = answer.body?.getReader()
  if (!body) throw new Error('The stream has no body.')
  const found = { text: '', closed: false }
  const done = (async () => {
    for (;;) {
      const { done, value } = await body.read()
      if (done) break
      found.text += new TextDecoder().decode(value)
    }
    found.closed = true
  })()
  const reader = {
    found,
    messages: (): Message[] =>
      [...found.text.matchAll(/^id: (.*)\nevent: (.*)\ndata: (.*)\n\n/gm)].map(
        ([, id = '', event = '', data = '']) => ({
          ...{ id, event, data: JSON.parse(data) },
        }),
      ),
    words: () =>
      reader
        .messages()
        .map(({ event, data }) => String(data.content ?? data.event_type ?? data.status ?? event))
        // Told at the same moment as its twin, before or after it.
        .filter((word) => word !== 'system.pal_joined'),
    async leave() {
      await body.cancel()
      await done
    },
  }
  readers.push(reader)
  return reader
}

const soon = { timeout: 3000, interval: 10 }

describe('the events of a conversation', () => {
  it('come as they happen, and end when it has ended and everything was told', async () => {
    const reader = await listen()
    await vi.waitFor(
      () => expect(reader.words()).toEqual(['system.replica_joined', 'participants', 'active']),
      soon,
    )
    expect(reader.messages().map(({ data }) => data.event_type)).toContain('system.pal_joined')
    await arrive(1, 'ana')
    await vi.waitFor(
      () => expect(reader.messages().at(-1)?.data).toMatchObject({ participants: [{ name: 'ana' }] }),
      soon,
    )
    api.clock.advance(1000)
    await say(1)
    await vi.waitFor(() => expect(reader.words().at(-1)).toBe('Line 1'), soon)
    expect(reader.messages().at(-1)?.data).toMatchObject({
      role: 'user',
      speaker: 'Ana',
      seconds_from_start: 1,
    })
    await api.call(`/v2/conversations/${id}/end`, { method: 'POST', key: ann.key })
    await vi.waitFor(() => expect(reader.words().at(-1)).toBe('ended'), soon)
    expect(reader.found.closed).toBe(false)
    await roomClosed(system, id)
    await vi.waitFor(() => expect(reader.found.closed).toBe(true), soon)
    expect(reader.words().slice(-4)).toEqual([
      ...['system.shutdown', 'participants', 'ended', 'application.transcription_ready'],
    ])
    // The names of both generations, as everywhere.
    expect(reader.messages()[0]?.data.properties).toMatchObject({
      replica_id: 'rdced222244b',
      face_id: 'rdced222244b',
    })
  })

  const grow = (revision: number, text: string, duration: number | null, seq = 2) =>
    recordLine(system, id, {
      ...{ seq, revision, role: 'replica', speaker: 'Anna', text, at: api.clock.now(), turn: 1 },
      ...{ inferenceId: null, duration, interrupted: false, sources: [] },
    })

  it('have a line that grows while it is being said once, when it is whole', async () => {
    const reader = await listen()
    await say(1)
    await grow(1, 'We', null)
    await grow(2, 'We open', null)
    await vi.waitFor(() => expect(reader.words()).toContain('Line 1'), soon)
    await grow(3, 'We open at nine.', 900)
    await vi.waitFor(() => expect(reader.words()).toContain('We open at nine.'), soon)
    expect(reader.words().filter((word) => word.startsWith('We'))).toEqual(['We open at nine.'])
    await end()
  })

  it('have a line that grows over what others say, and over the end, once and whole', async () => {
    const reader = await listen()
    const said = () => reader.words().filter((word) => /^(We|Line)/.test(word))
    await grow(1, 'We', null)
    await say(3)
    await arrive(1, 'ana')
    await vi.waitFor(() => expect(reader.words().at(-1)).toBe('participants'), soon)
    expect(said()).toEqual([])
    await api.call(`/v2/conversations/${id}/end`, { method: 'POST', key: ann.key })
    await vi.waitFor(() => expect(reader.words().at(-1)).toBe('ended'), soon)
    expect(said()).toEqual([])
    await grow(2, 'We open at', 700)
    await roomClosed(system, id)
    await vi.waitFor(() => expect(reader.found.closed).toBe(true), soon)
    expect(said()).toEqual(['We open at', 'Line 3'])
  })

  it('have a line that nobody ended, once the replica says another', async () => {
    const reader = await listen()
    await grow(1, 'We', null)
    await grow(1, 'We open at nine.', 900, 3)
    await vi.waitFor(() => expect(reader.words()).toContain('We open at nine.'), soon)
    expect(reader.words()).toContain('We')
  })

  it('end with what is remembered of it', async () => {
    id = await create({ memory_stores: ['ana'] })
    const reader = await listen()
    await end()
    await vi.waitFor(() => expect(reader.words().at(-1)).toBe('application.transcription_ready'), soon)
    expect(reader.found.closed).toBe(false)
    const found = [{ text: 'Ana likes roses.', replaces: null }]
    await keepFacts({ id, workspaceId: ann.scope.workspaceId, stores: ['ana'] }, { found, problem: null })
    await vi.waitFor(() => expect(reader.found.closed).toBe(true), soon)
    expect(reader.words().at(-1)).toBe('application.memory_consolidation')
  })

  it('go on where the reader was, with nothing lost or told twice', async () => {
    const first = await listen()
    for (const seq of [1, 3]) await say(seq)
    await vi.waitFor(() => expect(first.words()).toContain('Line 3'), soon)
    await first.leave()
    const heard = first.messages()
    // One of them was on the way while others overtook it.
    for (const seq of [2, 4]) await say(seq)
    await end()
    const second = await listen(heard.at(-1)?.id)
    await vi.waitFor(() => expect(second.found.closed).toBe(true), soon)
    const lines = [...first.words(), ...second.words()].filter((word) => word.startsWith('Line'))
    expect(lines).toEqual(['Line 1', 'Line 3', 'Line 2', 'Line 4'])
    const all = [...heard, ...second.messages()]
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length)
    // Told everything, a browser is told to stay away.
    const over = await api.call(`/v2/conversations/${id}/events`, {
      key: ann.key,
      headers: { 'last-event-id': second.messages().at(-1)?.id ?? '' },
    })
    expect(over.status).toBe(204)
  })

  it('of an ended one are all told, however many lines it has', async () => {
    await api.database.utterance.createMany({
      data: Array.from({ length: 1234 }, (_, n) => ({
        ...{ conversationId: id, seq: n + 1, role: 'user', speaker: 'Ana', text: `Line ${n + 1}`, turn: n },
        at: api.clock.now(),
      })),
    })
    await end()
    const reader = await listen()
    await vi.waitFor(() => expect(reader.found.closed).toBe(true), soon)
    const lines = reader.words().filter((word) => word.startsWith('Line'))
    expect(lines).toHaveLength(1234)
    expect(new Set(lines).size).toBe(1234)
    const middle = reader.messages()[700]
    const again = await listen(middle?.id)
    await vi.waitFor(() => expect(again.found.closed).toBe(true), soon)
    expect(again.messages()).toEqual(reader.messages().slice(701))
  })

  it('of a test are told and end', async () => {
    const reader = await listen(undefined, await create({ test_mode: true }))
    await vi.waitFor(() => expect(reader.found.closed).toBe(true), soon)
    expect(reader.words()).toContain('ended')
  })

  it('end when the conversation is deleted, and when the key is revoked', async () => {
    const [reader, other] = [await listen(), await listen(undefined, await create())]
    await vi.waitFor(() => expect(reader.words()).toContain('active'), soon)
    await eraseConversation(ann.scope, id)
    await vi.waitFor(() => expect(reader.found.closed).toBe(true), soon)
    expect(other.found.closed).toBe(false)
    await revokeKey(ann.scope, ann.apiKeyId)
    api.clock.advance(15_000)
    await vi.waitFor(() => expect(other.found.closed).toBe(true), soon)
  })

  it('count among the streams that one key may hold', async () => {
    for (let n = 0; n < 8; n++) await listen()
    const answer = await api.call(`/v2/conversations/${id}/events`, { key: ann.key })
    expect(answer.status).toBe(429)
    expect((await api.call('/v2/events', { key: ann.key })).status).toBe(429)
    const head = await api.call(`/v2/conversations/${id}/events`, { method: 'HEAD', cookie: ann.cookie })
    expect(head.status).toBe(200)
    expect(await head.text()).toBe('')
  })
})
