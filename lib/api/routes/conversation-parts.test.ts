import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Person, startApi, type TestApi } from '@/e2e/api/start'
import { verifyMeetingToken } from '@/lib/access/room-tokens'
import { systemScope } from '@/lib/access/scopes'
import {
  conversationVerbose,
  meetingTokenMade,
  transcriptLine,
} from '@/lib/domain/conversations/schema/response'
import { recordLine } from '@/lib/domain/conversations/service/news'
import { roomClosed } from '@/lib/domain/conversations/service/room-closed'

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

const call = (method: string, path: string, body?: unknown) =>
  api.call(`/v2/conversations${path}`, { method, key: ann.key, body })

async function create(body: object = {}): Promise<string> {
  const answer = await call('POST', '', { persona_id: 'pdced222244b', ...body })
  expect(answer.status).toBe(200)
  return ((await answer.json()) as { conversation_id: string }).conversation_id
}

describe('a transcript', () => {
  const lines = ['When does it close?', 'At <six>.']
  async function spoken(): Promise<string> {
    const id = await create()
    for (const [index, text] of lines.entries()) {
      api.clock.advance(2000)
      await recordLine(systemScope('test'), id, {
        ...{
          seq: index + 1,
          role: index === 0 ? 'user' : 'replica',
          speaker: index === 0 ? 'Ana' : 'Anna',
          text,
        },
        ...{
          at: api.clock.now(),
          turn: 1,
          inferenceId: null,
          revision: 1,
          duration: null,
          interrupted: false,
          sources: [],
        },
      })
    }
    return id
  }

  it.each([
    ['', 'application/json; charset=utf-8', 'json'],
    ['?format=json', 'application/json; charset=utf-8', 'json'],
    ['?format=txt', 'text/plain; charset=utf-8', 'txt'],
    ['?format=vtt', 'text/vtt; charset=utf-8', 'vtt'],
  ])('%s is had as %s', async (query, type, ending) => {
    const id = await spoken()
    const answer = await call('GET', `/${id}/transcript${query}`)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe(type)
    expect(answer.headers.get('content-disposition')).toBe(`inline; filename="${id}-transcript.${ending}"`)
    const text = await answer.text()
    if (ending === 'txt') expect(text).toBe('[0:02] Ana: When does it close?\n[0:04] Anna: At <six>.')
    if (ending === 'vtt') expect(text).toContain('00:00:04.000 --> 00:00:05.500\n<v Anna>At &lt;six&gt;.')
    if (ending === 'json') {
      const read = transcriptLine.array().parse(JSON.parse(text))
      expect(read.map(({ role, content }) => [role, content])).toEqual([
        ['user', 'When does it close?'],
        ['assistant', 'At <six>.'],
      ])
    }
    const head = await call('HEAD', `/${id}/transcript${query}`)
    expect(await head.text()).toBe('')
    expect(head.headers.get('content-type')).toBe(type)
  })

  it('says how long each line was, whether it was cut off, and what it rests on', async () => {
    const id = await spoken()
    const found = async () =>
      transcriptLine.array().parse(await (await call('GET', `/${id}/transcript`)).json())
    const [first] = await found()
    expect(first).toMatchObject({ duration: null, interrupted: false, sources: [] })
    await recordLine(systemScope('test'), id, {
      ...{ seq: 2, revision: 2, role: 'replica', speaker: 'Anna', text: 'At', at: api.clock.now(), turn: 1 },
      ...{ inferenceId: 'i', duration: 412, interrupted: true },
      sources: [{ documentId: 'd1', documentName: 'Opening hours' }],
    })
    expect((await found())[1]).toMatchObject({
      ...{ content: 'At', duration: 0.412, interrupted: true, inference_id: 'i' },
      sources: [{ document_id: 'd1', document_name: 'Opening hours' }],
    })
    await call('POST', `/${id}/end`)
    await roomClosed(systemScope('test'), id)
    const { events } = conversationVerbose.parse(await (await call('GET', `/${id}?verbose=true`)).json())
    const ready = events.find(({ event_type }) => event_type === 'application.transcription_ready')
    const told = ready?.properties.transcript as Record<string, unknown>[]
    expect(told[1]).toEqual({
      ...{ role: 'assistant', content: 'At', duration: 0.412, interrupted: true, inference_id: 'i' },
      ...{ timestamp: expect.any(Number), seconds_from_start: expect.any(Number) },
      sources: [{ document_id: 'd1', document_name: 'Opening hours' }],
    })
  })

  it('is empty where nothing was said, and refused in another format', async () => {
    const id = await create()
    expect(await (await call('GET', `/${id}/transcript`)).json()).toEqual([])
    expect(await (await call('GET', `/${id}/transcript?format=vtt`)).text()).toBe('WEBVTT\n\n')
    const refused = await call('GET', `/${id}/transcript?format=pdf`)
    expect(refused.status).toBe(400)
    expect(await refused.json()).toMatchObject({ message: 'format must be json, txt or vtt.' })
  })
})

describe('a meeting token', () => {
  it('is made anew for a private room, and opens this one alone', async () => {
    const id = await create({ require_auth: true, properties: { participant_absent_timeout: 90 } })
    const made = []
    for (let n = 0; n < 2; n++) {
      const answer = await call('POST', `/${id}/meeting-token`)
      expect(answer.status).toBe(200)
      made.push(meetingTokenMade.parse(await answer.json()))
    }
    const [first, second] = made
    expect(first?.meeting_token).not.toBe(second?.meeting_token)
    expect(first?.conversation_url).toBe(`https://colloquy.test/rooms/${id}`)
    const until = api.clock.now().getTime() + 90_000
    expect(Date.parse(first?.expires_at ?? '')).toBe(until)
    const token = first?.meeting_token ?? ''
    expect(await verifyMeetingToken(token, new Date(until - 1000))).toMatchObject({ conversationId: id })
    expect(await verifyMeetingToken(token, new Date(until))).toBe('expired')
  })

  it('is refused with 409 in words where none is needed, and for an ended conversation', async () => {
    const id = await create()
    const needless = await call('POST', `/${id}/meeting-token`)
    expect(needless.status).toBe(409)
    expect(await needless.json()).toMatchObject({
      message: expect.stringContaining('takes no meeting token'),
    })
    const closed = await create({ require_auth: true })
    await call('POST', `/${closed}/end`)
    const ended = await call('POST', `/${closed}/meeting-token`)
    expect(ended.status).toBe(409)
    expect(await ended.json()).toMatchObject({ message: expect.stringContaining('has ended') })
  })
})

describe('deleting for good', () => {
  it('answers 204 each time, and the id is unknown to every read', async () => {
    const id = await create({ conversation_name: 'Secret' })
    for (let n = 0; n < 2; n++) {
      const answer = await call('DELETE', `/${id}?hard=true`)
      expect(answer.status).toBe(204)
      expect(await answer.text()).toBe('')
    }
    for (const path of [id, `${id}?verbose=true`, `${id}/transcript`, `${id}/events`]) {
      const answer = await call('GET', `/${path}`)
      expect(answer.status).toBe(400)
      expect(await answer.json()).toMatchObject({ error: 'Invalid conversation_id' })
    }
    for (const part of ['end', 'meeting-token']) {
      expect((await call('POST', `/${id}/${part}`)).status).toBe(400)
    }
    expect((await call('DELETE', `/${id}`)).status).toBe(400)
    expect(await (await call('GET', '?text=Secret')).json()).toMatchObject({ total_count: 0 })
  })

  it('is asked for by hard=true alone', async () => {
    const id = await create({ conversation_name: 'Kept' })
    expect((await call('DELETE', `/${id}?hard=maybe`)).status).toBe(400)
    expect((await call('DELETE', `/${id}?hard=false`)).status).toBe(204)
    expect(await api.database.conversation.findUnique({ where: { id } })).toMatchObject({ name: 'Kept' })
  })
})

describe('the contract', () => {
  it.each(['/', '//'])('takes %s at the end of an address only once', async (slash) => {
    const id = await create()
    const status = slash === '/' ? 200 : 404
    expect((await call('GET', `/${id}${slash}`)).status).toBe(status)
    expect((await call('POST', `/${id}/end${slash}`)).status).toBe(status)
  })

  it('takes a POST and a DELETE that say they are JSON and have no body', async () => {
    const headers = { 'content-type': 'application/json' }
    const bodiless = (method: string, path: string) => api.call(path, { method, key: ann.key, headers })
    expect(await (await bodiless('POST', '/v2/conversations')).json()).toMatchObject({
      message: 'Choose a persona or a replica.',
    })
    expect((await bodiless('POST', '/v2/conversations/end-all')).status).toBe(200)
    const id = await create({ require_auth: true })
    expect((await bodiless('POST', `/v2/conversations/${id}/meeting-token`)).status).toBe(200)
    expect((await bodiless('POST', `/v2/conversations/${id}/end`)).status).toBe(200)
    expect((await bodiless('DELETE', `/v2/conversations/${id}`)).status).toBe(204)
    const other = await create()
    expect((await bodiless('DELETE', `/v2/conversations/${other}?hard=true`)).status).toBe(204)
  })

  it('refuses a missing and a bad key with 401 and the text that clients know', async () => {
    for (const key of [undefined, 'bad']) {
      const answer = await api.call('/v2/conversations', { method: 'POST', key, body: {} })
      expect(answer.status).toBe(401)
      expect(await answer.json()).toEqual({ message: 'Invalid access token' })
    }
  })

  it.each([
    [{ replica_id: 'r00000000000' }, 'Invalid replica_uuid'],
    [{ replica_id: 'pdced222244b' }, 'Invalid replica_uuid'],
    [{ face_id: 'r00000000000' }, 'Invalid replica_uuid'],
    [{ persona_id: 'p00000000000' }, 'Invalid persona_uuid'],
    [{ pal_id: 'p00000000000' }, 'Invalid persona_uuid'],
  ])('refuses %j with 400 and %s, under both names that clients look at', async (body, text) => {
    const answer = await call('POST', '', body)
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ message: text, error: text })
  })

  it('refuses with 400 where every slot is taken and with 402 where no minutes are left', async () => {
    ann = await api.person('Ann', { slots: 1 })
    await create()
    const request = { persona_id: 'pdced222244b' }
    const full = await call('POST', '', request)
    expect(full.status).toBe(400)
    expect(await full.json()).toMatchObject({ message: 'User has reached maximum concurrent conversations' })
    ann = await api.person('Ann', { minutes: 0 })
    const spent = await call('POST', '', request)
    expect(spent.status).toBe(402)
    expect(await spent.json()).toMatchObject({ message: 'The user is out of conversational credits.' })
  })

  it('says by itself only that a conversation is active or has ended, and the row has what lists have', async () => {
    const id = await create()
    const row = (await (await call('GET', `/${id}`)).json()) as Record<string, unknown>
    const names = ['conversation_id', 'conversation_name', 'status', 'conversation_url', 'callback_url']
    for (const name of [...names, 'replica_id', 'persona_id', 'created_at', 'updated_at'])
      expect(row).toHaveProperty(name)
    expect(row.status).toBe('active')
    await call('POST', `/${id}/end`)
    expect(await (await call('GET', `/${id}?verbose=true`)).json()).toMatchObject({
      status: 'ended',
      shutdown_reason: 'end_conversation_endpoint_hit',
      events: expect.arrayContaining([
        expect.objectContaining({
          event_type: 'system.shutdown',
          properties: expect.objectContaining({ shutdown_reason: 'end_conversation_endpoint_hit' }),
        }),
      ]),
    })
  })
})
