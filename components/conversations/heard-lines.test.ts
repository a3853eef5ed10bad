import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type HeardLine, hear, heardTranscript } from './heard-lines'

const createdAt = '2026-11-20T10:00:00.000000Z'
const start = Date.parse(createdAt)
const cast = { createdAt, replicaName: 'Anna', participantName: 'Participant' }

let seq = 0
function message(type: string, properties: object, envelope: object = {}) {
  seq += 1
  return {
    ...{ message_type: 'conversation', event_type: type, conversation_id: 'c1', seq, turn_idx: 1 },
    ...envelope,
    properties,
  }
}
const whole = (role: string, speech: string, envelope: object = {}, more: object = {}) =>
  message('conversation.utterance', { role, speech, ...more }, envelope)
const streamed = (role: string, speech: string, index: number, envelope: object = {}, more: object = {}) =>
  message(
    'conversation.utterance.streaming',
    { role, speech, content_index: index, final: false, ...more },
    envelope,
  )

/** What is heard of these messages, which come a second apart. */
const heard = (messages: unknown[]) =>
  messages.reduce<HeardLine[]>(
    (lines, data, index) => hear(lines, { at: start + (index + 1) * 1000, data }),
    [],
  )
const said = (messages: unknown[]) =>
  heardTranscript(heard(messages), cast).map(({ speaker, content }) => `${speaker}: ${content}`)

const a = { inference_id: 'a' }
const b = { inference_id: 'b' }

describe('what a page hears of a call', () => {
  it('is a transcript, timed by when it was heard first', () => {
    const lines = heard([
      whole('user', 'Who are you?', a, { speaker: 'Ana' }),
      streamed('replica', 'I am', 0, a),
      whole('replica', 'I am Anna.', a),
    ])
    expect(heardTranscript(lines, cast)).toEqual([
      {
        ...{ role: 'user', speaker: 'Ana', content: 'Who are you?' },
        ...{ timestamp: start / 1000 + 1, seconds_from_start: 1 },
        ...{ duration: null, interrupted: false, sources: [], inference_id: 'a' },
      },
      {
        ...{ role: 'assistant', speaker: 'Anna', content: 'I am Anna.' },
        ...{ timestamp: start / 1000 + 2, seconds_from_start: 2 },
        ...{ duration: null, interrupted: false, sources: [], inference_id: 'a' },
      },
    ])
  })

  it.each(['replica', 'pal', 'face'])('knows the replica by the name %s', (role) => {
    expect(said([whole(role, 'Hello')])).toEqual(['Anna: Hello'])
  })

  it('grows with the words as they are spoken', () => {
    const messages = [streamed('replica', 'Hel', 0, a), streamed('replica', 'Hello', 1, a)]
    expect(said(messages.slice(0, 1))).toEqual(['Anna: Hel'])
    expect(said(messages)).toEqual(['Anna: Hello'])
    expect(said([...messages, whole('replica', 'Hello there.', a)])).toEqual(['Anna: Hello there.'])
  })

  it('ends where it was cut off, told before or after the whole', () => {
    const words = streamed('replica', 'Once upon', 0, a)
    const cut = streamed('replica', 'Once upon a', 1, a, { is_interrupted: true, final: true })
    const all = whole('replica', 'Once upon a time.', a, { interrupted: true })
    const later = streamed('replica', 'Once upon a', 1, a, { is_interrupted: true, final: true })
    expect(said([words, cut, all])).toEqual(['Anna: Once upon a'])
    expect(
      said([words, { ...all, properties: { role: 'replica', speech: 'Once upon a time.' } }, later]),
    ).toEqual(['Anna: Once upon a'])
    const told = whole('replica', 'Once upon a time.', b, { interrupted: true, spoken: 'Once' })
    expect(said([told])).toEqual(['Anna: Once'])
    expect(said([whole('replica', 'Once upon a time.', b, { interrupted: true, spoken: '' })])).toEqual([])
    expect(said([whole('replica', 'Once upon a time.', b, { interrupted: true })])).toEqual([
      'Anna: Once upon a time.',
    ])
  })

  it('keeps several utterances of one turn apart, though the whole of one comes late', () => {
    const one = streamed('replica', 'One moment.', 0, a)
    const wholes = [whole('replica', 'One moment.', a), whole('replica', 'It is five.', a)]
    const spoken = ['Anna: One moment.', 'Anna: It is five.']
    expect(
      said([one, wholes[0], streamed('replica', 'It is', 0, a), whole('replica', 'It is five.', a)]),
    ).toEqual(spoken)
    expect(said([...wholes])).toEqual(spoken)
    const last = { final: true }
    expect(
      said([
        streamed('replica', 'One moment.', 0, a, last),
        streamed('replica', 'It is', 0, a),
        whole('replica', 'One moment.', a),
        whole('replica', 'It is five.', a),
      ]),
    ).toEqual(spoken)
  })

  it('takes another guess of what somebody says for the same words', () => {
    const guesses = [streamed('user', 'What is', 0, a), streamed('user', 'What time is', 0, b)]
    expect(said(guesses)).toEqual(['Participant: What time is'])
    expect(said([...guesses, whole('user', 'What time is it?', { inference_id: 'c' })])).toEqual([
      'Participant: What time is it?',
    ])
    expect(said([whole('user', 'Yes.', a), whole('user', 'No.', b)])).toHaveLength(2)
  })

  it('goes by the number of a message, by its utterance where that has an id, and does without both', () => {
    const plain = { seq: undefined }
    expect(said([whole('user', 'Hi', plain), whole('replica', 'Hello', plain)])).toHaveLength(2)
    expect(said([whole('user', 'Hi', plain), whole('user', 'Hi', plain)])).toHaveLength(1)
    expect(said([whole('user', 'Hi', plain), whole('user', 'Bye', plain)])).toHaveLength(2)
    const one = { ...a, utterance_id: 'u1' }
    const two = { ...a, utterance_id: 'u2' }
    expect(said([whole('replica', 'Same', one), whole('replica', 'Same', two)])).toHaveLength(2)
  })

  it.each([
    null,
    'a word of somebody',
    { event_type: 'conversation.utterance' },
    { event_type: 'conversation.utterance', properties: { role: 'user', speech: 5 } },
    { event_type: 'conversation.utterance', properties: { role: 'stranger', speech: 'Hi' } },
    { event_type: 'conversation.utterance', properties: { role: 'user', speech: '  ' } },
    { event_type: 'conversation.started_speaking', properties: { role: 'user' } },
  ])('is nothing of %j', (data) => {
    const lines = heard([whole('user', 'Hi')])
    expect(hear(lines, { at: start, data })).toBe(lines)
  })

  it('is the same when any message comes twice', () => {
    const messages = [
      whole('user', 'Hello', a),
      streamed('replica', 'I', 0, a),
      streamed('replica', 'I am', 1, a),
      whole('replica', 'I am Anna.', a),
      streamed('user', 'And', 0, b),
      whole('user', 'And you?', b),
      streamed('replica', 'Me', 0, b, { is_interrupted: true, final: true }),
      whole('replica', 'Me too.', b, { interrupted: true }),
    ]
    const once = said(messages)
    expect(once).toEqual(['Participant: Hello', 'Anna: I am Anna.', 'Participant: And you?', 'Anna: Me'])
    fc.assert(
      fc.property(fc.nat(messages.length - 1), fc.nat(messages.length - 1), (from, delay) => {
        const twice = [...messages]
        twice.splice(Math.min(from + 1 + delay, messages.length), 0, messages[from] as (typeof messages)[0])
        expect(said(twice)).toEqual(once)
      }),
    )
  })
})
