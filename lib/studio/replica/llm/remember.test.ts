import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { handClock } from '@/e2e/support/hand-clock'
import { type Clock, systemClock } from '@/lib/platform/clock'
import { foundFact, type Remembering } from '@/lib/protocol/remembering'
import { createModelClient } from '@/lib/studio/replica/models/endpoint'
import { type ModelServer, startModelServer } from '@/lib/studio/replica/models/fixture'
import { estimateTokens } from './prompt'
import { factsIn, piecesOf, questionOf, remember } from './remember'

let server: ModelServer
beforeAll(async () => {
  server = await startModelServer()
})
beforeEach(() => server.reset())
afterAll(() => server.close())

const client = createModelClient({ privateHosts: '127.0.0.1', appUrl: null }, systemClock)
const user = (text: string, speaker = 'Ana') => ({ role: 'user' as const, speaker, text })
const replica = (text: string) => ({ role: 'replica' as const, speaker: 'Anna', text })
const ask = (changes: Partial<Remembering> = {}, promptTokens = 8000, clock: Clock = systemClock) =>
  remember(
    client,
    {
      languageModel: {
        ...{
          baseUrl: server.baseUrl,
          apiKey: 'sk-test',
          headers: {},
          query: {},
          extraBody: {},
          model: 'stub',
        },
        ...{ tools: [{ type: 'function', function: { name: 'call' } }], promptTokens },
      },
      language: 'english',
      lines: [replica('Hello.'), user('I live in Oslo.')],
      known: ['Ana lives in Rome.'],
      ...changes,
    },
    clock,
  )
const answering = (...answers: string[]) => {
  server.reply = () => [{ text: answers[server.chats.length - 1] ?? answers.at(-1) ?? '' }]
}

describe('a model that is asked what to remember', () => {
  it('is given what was said and what is known, and no functions', async () => {
    answering('[{"fact": "Ana lives in Oslo.", "replaces": 1}]')
    expect(await ask()).toEqual([{ text: 'Ana lives in Oslo.', replaces: 'Ana lives in Rome.' }])
    const { messages } = server.chats[0]?.body ?? {}
    expect(server.chats[0]?.body).not.toHaveProperty('tools')
    expect(messages?.[0]?.content).toContain('in English that names the person')
    expect(messages?.[1]?.content).toBe(
      'Known already:\n1. Ana lives in Rome.\n\nThe conversation:\nAnna (assistant): Hello.\nAna: I live in Oslo.\n\nAnswer with the JSON array only.',
    )
  })

  it('reads a long conversation in pieces, and is told what it found before', async () => {
    answering('["Ana has a dog."]', '[{"fact": "Ana has two dogs.", "replaces": 2}]', '[]')
    const lines = Array.from({ length: 60 }, (_, i) => user(`Line ${i} ${'word '.repeat(40)}`))
    const facts = await ask({ lines }, 2500)
    expect(facts).toEqual([
      { text: 'Ana has a dog.', replaces: null },
      { text: 'Ana has two dogs.', replaces: 'Ana has a dog.' },
    ])
    expect(server.chats.length).toBeGreaterThan(2)
    const read = server.chats.map(({ body }) => body.messages[1]?.content ?? '').join('\n')
    for (let i = 0; i < 60; i++) expect(read.split(`Line ${i} `)).toHaveLength(2)
    for (const { body } of server.chats) {
      const tokens = body.messages.map(({ content }) => estimateTokens(content ?? ''))
      expect(tokens.reduce((sum, each) => sum + each)).toBeLessThan(2500)
    }
  })

  it('has no longer than 240 s for all its pieces, less than the server waits', async () => {
    const clock = handClock()
    server.reply = () => (server.chats.length < 2 ? [{ text: '[]' }] : [{ text: '[' }, { waitMs: 600_000 }])
    const lines = Array.from({ length: 60 }, (_, i) => user(`Line ${i} ${'word '.repeat(40)}`))
    const late = expect(ask({ lines }, 2500, clock)).rejects.toMatchObject({
      name: 'ModelError',
      message: 'It took longer than 240 s.',
    })
    await expect.poll(() => server.chats.length).toBe(2)
    clock.advance(240_000)
    await late
    await expect.poll(() => server.abandoned).toBe(1)
  })

  it('is not asked where nobody but the replica spoke', async () => {
    expect(await ask({ lines: [replica('Hello.')] })).toEqual([])
    expect(server.chats).toEqual([])
  })

  it.each([
    [() => answering('I am sorry, but I cannot do that.'), 'It did not answer with facts'],
    [() => Object.assign(server.manner.chat, { status: 500 }), 'It failed by itself (500).'],
    [() => Object.assign(server.manner.chat, { cut: 1 }), 'The answer broke off.'],
  ])('says in words why there is nothing', async (fail, why) => {
    fail()
    await expect(ask()).rejects.toThrow(why)
    await expect(ask()).rejects.toMatchObject({ name: 'ModelError' })
  })
})

describe('what a model answers', () => {
  const known = ['one', 'two']
  const texts = (answer: string) => factsIn(answer, known).map(({ text }) => text)
  it.each([
    ['["Ana likes tea."]', ['Ana likes tea.']],
    ['```json\n[{"fact":"Ana likes tea."}]\n```', ['Ana likes tea.']],
    [
      'Here is what I noted:\n[{"text":"a"},{"content":"b"},{"memory":"c"},"d"]\nThat is all.',
      ['a', 'b', 'c', 'd'],
    ],
    ['{"facts": [{"fact": "a"}]}', ['a']],
    ['{"fact": "a"}\n{"fact": "b"},', ['a', 'b']],
    ['- Ana likes tea.\n- Ana has a dog.', ['Ana likes tea.', 'Ana has a dog.']],
    ['1. a\n2) b', ['a', 'b']],
    ['[]', []],
    ['Nothing to note: [].', []],
    ['[{"fact": 3}, null, {"no": "fact"}, "", "  a \\n b\\u0000 "]', ['a b']],
    [`["${'x'.repeat(501)}", "short"]`, ['short']],
    ['["[draft] a [1]"]', ['[draft] a [1]']],
  ])('%s', (answer, facts) => expect(texts(answer)).toEqual(facts))

  it('names what it corrects by its number', () => {
    expect(
      factsIn('[{"fact":"a","replaces":2},{"fact":"b","replaces":"1"},{"fact":"c","replaces":9}]', known),
    ).toEqual([
      { text: 'a', replaces: 'two' },
      { text: 'b', replaces: 'one' },
      { text: 'c', replaces: null },
    ])
  })

  it('is refused in words where it is nothing of that kind', () => {
    for (const answer of ['', 'There is nothing to note.', '{', '[', '{"facts": '])
      expect(() => factsIn(answer, known)).toThrow(
        'It did not answer with facts in the form that was asked for.',
      )
  })

  it('is of the protocol whatever it is, or refused', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.json(),
          fc.array(fc.string()).map((list) => JSON.stringify(list)),
        ),
        (answer) => {
          try {
            for (const fact of factsIn(answer, known)) {
              expect(fact.text).not.toMatch(/\p{Cc}|\p{Surrogate}/u)
              foundFact.parse(fact)
            }
          } catch (error) {
            expect(error).toMatchObject({ name: 'ModelError' })
          }
        },
      ),
    )
  })
})

it('keeps the end of a conversation that is far too long', () => {
  const lines = Array.from({ length: 500 }, (_, i) => user(`${i} ${'word '.repeat(100)}`))
  const pieces = piecesOf(lines, 1000)
  expect(pieces).toHaveLength(6)
  expect(pieces.at(-1)?.at(-1)).toBe(lines.at(-1))
})

it('asks in the language of whoever speaks where that is not said', () => {
  expect(questionOf([user('Hola')], [], 'multilingual')[0]?.content).toContain(
    'the language in which the participant speaks',
  )
  expect(questionOf([user('Hola')], [], 'spanish')[1]?.content).toContain('Known already:\n(nothing)')
})
