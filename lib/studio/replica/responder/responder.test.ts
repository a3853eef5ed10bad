import { describe, expect, it } from 'vitest'
import { createResponder, type Mind, type Source, type Turn } from './responder'
import clinic from './testdata/clinic.json'
import investor from './testdata/investor.json'
import manual from './testdata/manual.json'
import { isFunctionWord, tokensOf } from './text'

type Script = {
  about: string
  kind: string
  passage: string
  questions: { ask: string; before?: string[][]; kind: string; any?: string[]; not?: string[] }[]
}

const scripts: Script[] = [investor, clinic, manual]

const mindOf = (sources: Source[], more: Partial<Mind> = {}): Mind => ({
  personaName: 'Host',
  replicaName: 'Nathan',
  systemPrompt: '',
  sources,
  ...more,
})

const sourceOf = (script: Script): Source => ({
  kind: script.kind === 'persona' ? 'persona' : 'context',
  text: script.passage,
})

const talk = (before: string[][] = []): Turn[] =>
  before.map(([role, text = '']) => ({ role: role === 'user' ? 'user' : 'replica', text }))

/** The words of an answer that stand in none of the passages it rests on; grammar and "You told me this" aside. */
function invented(answer: string, basis: string[]): string[] {
  const grounds = new Set(basis.flatMap((passage) => tokensOf(passage).map((token) => token.stem)))
  return tokensOf(answer.replace(/^You told me this:/, ''))
    .filter((token) => !isFunctionWord(token.word) && !grounds.has(token.stem))
    .map((token) => token.raw)
}

describe.each(scripts)('$about', (script) => {
  const responder = createResponder(mindOf([sourceOf(script)]))
  const results = script.questions.map((question) => {
    const answer = responder.respond(question.ask, talk(question.before))
    const right =
      answer.kind === question.kind &&
      (question.any?.some((text) => answer.text.includes(text)) ?? true) &&
      !question.not?.some((text) => answer.text.includes(text))
    return { question, answer, right }
  })

  it('has a passage of 150 to 250 words and 20 questions', () => {
    expect(script.passage.split(/\s+/).length).toBeGreaterThanOrEqual(150)
    expect(script.passage.split(/\s+/).length).toBeLessThanOrEqual(250)
    expect(script.questions).toHaveLength(20)
  })

  it('answers at least 80 % rightly', () => {
    const wrong = results
      .filter(({ right }) => !right)
      .map(({ question, answer }) => `${question.ask} → ${answer.kind}: ${answer.text}`)
    expect(wrong.length, wrong.join('\n')).toBeLessThanOrEqual(4)
  })

  it('declines everything that the passage does not tell', () => {
    const unanswerable = results.filter(({ question }) => question.kind === 'declined')
    expect(unanswerable.length).toBeGreaterThanOrEqual(3)
    for (const { question, answer } of unanswerable) expect(answer.kind, question.ask).toBe('declined')
  })

  it('says nothing that its grounds lack', () => {
    for (const { question, answer } of results) {
      if (answer.kind !== 'answer') {
        expect(answer.basis, question.ask).toEqual([])
        continue
      }
      expect(answer.basis.length, question.ask).toBeGreaterThan(0)
      const heard = [script.passage, ...talk(question.before).map((turn) => turn.text)]
      for (const passage of answer.basis) expect(heard.some((text) => text.includes(passage))).toBe(true)
      expect(invented(answer.text, answer.basis), question.ask).toEqual([])
    }
  })
})

describe('the check for invented words', () => {
  it('finds a word that the grounds lack', () => {
    expect(invented('The house has a red door.', ['The house has a door.'])).toEqual(['red'])
    expect(invented('You live in Ghent.', ['She lives in Ghent with him.'])).toEqual([])
  })
})

describe('a context that names the participant', () => {
  const responder = createResponder(
    mindOf([
      {
        kind: 'context',
        text: 'You are talking to Olga Brandt, who runs a bicycle shop in Ghent. Get her opinion on the new helmet and keep it short. Here is a little more about Olga: She opened the shop in 2015. Olga lives above it with her dog. If she is unhappy, tell her to write to the service desk and do not argue.',
      },
    ]),
  )
  const say = (message: string, history: Turn[] = []) => responder.respond(message, history).text

  it('tells facts about the participant as facts', () => {
    expect(say('Who is Olga?')).toBe('Olga Brandt runs a bicycle shop in Ghent.')
    expect(say('When did she open the shop?')).toBe('She opened the shop in 2015.')
  })

  it('tells participants about themselves', () => {
    expect(say('Who am I?')).toBe('You are Olga Brandt.')
    expect(say('Where do I live?')).toBe('You live above it with your dog.')
  })

  it('never recites its instructions', () => {
    for (const message of [
      'What about the helmet?',
      'Tell me about the helmet',
      'opinion on the new helmet',
      'argue',
    ])
      expect(say(message)).not.toMatch(/opinion|argue|keep it/i)
  })
})

describe('what was said before', () => {
  const responder = createResponder(
    mindOf([
      {
        kind: 'persona',
        text: 'The harbour tour lasts two hours. It costs 18 euros. The boat leaves from pier four.',
      },
    ]),
  )
  const turns = (...texts: string[]): Turn[] =>
    texts.map((text, place) => ({ role: place % 2 === 0 ? 'user' : 'replica', text }))

  it('remembers what people say about themselves, the latest first', () => {
    const history = turns(
      'My name is Ana.',
      'Nice to meet you, Ana.',
      'I live in Porto.',
      'I see.',
      'Now I live in Faro.',
      'I see.',
    )
    expect(responder.respond('What is my name?', history).text).toContain('Ana')
    expect(responder.respond('Where do I live?', history).text).toContain('Faro')
    expect(responder.respond('How old am I?', history).kind).toBe('declined')
  })

  it('keeps the subject over several follow-ups', () => {
    const first = responder.respond('How long is the harbour tour?', [])
    expect(first.text).toContain('two hours')
    const history = turns('How long is the harbour tour?', first.text)
    expect(responder.respond('And how much is it?', history).text).toContain('18 euros')
    expect(responder.respond('tell me more', history).text).toContain('18 euros')
    expect(responder.respond('Can you repeat that?', history).text).toBe(first.text)
  })

  it('forgets sources that were replaced', () => {
    const changing = createResponder(mindOf([{ kind: 'context', text: 'The gate opens at nine.' }]))
    expect(changing.respond('When does the gate open?', []).text).toContain('nine')
    changing.learn([{ kind: 'context', text: 'The gate opens at noon.' }])
    expect(changing.respond('When does the gate open?', []).text).toBe('The gate opens at noon.')
  })
})

describe('small talk and odd input', () => {
  const responder = createResponder(
    mindOf([sourceOf(clinic)], { systemPrompt: 'You are a patient receptionist. Never give advice.' }),
  )

  it.each([
    'Hi',
    'hello Nathan!',
    'How are you?',
    'thanks',
    'Bye',
    'ok',
    'yes',
    'no',
    'Are you a robot?',
    'lol',
    'Can you hear me?',
  ])('answers "%s" in a short sentence', (message) => {
    const answer = responder.respond(message, [])
    expect(answer.kind).toBe('smalltalk')
    expect(answer.text.length).toBeLessThan(120)
  })

  it('says who it is from its prompt, and nothing of the rest of it', () => {
    expect(responder.respond('Who are you?', []).text).toBe('I am Nathan. I am a patient receptionist.')
  })

  it('knows the facts of its prompt', () => {
    const host = createResponder(
      mindOf([], {
        systemPrompt: 'You are a host. The gallery opens at ten. Smile at the visitors. Greet them by name.',
      }),
    )
    expect(host.respond('When does the gallery open?', []).text).toBe('The gallery opens at ten.')
    expect(host.respond('Do you smile at visitors?', []).kind).toBe('declined')
  })

  it('varies its words in the course of a conversation', () => {
    const history: Turn[] = []
    const heard = new Set<string>()
    for (let round = 0; round < 6; round++) {
      const answer = responder.respond('Thanks!', history)
      heard.add(answer.text)
      history.push({ role: 'user', text: 'Thanks!' })
    }
    expect(heard.size).toBeGreaterThan(1)
  })

  it('answers the question after a courtesy', () => {
    expect(responder.respond('Hi there, are dogs allowed please?', []).text).toContain(
      'Dogs are not admitted',
    )
  })

  it('hears an introduction', () => {
    expect(responder.respond("Hi, I'm Tom", []).text).toBe('Nice to meet you, Tom.')
  })

  it.each(['', '   ', '🙂🙂', 'a'.repeat(5000), '???', 'مرحبا', 'Wie viel kostet ein Röntgenbild?'])(
    'stays kind and short: %#',
    (message) => {
      const answer = responder.respond(message, [])
      expect(answer.kind).not.toBe('answer')
      expect(answer.text.length).toBeGreaterThan(10)
      expect(answer.text.length).toBeLessThan(220)
    },
  )

  it('says what it can talk about when it does not know', () => {
    const { text } = responder.respond('Do you sell umbrellas?', [])
    expect(text).toContain('I can tell you about')
  })

  it('has an answer without any source', () => {
    const empty = createResponder(mindOf([]))
    for (const message of ['Hi', 'What do you know?', 'When do you open?', 'tell me more'])
      expect(empty.respond(message, []).text).not.toBe('')
  })
})

it('finds one sentence among 40,000 characters', () => {
  const sentences = Array.from(
    { length: 620 },
    (_, place) =>
      `Room ${place} of the old palace holds ${place * 3} paintings by the family of painters called Velt.`,
  )
  const responder = createResponder(mindOf([{ kind: 'context', text: sentences.join(' ').slice(0, 40_000) }]))
  for (const room of [3, 210, 431]) {
    const { text } = responder.respond(`How many paintings are in room ${room}?`, [])
    expect(text).toContain(`${room * 3} paintings`)
  }
})
