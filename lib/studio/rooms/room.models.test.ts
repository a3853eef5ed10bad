import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { movableClock, systemClock, wait } from '@/lib/platform/clock'
import { utterance } from '@/lib/protocol/interactions'
import { type Mind, type Passage, plainMind } from '@/lib/protocol/mind'
import { createModelClient } from '@/lib/studio/replica/models/endpoint'
import {
  type ChatPiece,
  type Manner,
  type ModelServer,
  startModelServer,
} from '@/lib/studio/replica/models/fixture'
import { chunkAt, female, speak } from '@/lib/studio/replica/stt/fixture'
import { createThinker } from '@/lib/studio/replica/thinker'
import { openedRoom, respond } from '@/lib/studio/rooms/fixture'

let server: ModelServer
beforeAll(async () => {
  server = await startModelServer()
})
beforeEach(() => server.reset())
afterAll(() => server.close())

const languageModel = (): Mind['languageModel'] => ({
  baseUrl: server.baseUrl,
  apiKey: 'sk-test',
  headers: {},
  query: {},
  extraBody: {},
  model: 'stub',
  tools: [],
  promptTokens: 8000,
})

/** What the replica says is spoken in real time. */
const patience = { timeout: 8000 }

/** A room whose replica has the stub for a model. */
function open(
  mind: Partial<Mind> = {},
  passages: Passage[] = [],
  more: Parameters<typeof openedRoom>[0] = {},
) {
  // Patience with models is by a clock of its own, so that a test can be out of it.
  const patienceClock = movableClock()
  const client = createModelClient({ privateHosts: '127.0.0.1', appUrl: null }, patienceClock)
  const asked: string[] = []
  const opened = openedRoom(
    { greeting: '', ...more, mind: { ...plainMind, languageModel: languageModel(), ...mind } },
    {
      models: client,
      thinkerFor: (description) =>
        createThinker(description, {
          client,
          async recall(question) {
            asked.push(question)
            return passages
          },
        }),
    },
  )
  return { ...opened, asked, patienceClock, said: () => opened.finished().map(({ text }) => text) }
}
const answering = (...pieces: ChatPiece[]) => {
  server.reply = () => pieces
}

const chat = (manner: Partial<Manner>) => Object.assign(server.manner.chat, manner)

const endpoint = () => {
  const { model: _model, tools: _tools, promptTokens: _budget, ...rest } = languageModel() ?? {}
  return { ...rest, model: 'stub' }
}
const voiceModel = () => ({ ...endpoint(), voice: 'nova', languages: null }) as Mind['voiceModel']
const transcriber = () => ({ ...endpoint(), hotwords: '' }) as Mind['transcriber']
/** Where nothing listens. */
const nowhere = 'http://127.0.0.1:9/v1'

describe('a room whose replica has a model', () => {
  it('answers by it, from what it is given, and reports what it saw and how long it took', async () => {
    answering({ text: 'We open ' }, { text: 'at nine. The handbook ' }, { text: 'says so.' })
    const passage = {
      documentId: 'd1',
      documentName: 'Handbook.pdf',
      place: 'page 2',
      text: 'Open from nine.',
    }
    const { enter, said, finished, ofType, asked } = open(
      { memories: ['Bea likes tea.'], hasDocuments: true },
      [passage],
      { conversationalContext: 'You talk to Bea.' },
    )
    const bea = enter()
    bea.seat.hear({ type: 'app-message', to: '*', data: respond('When do you open on Mondays, please?') })
    await vi.waitFor(() => expect(said()).toHaveLength(2), patience)
    expect(said()[1]).toBe('We open at nine. The handbook says so.')
    expect(finished()[1]?.sources).toEqual([{ documentId: 'd1', documentName: 'Handbook.pdf' }])
    expect(asked).toEqual(['When do you open on Mondays, please?'])
    const { messages } = server.chats[0]?.body ?? { messages: [] }
    expect(messages.map(({ role }) => role)).toEqual(['system', 'user'])
    const system = String(messages[0]?.content)
    const order = [
      'Be kind.',
      'The office opens at nine.',
      'Open from nine.',
      'Bea likes tea.',
      'You talk to Bea.',
    ]
    const places = order.map((text) => system.indexOf(text))
    expect(places).not.toContain(-1)
    expect(places).toEqual([...places].sort((a, b) => a - b))
    const turn = ofType('turn').at(-1)?.turn
    expect(turn).toMatchObject({
      kind: 'text',
      model: 'stub',
      problem: null,
      prompt: { messages, budget: 8000 },
    })
    expect(turn?.stages.sending).toBeGreaterThanOrEqual(turn?.stages.thinking ?? Number.POSITIVE_INFINITY)
  })

  it('asks documents with what was asked before where a question is short', async () => {
    answering({ text: 'Yes.' })
    const { enter, said, asked } = open({ hasDocuments: true })
    const bea = enter()
    bea.seat.hear({ type: 'app-message', to: '*', data: respond('When do you open on Mondays, please?') })
    await vi.waitFor(() => expect(said()).toHaveLength(2), patience)
    bea.seat.hear({ type: 'app-message', to: '*', data: respond('And on Sundays?') })
    await vi.waitFor(() => expect(said()).toHaveLength(4), patience)
    expect(asked[1]).toBe('When do you open on Mondays, please?\nAnd on Sundays?')
  })

  it('tells a model that was interrupted how far it was heard', async () => {
    answering({ text: 'One two three. ' }, { text: 'Four five six. ' }, { waitMs: 30_000 })
    const { enter, finished, clock } = open()
    const bea = enter()
    bea.seat.hear({ type: 'app-message', to: '*', data: respond('Count, please.') })
    const words = () => bea.ofType('app-message').map(({ data }) => JSON.stringify(data))
    await vi.waitFor(() => expect(words().some((text) => text.includes('"speech":"One two'))).toBe(true))
    clock.advance(150)
    answering({ text: 'Fine.' })
    bea.seat.hear({ type: 'app-message', to: '*', data: respond('Stop.') })
    await vi.waitFor(() => expect(finished()).toHaveLength(4), patience)
    const cut = finished()[1]
    expect(cut?.interrupted).toBe(true)
    expect('One two three. Four five six.').toContain(cut?.text)
    const told = server.chats[1]?.body.messages ?? []
    expect(told.slice(1)).toEqual([
      { role: 'user', content: 'Count, please.' },
      { role: 'assistant', content: `${cut?.text}—` },
      { role: 'user', content: 'Stop.' },
    ])
    const sent = bea.ofType('app-message').flatMap(({ data }) => utterance.safeParse(data).data ?? [])
    expect(sent.find(({ properties }) => properties.interrupted)?.properties).toMatchObject({
      interrupted: true,
      spoken: cut?.text,
    })
    await vi.waitFor(() => expect(server.abandoned).toBe(1))
  })

  it.each<[string, () => void, RegExp]>([
    ['refuses the key', () => chat({ status: 401 }), /API key \(401\)/],
    ['is asked too often', () => chat({ status: 429 }), /too often.*\(429\)/],
    ['fails by itself', () => chat({ status: 503 }), /failed by itself \(503\)/],
    ['answers nonsense', () => answering({ raw: 'data: <html>\n\n' }), /not what the protocol/],
    ['says nothing', () => answering(), /without a word/],
    ['breaks off', () => chat({ cut: 0 }), /broke off/],
  ])(
    'goes on when the model %s, says so, and tells nobody what the model wrote',
    async (_what, breaks, words) => {
      breaks()
      const { enter, said, ofType } = open()
      const bea = enter()
      bea.seat.hear({ type: 'app-message', to: '*', data: respond('When?') })
      await vi.waitFor(() => expect(said()).toHaveLength(2), patience)
      expect(said()[1]).toContain('Please ask me again.')
      expect(ofType('problem').map(({ problem }) => problem.part)).toEqual(['llm'])
      expect(ofType('problem')[0]?.problem.message).toMatch(words)
      expect(ofType('turn').at(-1)?.turn.problem).toMatch(words)
      expect(JSON.stringify([bea.frames, ofType('problem'), ofType('turn')])).not.toContain('secret')
      server.reset()
      bea.seat.hear({ type: 'app-message', to: '*', data: respond('And now?') })
      await vi.waitFor(() => expect(said()).toHaveLength(4), patience)
      expect(said()[3]).toBe('You said: And now?')
    },
  )

  it.each<[string, Partial<Manner>, RegExp]>([
    ['refuses the key', { status: 401 }, /API key \(401\)/],
    ['is asked too often', { status: 429 }, /too often/],
    ['fails by itself', { status: 500 }, /failed by itself \(500\)/],
    ['breaks off', { cut: 0 }, /broke off|closed the connection/],
  ])('goes on when the voice %s, says so, and speaks by the built-in one', async (_what, manner, words) => {
    Object.assign(server.manner.speech, manner)
    answering({ text: 'We open at nine.' })
    const { enter, said, finished, ofType } = open({ voiceModel: voiceModel() })
    const bea = enter()
    bea.seat.hear({ type: 'app-message', to: '*', data: respond('When?') })
    await vi.waitFor(() => expect(said()).toHaveLength(2), patience)
    expect(finished()[1]).toMatchObject({ text: 'We open at nine.', interrupted: false })
    expect(finished()[1]?.duration).toBeGreaterThan(200)
    expect(ofType('problem').map(({ problem }) => problem.part)).toEqual(['tts'])
    expect(ofType('problem')[0]?.problem.message).toMatch(words)
    expect(JSON.stringify([bea.frames, ofType('problem')])).not.toContain('secret')
  })

  it('goes on when the model is not there, and when it is too slow', async () => {
    const gone = open({ languageModel: { ...(languageModel() as object), baseUrl: nowhere } as never })
    const bea = gone.enter()
    bea.seat.hear({ type: 'app-message', to: '*', data: respond('When?') })
    await vi.waitFor(() => expect(gone.said()).toHaveLength(2), patience)
    expect(gone.ofType('problem')[0]?.problem).toMatchObject({ part: 'llm' })
    expect(gone.ofType('problem')[0]?.problem.message).toMatch(/Nothing accepts connections|Port 9/)

    chat({ hang: true })
    const slow = open()
    const cem = slow.enter()
    cem.seat.hear({ type: 'app-message', to: '*', data: respond('When?') })
    await vi.waitFor(() => expect(server.chats).toHaveLength(1), patience)
    slow.patienceClock.advance(20_000)
    await vi.waitFor(() => expect(slow.said()).toHaveLength(2), patience)
    expect(slow.said()[1]).toContain('Please ask me again.')
    expect(slow.ofType('problem')[0]?.problem.message).toMatch(/No answer within 20 s/)
  })

  it('speaks by the built-in voice when the other is not there, and when it is too slow', async () => {
    answering({ text: 'We open at nine.' })
    const gone = open({ voiceModel: { ...(voiceModel() as object), baseUrl: nowhere } as never })
    const bea = gone.enter()
    bea.seat.hear({ type: 'app-message', to: '*', data: respond('When?') })
    await vi.waitFor(() => expect(gone.said()).toHaveLength(2), patience)
    expect(gone.ofType('problem').map(({ problem }) => problem.part)).toEqual(['tts'])

    server.manner.speech.hang = true
    const slow = open({ voiceModel: voiceModel() })
    const cem = slow.enter()
    cem.seat.hear({ type: 'app-message', to: '*', data: respond('When?') })
    await vi.waitFor(() => expect(server.speeches).toHaveLength(1), patience)
    slow.patienceClock.advance(20_000)
    await vi.waitFor(() => expect(slow.said()).toHaveLength(2), patience)
    expect(slow.finished()[1]).toMatchObject({ text: 'We open at nine.', interrupted: false })
    expect(slow.ofType('problem').map(({ problem }) => problem.part)).toEqual(['tts'])
  })

  it.each<[string, Partial<Manner>, RegExp]>([
    ['refuses the key', { status: 401 }, /API key \(401\)/],
    ['is asked too often', { status: 429 }, /too often/],
    ['fails by itself', { status: 500 }, /failed by itself \(500\)/],
    ['answers nonsense', {}, /with the words of what was said/],
    ['is too slow', { hang: true }, /No answer within 10 s/],
  ])('goes on when the recogniser %s, says so, and answers what is typed', async (_what, manner, words) => {
    Object.assign(server.manner.transcription, manner)
    server.words = () => null as never
    answering({ text: 'At nine.' })
    const { enter, said, ofType, media, patienceClock } = open({ transcriber: transcriber() })
    const bea = enter({ media: true })
    media.connect(bea.sessionId)
    const { samples } = speak('When do you open on Mondays?', { language: 'english', voice: female })
    // As microphones send it: 10 ms at a time, and silence after it.
    for (let at = 0; server.transcriptions.length === 0 && at < samples.length + 48_000 * 5; at += 480) {
      media.speak(bea.sessionId, chunkAt(samples, at))
      await wait(systemClock, 9)
    }
    if (manner.hang) patienceClock.advance(10_000)
    await vi.waitFor(() => expect(ofType('problem')).toHaveLength(1), patience)
    expect(ofType('problem')[0]?.problem).toMatchObject({ part: 'stt' })
    expect(ofType('problem')[0]?.problem.message).toMatch(words)
    bea.seat.hear({ type: 'app-message', to: '*', data: respond('When?') })
    await vi.waitFor(() => expect(said()).toEqual(['When?', 'At nine.']), patience)
    expect(JSON.stringify([bea.frames, ofType('problem')])).not.toContain('secret')
  })

  it('says that it lost the thread in the language that is spoken', async () => {
    server.manner.chat.status = 500
    const { enter, said } = open({}, [], { language: 'multilingual' })
    const bea = enter()
    bea.seat.hear({
      type: 'app-message',
      to: '*',
      data: respond('Où est la bibliothèque, s’il vous plaît ?'),
    })
    await vi.waitFor(() => expect(said()).toHaveLength(2), patience)
    expect(said()[1]).toContain('j’ai perdu le fil')
  })
})
