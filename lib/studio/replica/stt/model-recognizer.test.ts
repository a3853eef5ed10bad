import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { movableClock } from '@/lib/platform/clock'
import type { Transcriber } from '@/lib/protocol/mind'
import { createModelClient } from '@/lib/studio/replica/models/endpoint'
import { type ModelServer, startModelServer } from '@/lib/studio/replica/models/fixture'
import { male, mixed, noise, overheard, speak } from './fixture'
import { createModelRecognizer } from './model-recognizer'

let server: ModelServer
beforeAll(async () => {
  server = await startModelServer()
})
beforeEach(() => server.reset())
afterAll(() => server.close())

function build(changes: Partial<Transcriber> = {}, language = 'english') {
  const clock = movableClock()
  const problems: string[] = []
  const transcriber: Transcriber = {
    baseUrl: server.baseUrl,
    apiKey: 'sk-words',
    headers: {},
    query: {},
    extraBody: {},
    model: 'whisper-1',
    hotwords: '',
    ...changes,
  }
  const recognizer = createModelRecognizer({
    transcriber,
    client: createModelClient({ privateHosts: '127.0.0.1', appUrl: null }, clock),
    language,
    problem: (message) => problems.push(message),
  })
  const { signal: never } = new AbortController()
  const recognize = (samples: Int16Array = new Int16Array(16_000), signal: AbortSignal = never) =>
    recognizer.recognize({ samples, speechMs: 1000, signal })
  return { clock, problems, recognize }
}

const rms = (samples: Int16Array) =>
  20 * Math.log10(Math.sqrt(samples.reduce((sum, each) => sum + each ** 2, 0) / samples.length) / 32_768)

describe('a recogniser by a model', () => {
  it('sends what was said as a WAV file of 16,000 samples a second, as long and as loud as it was', async () => {
    const { samples } = speak('I would like to know how much it is.', { language: 'english', voice: male })
    const microphone = mixed({ sound: noise(samples.length / 48_000 + 2, -62) }, { sound: samples, at: 1000 })
    const [part] = overheard(microphone, undefined, true).parts
    if (!part) throw new Error('nothing was heard')
    const { recognize } = build()
    expect(await recognize(part)).toBe('what was said')
    const [asked] = server.transcriptions
    const file = asked?.body.file ?? Buffer.alloc(0)
    expect(asked?.body.fileType).toBe('audio/wav')
    expect(asked?.headers.authorization).toBe('Bearer sk-words')
    expect(file.toString('latin1', 0, 4) + file.toString('latin1', 8, 16)).toBe('RIFFWAVEfmt ')
    expect([
      file.readUInt16LE(20),
      file.readUInt16LE(22),
      file.readUInt32LE(24),
      file.readUInt16LE(34),
    ]).toEqual([1, 1, 16_000, 16])
    expect(file.readUInt32LE(4)).toBe(file.length - 8)
    expect(file.readUInt32LE(40)).toBe(file.length - 44)
    const sent = new Int16Array((file.length - 44) / 2).map((_, i) => file.readInt16LE(44 + i * 2))
    expect(sent).toEqual(part)
    const spoken = samples.length / 48_000 - 0.26
    expect(sent.length / 16_000).toBeGreaterThan(spoken + 0.2)
    expect(sent.length / 16_000).toBeLessThan(spoken + 0.9)
    const loudness =
      rms(samples.subarray(0, samples.length - 260 * 48)) - 10 * Math.log10(sent.length / 16_000 / spoken)
    expect(Math.abs(rms(sent) - loudness)).toBeLessThan(1)
  })

  it('says which language it is, and which words to expect; and neither when it does not know', async () => {
    await build({ hotwords: ' Colloquy, espeak ' }, 'spanish').recognize()
    await build(
      { extraBody: { temperature: 0, timestamp_granularities: ['word'] } },
      'multilingual',
    ).recognize()
    await build(
      { extraBody: { language: null, prompt: 'mine', response_format: 'srt' } },
      'norwegian',
    ).recognize()
    expect(server.transcriptions.map(({ body }) => body.fields)).toEqual([
      { model: 'whisper-1', language: 'es', prompt: 'Colloquy, espeak', response_format: 'json' },
      { model: 'whisper-1', temperature: '0', timestamp_granularities: '["word"]', response_format: 'json' },
      { model: 'whisper-1', prompt: 'mine', response_format: 'json' },
    ])
  })

  it('fails in words, told each time, and tries again the next time', async () => {
    const { problems, recognize } = build()
    for (const status of [401, 401, 429, 500]) {
      server.manner.transcription.status = status
      await expect(recognize()).rejects.toThrow(`(${status})`)
    }
    expect(problems).toEqual([
      'It does not accept the API key (401).',
      'It does not accept the API key (401).',
      'It was asked too often, or the account there has no credit (429).',
      'It failed by itself (500).',
    ])
    server.manner.transcription.status = 200
    expect(await recognize()).toBe('what was said')
    expect(JSON.stringify(problems)).not.toContain('secret')
  })

  it.each([null, 7, ['words']])('takes %j for no words', async (text) => {
    server.words = () => text as never
    const { problems, recognize } = build()
    await expect(recognize()).rejects.toThrow('{"text": …}')
    expect(problems).toHaveLength(1)
  })

  it('takes no more than words', async () => {
    server.words = () => 'x'.repeat(1_100_000)
    await expect(build().recognize()).rejects.toThrow('too long')
  })

  it('waits no longer than 10 s', async () => {
    server.manner.transcription.hang = true
    const { clock, problems, recognize } = build()
    const words = expect(recognize()).rejects.toThrow('No answer within 10 s.')
    await vi.waitFor(() => expect(server.transcriptions).toHaveLength(1))
    clock.advance(10_000)
    await words
    expect(problems).toEqual(['No answer within 10 s.'])
  })

  it('is given up when nobody wants the words any more, which is no problem', async () => {
    server.manner.transcription.hang = true
    const { problems, recognize } = build()
    const leaving = new AbortController()
    const words = expect(recognize(undefined, leaving.signal)).rejects.toThrow('gone')
    await vi.waitFor(() => expect(server.transcriptions).toHaveLength(1))
    leaving.abort(new Error('gone'))
    await words
    await vi.waitFor(() => expect(server.abandoned).toBe(1))
    expect(problems).toEqual([])
  })
})
