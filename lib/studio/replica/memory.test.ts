import { describe, expect, it } from 'vitest'
import { createMemory } from './memory'
import type { Line } from './transcript'

const line = (role: 'user' | 'replica', text: string, interrupted = false): Line => ({
  seq: 1,
  revision: 1,
  role,
  speaker: role === 'user' ? 'Bea' : 'Anna',
  text,
  at: new Date(0),
  duration: null,
  interrupted,
  turn: 1,
  inferenceId: null,
  sources: [],
})
const call = (id: string) => ({ id, name: 'weather', arguments: '{}' })
const toolCalls = (...ids: string[]) =>
  ids.map((id) => ({ id, type: 'function', function: { name: 'weather', arguments: '{}' } }))

describe('what a model is told of the conversation', () => {
  it('is what was said before, in turns, and what was cut where it was cut', () => {
    const memory = createMemory([
      line('replica', 'Hello.'),
      line('user', 'When?'),
      line('replica', 'At nine and', true),
    ])
    memory.heard('Bea', 'And Sundays?')
    memory.heard('Bea', 'Please.')
    expect(memory.messages()).toEqual([
      { role: 'user', content: '(The call begins.)' },
      { role: 'assistant', content: 'Hello.' },
      { role: 'user', content: 'When?' },
      { role: 'assistant', content: 'At nine and—' },
      { role: 'user', content: 'And Sundays?\nPlease.' },
    ])
    expect(memory.question()).toBe('Please.')
    expect(memory.history().map(({ text }) => text)).toEqual([
      'Hello.',
      'When?',
      'At nine and',
      'And Sundays?',
    ])
  })

  it('names those who speak where they are several', () => {
    const memory = createMemory([line('user', 'Hi.')])
    memory.heard('Carl', 'Hello.')
    expect(memory.messages()).toEqual([{ role: 'user', content: 'Bea: Hi.\nCarl: Hello.' }])
  })

  it('counts what is about to be said as said, until it is cut', () => {
    const memory = createMemory([line('user', 'Hi.')])
    const speaking = memory.speaking()
    speaking.intends('One. Two. Three.')
    expect(memory.messages().at(-1)).toEqual({ role: 'assistant', content: 'One. Two. Three.' })
    speaking.cutAt('One.')
    speaking.intends('One. Two. Three. Four.')
    expect(memory.messages().at(-1)).toEqual({ role: 'assistant', content: 'One.—' })
    const unheard = memory.speaking()
    unheard.intends('Never.')
    unheard.cutAt('')
    expect(memory.messages()).toHaveLength(2)
  })

  it('has calls with the words before them, and every call a result', () => {
    const memory = createMemory([line('user', 'Warm?')])
    memory.speaking().intends('Let me see.')
    memory.called([call('a'), call('b')])
    expect(memory.messages().slice(1)).toEqual([
      { role: 'assistant', content: 'Let me see.', tool_calls: toolCalls('a', 'b') },
      { role: 'tool', tool_call_id: 'a', content: 'No result has come yet.' },
      { role: 'tool', tool_call_id: 'b', content: 'No result has come yet.' },
    ])
    expect(memory.result('a', '24')).toEqual({ goesOn: false })
    expect(memory.result(undefined, '25')).toEqual({ goesOn: true })
    expect(memory.result('a', '26')).toBeNull()
    expect(memory.messages().at(-1)).toEqual({ role: 'tool', tool_call_id: 'b', content: '25' })
  })

  it('does not go on from results when somebody has said something since', () => {
    const memory = createMemory([line('user', 'Warm?')])
    memory.called([call('a')])
    memory.heard('Bea', 'Never mind.')
    expect(memory.result('a', '24')).toEqual({ goesOn: false })
  })

  it('is bounded', () => {
    const memory = createMemory([])
    for (let n = 0; n < 300; n += 1) memory.heard('Bea', `${n}`)
    expect(memory.messages()[0]?.content?.split('\n')).toHaveLength(200)
  })
})
