import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { movableClock } from '@/lib/platform/clock'
import type { VoiceModel } from '@/lib/protocol/mind'
import { createModelClient } from '@/lib/studio/replica/models/endpoint'
import { type ModelServer, pcmRate, startModelServer } from '@/lib/studio/replica/models/fixture'
import { levels } from '@/lib/studio/replica/tts/loudness'
import { toneSynthesizer } from './fixture'
import { createVoice } from './model-voice'
import type { Speech, Voice } from './port'

const voice: Voice = { variant: 'f2', pitch: 56, rate: 160, gender: 'female' }
const english = { language: 'english', voice }

let server: ModelServer
beforeAll(async () => {
  server = await startModelServer()
})
beforeEach(() => server.reset())
afterAll(() => server.close())
const undo: (() => void)[] = []
afterEach(() => {
  for (const each of undo.splice(0)) each()
})

let lastVoice = ''
function build(changes: Partial<VoiceModel> = {}) {
  const clock = movableClock()
  // What is remembered of one test is of no use to another.
  lastVoice = changes.voice ?? randomUUID()
  const problems: string[] = []
  const { synthesizer: builtIn, asked } = toneSynthesizer()
  const voiceModel: VoiceModel = {
    baseUrl: server.baseUrl,
    apiKey: 'sk-voice',
    headers: {},
    query: {},
    extraBody: {},
    model: 'stub-tts',
    voice: lastVoice,
    languages: null,
    ...changes,
  }
  const synthesizer = createVoice({
    voiceModel,
    client: createModelClient({ privateHosts: '127.0.0.1', appUrl: null }, clock),
    builtIn,
    clock,
    problem: (message) => problems.push(message),
  })
  undo.push(() => synthesizer.close())
  return { clock, problems, asked, synthesizer }
}

const whole = async (speech: Speech) => {
  await vi.waitFor(() => expect(speech.ended).toBe(true), { interval: 5, timeout: 4000 })
  return speech
}
const shown = (text: string, speech: Speech) => speech.words.map(({ end }) => text.slice(0, end))

describe('a voice of a model', () => {
  it('asks as the protocol says, and hands on the sound at 48,000 samples a second', async () => {
    const { synthesizer, problems, asked } = build({ extraBody: { speed: 1.1 } })
    const text = 'Good **morning**, my friend 😀.'
    const speech = await whole(await synthesizer.synthesize(text, english))
    const [{ body, headers, path } = { body: null, headers: {}, path: '' }] = server.speeches
    expect(path).toBe('/v1/audio/speech')
    expect(headers.authorization).toBe('Bearer sk-voice')
    expect(body).toEqual({
      model: 'stub-tts',
      voice: lastVoice,
      input: 'Good morning, my friend .',
      response_format: 'pcm',
      language: 'en',
      speed: 1.1,
    })
    const said = 25 * 60
    expect(Math.abs(speech.samples.length / 48 - said - 260)).toBeLessThan(25)
    const loud = levels(speech.samples).filter((each) => each > 0.01)
    expect(loud.length * 10).toBeGreaterThan(said - 40)
    expect(shown(text, speech)).toEqual([
      'Good',
      'Good **morning**,',
      'Good **morning**, my',
      'Good **morning**, my friend 😀.',
    ])
    expect(speech.words[0]?.at).toBe(0)
    expect(speech.words.every(({ at }, i) => i === 0 || at > (speech.words[i - 1]?.at ?? 0))).toBe(true)
    expect(speech.mouth.energy).toHaveLength(Math.ceil(speech.samples.length / 480))
    expect([problems, asked]).toEqual([[], []])
  })

  it('is heard as it comes, and knows its words better and better', async () => {
    server.soundPace = 30
    server.sound = (input) => new Int16Array(input.length * 0.1 * pcmRate).fill(5000)
    const { synthesizer } = build()
    const text = 'One two three four five six seven eight nine ten.'
    const speech = await synthesizer.synthesize(text, english)
    const early = speech.samples.length
    const guessed = speech.words.map(({ at }) => at)
    expect(speech.ended).toBe(false)
    expect(early).toBeLessThan(48 * 1500)
    const kept = speech.samples.slice()
    await whole(speech)
    expect(speech.samples.length).toBeGreaterThan(48 * 4500)
    expect(speech.samples.slice(0, early)).toEqual(kept)
    const known = speech.words.map(({ at }) => at)
    expect(known).toHaveLength(guessed.length)
    // The voice is slower than voices are, which is known in the end, and for the next sentence.
    expect(known.at(-1)).toBeGreaterThan((guessed.at(-1) ?? 0) * 1.3)
    const next = await synthesizer.synthesize('Eleven twelve thirteen fourteen fifteen.', english)
    const expected = (next.words.at(-1)?.at ?? 0) / 32
    expect(expected).toBeGreaterThan(75)
  })

  it('says the same in the same voice from memory, in other conversations too', async () => {
    const first = build()
    const speech = await whole(await first.synthesizer.synthesize('Hello there.', english))
    expect(await first.synthesizer.synthesize('Hello there.', english)).toBe(speech)
    // What is kept is no larger than what is counted.
    expect(speech.samples.buffer.byteLength).toBe(speech.samples.byteLength)
    expect(speech.mouth.energy.buffer.byteLength).toBe(speech.mouth.energy.byteLength)
    const second = build({ voice: lastVoice })
    expect(await second.synthesizer.synthesize('Hello there.', english)).toBe(speech)
    expect(server.speeches).toHaveLength(1)
    const other = build({ voice: lastVoice, apiKey: 'sk-other' })
    await whole(await other.synthesizer.synthesize('Hello there.', english))
    expect(server.speeches).toHaveLength(2)
  })

  it('tells the language: by its code, and OpenAI’s models in words', async () => {
    const spanish = build({ model: 'gpt-4o-mini-tts', extraBody: { instructions: 'Be cheerful.' } })
    await spanish.synthesizer.synthesize('Hola, ¿qué tal?', { language: 'spanish', voice })
    const multilingual = build()
    const french = 'Bonjour, je voudrais savoir où se trouve la gare.'
    await multilingual.synthesizer.synthesize(french, { language: 'multilingual', voice })
    const stubborn = build({
      extraBody: { language: null, voice: { id: 'voice_1' }, input: 'no', response_format: 'mp3' },
    })
    await stubborn.synthesizer.synthesize('Plain.', english)
    expect(server.speeches[0]?.body).toMatchObject({
      language: 'es',
      instructions: 'Be cheerful. Speak Spanish.',
    })
    expect(server.speeches[1]?.body).toMatchObject({ language: 'fr' })
    expect(server.speeches[1]?.body).not.toHaveProperty('instructions')
    // The stub refuses a voice that is no name; what was asked is what counts here.
    expect(stubborn.problems).toEqual([
      'It refused the request (400). Check the name of the model and what is added to the body.',
    ])
  })

  it('leaves languages that it does not speak, and what is nothing to say, to the built-in voice', async () => {
    const { synthesizer, asked, problems } = build({ languages: ['english', 'french'] })
    await synthesizer.synthesize('Guten Tag.', { language: 'german', voice })
    await synthesizer.synthesize('Das ist aber schön, dass ich dich hier sehe.', {
      language: 'multilingual',
      voice,
    })
    await synthesizer.synthesize('😀', english)
    expect(server.speeches).toEqual([])
    await synthesizer.synthesize('Good day.', english)
    expect(server.speeches).toHaveLength(1)
    expect(asked).toEqual(['Guten Tag.', 'Das ist aber schön, dass ich dich hier sehe.', '😀'])
    expect(problems).toEqual([])
  })

  it.each([
    [400, 'It refused the request (400). Check the name of the model and what is added to the body.'],
    [401, 'It does not accept the API key (401).'],
    [404, 'It does not know this address or this model (404).'],
    [429, 'It was asked too often, or the account there has no credit (429).'],
    [500, 'It failed by itself (500).'],
  ])('lets the built-in voice speak at status %d', async (status, words) => {
    server.manner.speech.status = status
    const { synthesizer, asked, problems } = build()
    const speech = await synthesizer.synthesize('Good day.', english)
    expect([asked, problems, speech.ended]).toEqual([['Good day.'], [words], true])
    server.manner.speech.status = 200
    await synthesizer.synthesize('It is well again.', english)
    expect(asked).toHaveLength(1)
  })

  it.each([
    ['text', Buffer.from(JSON.stringify({ error: { message: 'a secret of the server' } }))],
    ['MP3 sound', Buffer.concat([Buffer.from('fffb9064', 'hex'), Buffer.alloc(4000, 7)])],
    ['WAV sound', Buffer.concat([Buffer.from('RIFF    WAVEfmt '), Buffer.alloc(4000, 7)])],
  ])('takes no %s for a voice', async (kind, bytes) => {
    server.sound = () =>
      new Int16Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + (bytes.length & ~1)))
    const { synthesizer, asked, problems } = build()
    await synthesizer.synthesize('Good day.', english)
    expect(asked).toEqual(['Good day.'])
    expect(problems).toEqual([`It answered with ${kind}, not with the PCM sound that was asked for.`])
  })

  it.each([
    ['nothing', 0],
    ['silence', 48_000],
  ])('takes %s for no voice', async (_what, samples) => {
    server.sound = () => new Int16Array(samples)
    const { synthesizer, asked, problems } = build()
    await synthesizer.synthesize('Good day.', english)
    expect([asked, problems]).toEqual([['Good day.'], ['It sent no sound.']])
  })

  it('waits no longer than 5 s for the first sound', async () => {
    server.manner.speech.hang = true
    const { clock, synthesizer, asked, problems } = build()
    const speech = synthesizer.synthesize('Good day.', english)
    await vi.waitFor(() => expect(server.speeches).toHaveLength(1))
    clock.advance(4000)
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(asked).toEqual([])
    clock.advance(1000)
    await speech
    expect([asked, problems]).toEqual([['Good day.'], ['No sound came within 5 s.']])
    await vi.waitFor(() => expect(server.abandoned).toBe(1))
  })

  it('says the rest of what breaks off, and nothing twice but the word that broke', async () => {
    server.manner.speech.cut = 8
    server.soundPace = 5
    const { synthesizer, asked, problems } = build()
    const text = 'One two three four five six seven eight.'
    const speech = await whole(await synthesizer.synthesize(text, english))
    expect(problems).toEqual(['The answer broke off.'])
    expect(asked).toHaveLength(1)
    const [rest = ''] = asked
    expect(text.endsWith(rest)).toBe(true)
    expect(rest.trim()).toMatch(/^(?:two|three|four) /)
    expect(shown(text, speech)).toEqual(
      ['One', 'One two', 'One two three', 'One two three four', 'One two three four five'].concat([
        'One two three four five six',
        'One two three four five six seven',
        text,
      ]),
    )
    expect(speech.words.every(({ at }, i) => i === 0 || at > (speech.words[i - 1]?.at ?? 0))).toBe(true)
    expect(speech.samples.length / 48).toBeGreaterThan(650 + rest.length * 20)
    // What broke off is not what is said from memory.
    server.manner.speech.cut = null
    await whole(await synthesizer.synthesize(text, english))
    expect(server.speeches).toHaveLength(2)
  })

  it('is cut off when it does not stop', async () => {
    server.sound = () => new Int16Array(pcmRate * 60).fill(4000)
    const { synthesizer, problems } = build()
    const speech = await whole(await synthesizer.synthesize('Short.', english))
    expect(problems).toEqual(['It sent far more sound than the sentence is long.'])
    expect(speech.samples.length / 48_000).toBeLessThan(25)
  })

  it('tells each failure, and leaves a model alone that fails again and again', async () => {
    server.manner.speech.status = 500
    const { clock, synthesizer, asked, problems } = build()
    for (const text of ['One.', 'Two.', 'Three.', 'Four.']) await synthesizer.synthesize(text, english)
    expect(asked).toHaveLength(4)
    expect(server.speeches).toHaveLength(2)
    expect(problems).toEqual(['It failed by itself (500).', 'It failed by itself (500).'])
    clock.advance(30_000)
    server.manner.speech.status = 429
    await synthesizer.synthesize('Five.', english)
    expect(server.speeches).toHaveLength(3)
    expect(problems).toHaveLength(3)
  })

  it('cannot be reached: says so once', async () => {
    const { synthesizer, asked, problems } = build({ baseUrl: 'http://127.0.0.1:1/v1' })
    await synthesizer.synthesize('Good day.', english)
    expect(asked).toEqual(['Good day.'])
    expect(problems).toHaveLength(1)
    expect(problems[0]).not.toContain('foresee')
  })

  it('stops asking when nobody wants to hear it, before the first sound and after it', async () => {
    server.manner.speech.hang = true
    const { synthesizer, asked, problems } = build()
    const early = new AbortController()
    const none = synthesizer.synthesize('Good day.', { ...english, signal: early.signal })
    await vi.waitFor(() => expect(server.speeches).toHaveLength(1))
    early.abort(new Error('not wanted'))
    await expect(none).rejects.toThrow('not wanted')
    server.manner.speech.hang = false
    server.soundPace = 50
    const late = new AbortController()
    const speech = await synthesizer.synthesize('A rather long sentence for nobody.', {
      ...english,
      signal: late.signal,
    })
    late.abort()
    await whole(speech)
    expect(speech.samples.length / 48).toBeLessThan(1500)
    await vi.waitFor(() => expect(server.abandoned).toBe(2))
    expect([asked, problems]).toEqual([[], []])
  })
})
