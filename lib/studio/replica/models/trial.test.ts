import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { hostileTargets } from '@/e2e/support/hostile-targets'
import { systemClock as clock } from '@/lib/platform/clock'
import type { ModelTrial } from '@/lib/protocol/model-trial'
import type { Synthesizer } from '@/lib/studio/replica/tts/port'
import { createModelClient, type ModelClient } from './endpoint'
import { findServers } from './find'
import { type ModelServer, pcmRate, startModelServer } from './fixture'
import { tryModel } from './trial'

let server: ModelServer
let client: ModelClient
/** A server that answers with whatever it is told. */
let odd: { server: Server; baseUrl: string; contentType: string; body: string }

beforeAll(async () => {
  server = await startModelServer()
  client = createModelClient({ privateHosts: '127.0.0.1', appUrl: null }, clock)
  const http = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': odd.contentType })
    response.end(odd.body)
  })
  await once(http.listen(0, '127.0.0.1'), 'listening')
  const { port } = http.address() as AddressInfo
  odd = { server: http, baseUrl: `http://127.0.0.1:${port}/v1`, contentType: '', body: '' }
})
afterEach(() => server.reset())
afterAll(async () => {
  odd.server.closeAllConnections()
  odd.server.close()
  await server.close()
})

/** Speaks a tenth of a second of sound. */
const synthesizer: Synthesizer = {
  synthesize: async () => ({
    samples: new Int16Array(4800).fill(1000),
    mouth: { visemes: [], energy: new Float32Array() },
    words: [],
    ended: true,
  }),
  close() {},
}
const ask = (trial: ModelTrial, by = client) => tryModel(trial, { client: by, synthesizer, clock })

const endpoint = (baseUrl = server.baseUrl) => ({
  ...{ baseUrl, apiKey: 'the-key', headers: { 'X-Own': 'own' }, query: { version: '2' }, extraBody: {} },
  model: 'a-model',
})
const llm = (baseUrl?: string): ModelTrial => ({
  part: 'llm',
  model: { ...endpoint(baseUrl), tools: [], promptTokens: 8000, extraBody: { temperature: 0.5 } },
})
const tts = (baseUrl?: string): ModelTrial => ({
  part: 'tts',
  model: { ...endpoint(baseUrl), voice: 'Nova', languages: null },
})
const stt = (baseUrl?: string): ModelTrial => ({ part: 'stt', model: { ...endpoint(baseUrl), hotwords: '' } })

describe('a model that does what it is asked', () => {
  it('answers, and it is known after how long it began', async () => {
    server.reply = () => [{ text: 'Hello ' }, { waitMs: 30 }, { text: 'there.' }]
    const outcome = await ask(llm())
    expect(outcome).toMatchObject({ problem: null, text: 'Hello there.', wav: null })
    expect(outcome.wholeMs ?? 0).toBeGreaterThan(outcome.firstMs ?? 1e9)
    expect(server.chats).toMatchObject([
      {
        path: '/v1/chat/completions?version=2',
        headers: { authorization: 'Bearer the-key', 'x-own': 'own' },
        body: { model: 'a-model', temperature: 0.5, messages: [{ role: 'user' }] },
      },
    ])
  })

  it('is left off once it has said enough', async () => {
    server.reply = () => Array.from({ length: 1000 }, () => ({ text: 'words'.repeat(20) }))
    expect((await ask(llm())).text).toHaveLength(200)
  })

  it('speaks, and what it spoke can be played', async () => {
    const outcome = await ask(tts())
    expect(outcome).toMatchObject({ problem: null, text: null })
    expect(outcome.firstMs).not.toBeNull()
    const wav = Buffer.from(outcome.wav ?? '', 'base64')
    expect(wav.toString('latin1', 0, 4)).toBe('RIFF')
    expect(wav.readUInt32LE(24)).toBe(pcmRate)
    const spoken = server.speeches[0]?.body.input ?? ''
    expect(wav.length).toBe(44 + server.sound(spoken).length * 2)
    expect(server.speeches[0]?.body).toMatchObject({ model: 'a-model', voice: 'Nova' })
  })

  it('hears a sentence of the built-in voice', async () => {
    server.words = () => 'The quick brown fox.'
    expect(await ask(stt())).toMatchObject({ problem: null, text: 'The quick brown fox.', wav: null })
    expect(server.transcriptions[0]?.body).toMatchObject({
      fields: { model: 'a-model', language: 'en', response_format: 'json' },
      fileType: 'audio/wav',
    })
    expect(server.transcriptions[0]?.body.file.length).toBe(44 + 1600 * 2)
  })
})

describe('a model that does not', () => {
  const nothing = { firstMs: null, wholeMs: null, text: null, wav: null }
  const status = (status: number) => {
    for (const part of ['chat', 'speech', 'transcription'] as const) server.manner[part].status = status
  }

  it.each([
    [401, 'It does not accept the API key (401).'],
    [404, 'It does not know this address or this model (404).'],
    [429, 'It was asked too often, or the account there has no credit (429).'],
    [500, 'It failed by itself (500).'],
  ])('that answers %i is told of in words, never in its own', async (code, problem) => {
    status(code)
    for (const trial of [llm(), tts(), stt()]) expect(await ask(trial)).toEqual({ ...nothing, problem })
  })

  it('is not kept waiting by connections that nobody reads', async () => {
    const open = new Set<Socket>()
    const http = createServer((_request, response) => void response.writeHead(401).write('No, and'))
    http.on('connection', (socket: Socket) => {
      open.add(socket)
      socket.on('close', () => open.delete(socket))
    })
    await once(http.listen(0, '127.0.0.1'), 'listening')
    const { port } = http.address() as AddressInfo
    for (let time = 0; time < 5; time++)
      expect((await ask(llm(`http://127.0.0.1:${port}/v1`))).problem).toContain('401')
    await expect.poll(() => open.size).toBe(0)
    http.close()
  })

  it('breaks off', async () => {
    server.reply = () => [{ text: 'Hel' }, { waitMs: 30 }, { text: 'lo' }]
    server.manner.chat.cut = 2
    expect(await ask(llm())).toEqual({ ...nothing, problem: 'The answer broke off.' })
  })

  it('says nothing', async () => {
    server.reply = () => []
    server.sound = () => new Int16Array(100)
    server.words = () => ' '
    expect((await ask(llm())).problem).toBe('It answered without a word.')
    expect((await ask(tts())).problem).toBe('It answered without a sound.')
    expect((await ask(stt())).problem).toBe('It heard nothing in a clear sentence.')
  })

  it.each([
    [llm, 'text/html', '<p>Welcome</p>', /not what the protocol has for a chat/],
    [llm, 'text/event-stream', 'data: {"secret": 1}\n\n', /not what the protocol has for a chat/],
    [tts, 'audio/mpeg', 'ID3', /plain samples/],
    [tts, 'application/json', '{}', /plain samples/],
    [stt, 'application/json', '{"secret": 1}', /did not answer with the words/],
    [stt, 'text/html', '<p>', /did not answer with the words/],
    [stt, 'application/json', `"${'x'.repeat(1_000_001)}"`, /too long/],
  ])('%o that answers %s', async (trial, contentType, body, problem) => {
    Object.assign(odd, { contentType, body })
    expect((await ask(trial(odd.baseUrl))).problem).toMatch(problem)
  })

  it('is nowhere', async () => {
    odd.server.close()
    expect((await ask(llm('http://127.0.0.1:9/v1'))).problem).toMatch(/Nothing accepts connections|Port 9/)
  })

  it('is where nobody may send anything', async () => {
    const { port } = new URL(server.baseUrl)
    const guarded = createModelClient({ privateHosts: '', appUrl: 'https://talk.example.org' }, clock)
    for (const target of hostileTargets(Number(port))) {
      const { problem } = await ask(llm(target), guarded)
      expect(problem, target).toBeTruthy()
    }
    expect([server.chats, server.speeches, server.transcriptions]).toEqual([[], [], []])
  })

  it('is not this machine by the address it announces', async () => {
    const targets = { privateHosts: '', appUrl: null, announcedIp: '8.8.8.8' }
    const { problem } = await ask(llm('http://8.8.8.8/v1'), createModelClient(targets, clock))
    expect(problem).toContain('MODEL_PRIVATE_HOSTS')
  })
})

describe('servers on one’s own machine', () => {
  it('are found with what they have, each once', async () => {
    const origin = new URL(server.baseUrl).origin
    const found = await findServers(
      [
        { name: 'Ollama', origin, list: 'ollama' },
        { name: 'Ollama', origin, list: 'ollama' },
        { name: 'vLLM', origin, list: 'openai' },
        { name: 'LM Studio', origin: 'http://127.0.0.1:9', list: 'openai' },
      ],
      client,
    )
    expect(found).toEqual([
      { name: 'Ollama', baseUrl: `${origin}/v1`, models: ['stub-model:latest'] },
      { name: 'vLLM', baseUrl: `${origin}/v1`, models: ['stub-model'] },
    ])
  })

  it('are not asked where that is not allowed', async () => {
    const guarded = createModelClient({ privateHosts: '', appUrl: null }, clock)
    const { origin } = new URL(server.baseUrl)
    expect(await findServers([{ name: 'Ollama', origin, list: 'ollama' }], guarded)).toEqual([])
  })
})
