import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ChatMessage } from './port'
import { estimateTokens, type PromptInput, promptOf } from './prompt'

const plain: PromptInput = {
  replicaName: 'Anna',
  systemPrompt: 'You sell tea.',
  knowledge: '',
  passages: [],
  memories: [],
  conversationalContext: '',
  language: 'english',
  dialogue: [{ role: 'user', content: 'When do you open?' }],
  budget: 8000,
}
const rules =
  'This is a video call, in which you are seen as Anna. What you write is spoken aloud: answer in one to three short sentences, without lists, markup or emoji.'
const cutRule = 'Where a line of yours ends in —, you were interrupted, and the rest of it was not heard.'

describe('a prompt', () => {
  it('has no more than is known', () => {
    expect(promptOf(plain).messages).toEqual([
      {
        role: 'system',
        content: `${rules} Speak English, whatever language others speak. ${cutRule}\n\nYou sell tea.`,
      },
      { role: 'user', content: 'When do you open?' },
    ])
  })

  it('has the context of the conversation after everything else that is known', () => {
    const { messages, parts } = promptOf({
      ...plain,
      language: 'multilingual',
      knowledge: 'Tea is two euros.',
      passages: [
        { documentId: 'd1', documentName: 'Hours.pdf', place: 'page 3', text: 'We open at nine.' },
        { documentId: 'd2', documentName: 'Notes', place: '', text: 'On Sundays at ten. ' },
      ],
      memories: ['Ana likes green tea.', 'Ana has a dog.'],
      conversationalContext: 'You talk to Ana.',
    })
    expect(messages[0]?.content).toBe(
      [
        `${rules} Answer in the language of what was said last. ${cutRule} When you say something that a document says, name the document.`,
        'You sell tea.',
        'What you know:\nTea is two euros.',
        'What documents say:\n[Hours.pdf, page 3]\nWe open at nine.\n\n[Notes]\nOn Sundays at ten.',
        'What you remember of earlier conversations:\n- Ana likes green tea.\n- Ana has a dog.',
        'About this conversation:\nYou talk to Ana.',
      ].join('\n\n'),
    )
    expect(parts.map(({ kind, dropped }) => [kind, dropped])).toEqual([
      ['rules', 0],
      ['prompt', 0],
      ['knowledge', 0],
      ['passages', 0],
      ['memories', 0],
      ['context', 0],
      ['message', 0],
    ])
  })

  const texts = fc.string({ maxLength: 3000, unit: fc.constantFrom(...'abc é好 .\n'.split('')) })
  const dialogues = fc
    .array(fc.tuple(fc.constantFrom('user' as const, 'assistant' as const), texts), {
      minLength: 1,
      maxLength: 30,
    })
    .map((list) => list.map(([role, content]): ChatMessage => ({ role, content })))
  const inputs = fc.record({
    replicaName: fc.constant('Anna'),
    systemPrompt: texts,
    knowledge: texts,
    passages: fc.array(
      fc.record({
        documentId: fc.constant('d'),
        documentName: fc.constant('A'),
        place: fc.constant(''),
        text: texts,
      }),
      { maxLength: 6 },
    ),
    memories: fc.array(texts, { maxLength: 6 }),
    conversationalContext: texts,
    language: fc.constant('english'),
    dialogue: dialogues,
    budget: fc.integer({ min: 1, max: 9000 }),
  })
  const tokens = (messages: ChatMessage[]) =>
    messages.reduce((sum, { content }) => sum + 4 + estimateTokens(content ?? ''), 0)

  it('keeps within its budget, as long as anything but rules and question can be left out', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const { messages, parts } = promptOf(input)
        const [rulesPart] = parts
        const question = parts.find(({ kind }) => kind === 'message')
        const least = (rulesPart?.tokens ?? 0) + (question?.tokens ?? 0) + 4
        expect(tokens(messages)).toBeLessThanOrEqual(Math.max(input.budget, least))
        expect(messages.at(-1)).toEqual(input.dialogue.at(-1))
        for (const part of parts) expect(Math.min(part.tokens, part.dropped)).toBeGreaterThanOrEqual(0)
      }),
      { numRuns: 300 },
    )
  })

  it('begins with a message of a user, whatever is left out of it', () => {
    const call = (id: string): ChatMessage[] => [
      {
        role: 'assistant',
        content: null,
        tool_calls: [{ id, type: 'function', function: { name: 'f', arguments: '{}' } }],
      },
      { role: 'tool', tool_call_id: id, content: `Result ${id}. ${'word '.repeat(20)}` },
    ]
    const round = (i: number): ChatMessage[] => [
      { role: 'user', content: `Question ${i}. ${'word '.repeat(20)}` },
      ...(i % 3 === 0 ? call(`c${i}`) : []),
      { role: 'assistant', content: `Answer ${i}. ${'word '.repeat(20)}` },
    ]
    const before = Array.from({ length: 9 }, (_, i) => round(i)).flat()
    const asked: ChatMessage = { role: 'user', content: 'And now?' }
    for (const end of [[asked], [asked, ...call('x')], [asked, ...call('x'), ...call('y')]]) {
      const dialogue = [...before, ...end]
      for (let budget = 1; budget < 2000; budget += 7) {
        const { messages } = promptOf({ ...plain, dialogue, budget })
        expect(messages[1]?.role).toBe('user')
        expect(messages).toContainEqual(asked)
        const calls = messages.flatMap((each) =>
          each.role === 'assistant' ? (each.tool_calls ?? []).map(({ id }) => id) : [],
        )
        const results = messages.flatMap((each) => (each.role === 'tool' ? [each.tool_call_id] : []))
        expect(results).toEqual(calls)
      }
    }
  })

  it('leaves nothing out that there is room for', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const { messages, parts } = promptOf({ ...input, budget: 1_000_000 })
        expect(parts.every(({ dropped }) => dropped === 0)).toBe(true)
        expect(messages.slice(1)).toEqual(input.dialogue)
      }),
      { numRuns: 100 },
    )
  })

  it('leaves out old talk before passages, those before memories, and those before what is known', () => {
    const many: ChatMessage[] = Array.from({ length: 21 }, (_, i) => ({
      role: i % 2 === 0 ? 'user' : 'assistant',
      content: `line ${i} ${'word '.repeat(40)}`,
    }))
    const full: PromptInput = {
      ...plain,
      knowledge: 'Tea is two euros. '.repeat(40),
      memories: ['Ana likes green tea. '.repeat(20)],
      passages: [{ documentId: 'd', documentName: 'Hours', place: '', text: 'We open at nine. '.repeat(20) }],
      conversationalContext: 'You talk to Ana. '.repeat(40),
      dialogue: many,
    }
    const dropped = (budget: number) =>
      promptOf({ ...full, budget })
        .parts.filter((part) => part.dropped > 0)
        .map(({ kind }) => kind)
    const whole = promptOf({ ...full, budget: 1_000_000 }).messages
    expect(dropped(tokens(whole))).toEqual([])
    expect(dropped(tokens(whole) - 1)).toEqual(['history'])
    const steps = Array.from({ length: 60 }, (_, i) => dropped(tokens(whole) - 40 * i).join(' '))
    expect([...new Set(steps)].slice(0, 5)).toEqual([
      '',
      'history',
      'passages history',
      'passages memories history',
      'knowledge passages memories history',
    ])
  })

  it('keeps a call with its results, and both for the question', () => {
    const call = {
      role: 'assistant' as const,
      content: null,
      tool_calls: [{ id: 'a', type: 'function' as const, function: { name: 'f', arguments: '{}' } }],
    }
    const result = { role: 'tool' as const, tool_call_id: 'a', content: 'x'.repeat(500) }
    const { messages } = promptOf({
      ...plain,
      dialogue: [
        { role: 'user', content: 'Well?' },
        call,
        result,
        { role: 'user', content: 'And?' },
        call,
        result,
      ],
      budget: 300,
    })
    expect(messages.slice(1)).toEqual([{ role: 'user', content: 'And?' }, call, result])
  })
})
