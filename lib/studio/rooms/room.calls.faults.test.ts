import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { callFailures, failEach, failingCalls } from '@/e2e/support/failing-calls'
import { systemClock } from '@/lib/platform/clock'
import { plainMind } from '@/lib/protocol/mind'
import { createModelClient } from '@/lib/studio/replica/models/endpoint'
import { type ModelServer, startModelServer } from '@/lib/studio/replica/models/fixture'
import { createModelRecognizer } from '@/lib/studio/replica/stt/model-recognizer'
import { createThinker } from '@/lib/studio/replica/thinker'
import { openedRoom, respond } from '@/lib/studio/rooms/fixture'

let server: ModelServer
const calls = failingCalls()
beforeAll(async () => {
  server = await startModelServer()
})
afterAll(async () => {
  calls.restore()
  await server.close()
})

/** Each fourth call of a life in `npm test` to save time, and by CALL_STEP=1 each. */
const step = Number(process.env.CALL_STEP ?? 4)
/** What the replica says is spoken in real time. */
const patience = { timeout: 8000 }
/** What is said in one life is said in no other, as a voice remembers. */
let lives = 0

/** Two questions are heard and two more typed, each answered and spoken by models. */
async function live(what: string): Promise<void> {
  const of = ++lives
  server.reset()
  const answerTo = (question: unknown) => `Yes, ${String(question).toLowerCase().replace('?', '')} ${of}.`
  server.reply = ({ messages }) => [{ text: answerTo(messages.at(-1)?.content) }]
  // Of this life alone, as connections are kept: the first call of each is over a new one.
  const client = () => createModelClient({ privateHosts: '127.0.0.1', appUrl: null }, systemClock)
  const models = client()
  const endpoint = {
    ...{ baseUrl: server.baseUrl, apiKey: null, headers: {}, query: {}, extraBody: {} },
    model: 'stub',
  }

  const unheard: string[] = []
  const { recognize } = createModelRecognizer({
    transcriber: { ...endpoint, hotwords: '' },
    ...{ client: client(), language: 'english', problem: (message) => unheard.push(message) },
  })
  const { signal } = new AbortController()
  const hear = () => recognize({ samples: new Int16Array(16_000), speechMs: 1000, signal }).catch(() => null)
  const heard = [await hear(), await hear()]
  expect(
    heard.map((words) => words ?? 'not heard'),
    what,
  ).toEqual(
    unheard.length === 0
      ? ['what was said', 'what was said']
      : expect.arrayContaining(['what was said', 'not heard']),
  )

  const { enter, finished, ofType } = openedRoom(
    {
      greeting: '',
      mind: {
        ...plainMind,
        languageModel: { ...endpoint, tools: [], promptTokens: 8000 },
        voiceModel: { ...endpoint, voice: 'nova', languages: null },
      },
    },
    {
      models,
      thinkerFor: (description) => createThinker(description, { client: models, recall: async () => [] }),
    },
  )
  const bea = enter()
  for (const [at, question] of ['Now?', 'Later?'].entries()) {
    bea.seat.hear({ type: 'app-message', to: '*', data: respond(question) })
    await vi.waitFor(() => expect(finished(), what).toHaveLength(2 * (at + 1)), patience)
  }
  // Nobody takes the room's news here, so that it repeats them.
  const parts = new Map(ofType('problem').map(({ number, problem }) => [number, problem.part]))
  const problems = [...parts.values()]
  // A voice or a recogniser that fails costs no word of an answer, and a model that fails the one answer.
  const lost = finished().filter(({ text }) => text.includes('Please ask me again.'))
  expect(lost, what).toHaveLength(problems.filter((part) => part === 'llm').length)
  expect(
    finished().map(({ text }) => text),
    what,
  ).toEqual(
    ['Now?', 'Later?'].flatMap((question) => [
      question,
      lost.some(({ turn }) => turn === (question === 'Now?' ? 1 : 2))
        ? expect.stringContaining('Please ask me again.')
        : answerTo(question),
    ]),
  )
  expect(
    finished().every(({ interrupted }) => !interrupted),
    what,
  ).toBe(true)
  // It is told once, but where a kept connection was gone and the call was made again, or all words had come.
  const isTold = /^(refused|reset|answer lost): POST .*\/(transcriptions|completions) \(1\)$/.test(what)
  const told = problems.length + unheard.length
  expect(told, `told: ${what}`).toBeGreaterThanOrEqual(isTold ? 1 : 0)
  expect(told, `told once: ${what}`).toBeLessThanOrEqual(1)
}

describe.each(callFailures)('a call of a model that fails once (%s)', (failure) => {
  it('costs at most the one answer, is told once, and the conversation goes on', {
    timeout: 300_000,
  }, async () => {
    const failed = await failEach(calls, { failure, step, live })
    expect(failed.length).toBeGreaterThanOrEqual(Math.floor(6 / step))
  })
})
