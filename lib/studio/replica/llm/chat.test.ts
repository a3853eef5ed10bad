import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { handClock } from '@/e2e/support/hand-clock'
import { systemClock } from '@/lib/platform/clock'
import type { LanguageModel } from '@/lib/protocol/mind'
import { createModelClient } from '@/lib/studio/replica/models/endpoint'
import {
  type ModelServer,
  type ChatPiece as Served,
  startModelServer,
} from '@/lib/studio/replica/models/fixture'
import { streamChat } from './chat'
import type { ChatMessage } from './port'

let server: ModelServer
beforeAll(async () => {
  server = await startModelServer()
})
beforeEach(() => server.reset())
afterAll(() => server.close())

const loopback = { privateHosts: '127.0.0.1', appUrl: null }
const question: ChatMessage[] = [{ role: 'user', content: 'When?' }]
const modelAt = (baseUrl = server.baseUrl): LanguageModel => ({
  baseUrl,
  apiKey: 'sk-test',
  headers: {},
  query: {},
  extraBody: {},
  model: 'stub',
  tools: [],
  promptTokens: 8000,
})

async function ask(
  model = modelAt(),
  { targets = loopback, clock = systemClock, signal = new AbortController().signal } = {},
) {
  const pieces: unknown[] = []
  for await (const piece of streamChat(createModelClient(targets, clock), model, question, signal))
    pieces.push(piece)
  return pieces
}
const answering = (...pieces: Served[]) => {
  server.reply = () => pieces
}
const event = (value: unknown) => ({ raw: `data: ${JSON.stringify(value)}\n\n` })

describe('a streamed chat', () => {
  it('is asked as the protocol has it, with what the model is given beside', async () => {
    const tools = [{ type: 'function', function: { name: 'weather', parameters: { type: 'object' } } }]
    await ask({
      ...modelAt(),
      headers: { 'X-Team': 'blue' },
      query: { version: '2' },
      extraBody: { temperature: 0.2, stream: false },
      tools,
    })
    expect(server.chats[0]?.body).toEqual({
      model: 'stub',
      messages: question,
      tools,
      temperature: 0.2,
      stream: true,
    })
    expect(server.chats[0]?.path).toBe('/v1/chat/completions?version=2')
    expect(server.chats[0]?.headers).toMatchObject({ authorization: 'Bearer sk-test', 'x-team': 'blue' })
    await ask({ ...modelAt(`${server.baseUrl}/`), apiKey: null })
    expect(server.chats[1]?.path).toBe('/v1/chat/completions')
    expect(server.chats[1]?.headers.authorization).toBeUndefined()
    expect(server.chats[1]?.body).not.toHaveProperty('tools')
  })

  it('comes in pieces, as soon as they come', async () => {
    answering({ text: 'At ' }, { text: 'nine.' })
    expect(await ask()).toEqual([{ text: 'At ' }, { text: 'nine.' }])
  })

  it('has whole calls, whose arguments came in parts', async () => {
    answering(
      { text: 'Let me see.' },
      { call: { id: 'a', name: 'weather', arguments: '{"city":"Rome","days":[1,2,3]}' } },
      { call: { id: 'b', name: 'clock', arguments: '' } },
    )
    expect(await ask()).toEqual([
      { text: 'Let me see.' },
      { call: { id: 'a', name: 'weather', arguments: '{"city":"Rome","days":[1,2,3]}' } },
      { call: { id: 'b', name: 'clock', arguments: '{}' } },
    ])
  })

  it('leaves out what a model thinks, wherever its marks are cut', async () => {
    const text = '<think>They ask <b> when. </thin no</think>\n\nAt <nine>.'
    for (const size of [1, 2, 3, 7, 100]) {
      answering(...(text.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? []).map((part) => ({ text: part })))
      const pieces = (await ask()) as { text: string }[]
      expect(pieces.map((piece) => piece.text).join('')).toBe('At <nine>.')
    }
    answering({ text: ' ' }, { text: '<thinking is fine' })
    expect(await ask()).toEqual([{ text: '<thinking is fine' }])
  })

  it('may end with a finish reason alone, have comments, and other line ends', async () => {
    answering(
      { raw: ': keep-alive\r\n\r\n' },
      {
        raw: `data: ${JSON.stringify({ choices: [{ delta: { content: 'Ja' }, finish_reason: null }] })}\r\n\r\n`,
      },
      event({ choices: [], usage: { total_tokens: 3 } }),
    )
    expect(await ask()).toEqual([{ text: 'Ja' }])
  })

  it('is over when it says so, whether or not the connection is', async () => {
    const call = { index: 0, id: 'a', function: { name: 'clock', arguments: '{}' } }
    answering(
      { text: 'At nine.' },
      event({ choices: [{ delta: { tool_calls: [call] } }] }),
      { raw: 'data: [DONE]\n\n' },
      { waitMs: 600_000 },
    )
    const clock = handClock()
    expect(await ask(modelAt(), { clock })).toEqual([
      { text: 'At nine.' },
      { call: { id: 'a', name: 'clock', arguments: '{}' } },
    ])
    expect(server.abandoned).toBe(0)
    clock.advance(10_000)
    await expect.poll(() => server.abandoned).toBe(1)
  })

  it('is whole with its finish reason, however its connection ends', async () => {
    const last = event({ choices: [{ delta: { content: 'nine.' }, finish_reason: 'stop' }] })
    answering({ text: 'At ' }, last, { text: 'too late' })
    server.manner.chat.cut = 2
    expect(await ask()).toEqual([{ text: 'At ' }, { text: 'nine.' }])
    server.manner.chat.cut = null
    answering({ text: 'At ' }, last, { waitMs: 600_000 })
    const clock = handClock()
    const { signal } = new AbortController()
    const pieces = streamChat(createModelClient(loopback, clock), modelAt(), question, signal)
    expect([(await pieces.next()).value, (await pieces.next()).value]).toEqual([
      { text: 'At ' },
      { text: 'nine.' },
    ])
    const end = pieces.next()
    await new Promise(setImmediate)
    clock.advance(10_000)
    expect((await end).done).toBe(true)
  })

  it('is given up when nobody wants it any more', async () => {
    answering({ text: 'At ' }, { waitMs: 60_000 })
    const controller = new AbortController()
    const pieces = streamChat(
      createModelClient(loopback, systemClock),
      modelAt(),
      question,
      controller.signal,
    )
    expect((await pieces.next()).value).toEqual({ text: 'At ' })
    controller.abort(new Error('enough'))
    await expect(pieces.next()).rejects.toThrow('enough')
    await expect.poll(() => server.abandoned).toBe(1)
  })
})

describe('what goes wrong is said in our words', () => {
  it.each([
    [401, 'It does not accept the API key (401).'],
    [404, 'It does not know this address or this model (404).'],
    [429, 'It was asked too often, or the account there has no credit (429).'],
    [302, 'It answered with a redirect (302), which is not followed.'],
    [500, 'It failed by itself (500).'],
    [418, 'It refused the request (418).'],
  ])('a status of %i', async (status, words) => {
    server.manner.chat.status = status
    await expect(ask()).rejects.toThrow(words)
  })

  it.each<[string, Served[], string]>([
    ['nonsense', [{ raw: 'data: {"hello": \n\n' }], 'not what the protocol has'],
    ['another shape', [event({ text: 'hi' })], 'not what the protocol has'],
    [
      'an error in the middle',
      [{ text: 'At' }, event({ error: { message: 'secret' } })],
      'reported an error',
    ],
    [
      'a call without a name',
      [event({ choices: [{ delta: { tool_calls: [{ id: 'a' }] } }] })],
      'not what the protocol has',
    ],
    ['nothing', [], 'It answered without a word.'],
    ['a line without end', [{ raw: `data: ${'x'.repeat(1_100_000)}` }], 'not what the protocol has'],
  ])('%s', async (_name, pieces, words) => {
    answering(...pieces)
    await expect(ask()).rejects.toThrow(words)
  })

  it('an answer that breaks off, after what came of it', async () => {
    answering({ text: 'At ' }, { text: 'nine' })
    server.manner.chat.cut = 1
    const pieces: unknown[] = []
    const reading = async () => {
      const { signal } = new AbortController()
      for await (const piece of streamChat(
        createModelClient(loopback, systemClock),
        modelAt(),
        question,
        signal,
      ))
        pieces.push(piece)
    }
    await expect(reading()).rejects.toThrow('The answer broke off.')
    expect(pieces).toEqual([{ text: 'At ' }])
  })

  it('no answer in time, and none that goes on', async () => {
    const clock = handClock()
    server.manner.chat.hang = true
    const late = ask(modelAt(), { clock })
    const refused = expect(late).rejects.toThrow('No answer within 20 s.')
    await expect.poll(() => server.chats.length).toBe(1)
    clock.advance(20_000)
    await refused

    server.manner.chat.hang = false
    answering({ text: 'At ' }, { waitMs: 600_000 })
    const pieces = streamChat(
      createModelClient(loopback, clock),
      modelAt(),
      question,
      new AbortController().signal,
    )
    await pieces.next()
    const stalled = expect(pieces.next()).rejects.toThrow('Nothing came for 10 s.')
    await new Promise(setImmediate)
    clock.advance(10_000)
    await stalled
  })

  it('nobody there, and addresses that are not asked', async () => {
    await expect(ask(modelAt('http://127.0.0.1:9'))).rejects.toThrow(
      'Port 9 is not one that web servers answer at.',
    )
    const closed = await startModelServer()
    await closed.close()
    await expect(ask(modelAt(closed.baseUrl))).rejects.toThrow('Nothing accepts connections there.')
    await expect(ask(modelAt(), { targets: { privateHosts: '', appUrl: null } })).rejects.toThrow(
      '127.0.0.1 is in a private network. Whoever runs this installation can allow it by the setting MODEL_PRIVATE_HOSTS.',
    )
    await expect(ask(modelAt('file:///etc/passwd'))).rejects.toThrow('https://')
    await expect(ask(modelAt('nonsense'))).rejects.toThrow('none')
    expect(server.chats).toEqual([])
  })

  it('an answer that never ends is cut off', async () => {
    answering(...Array.from({ length: 30 }, () => ({ text: 'x'.repeat(1000) })))
    expect((await ask()).length).toBe(21)
  })
})
