import { describe, expect, it, vi } from 'vitest'
import { movableClock } from '@/lib/platform/clock'
import { createLog } from '@/lib/platform/log'
import {
  type SpeakingMessage,
  type StreamingUtterance,
  speaking,
  type UtteranceMessage,
  utterance,
} from '@/lib/protocol/interactions'
import { createReplica, type Line, type Responder } from '@/lib/studio/replica/replica'
import type { SpeechNews, Utterance } from '@/lib/studio/replica/speaker'

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
const message = (kind: 'respond' | 'echo', text: string, more: object = {}) => ({
  message_type: 'conversation',
  event_type: `conversation.${kind}`,
  conversation_id: 'c1',
  properties: { text, ...more },
})

function build(given: Partial<Responder> = {}, lines: Line[] = [], age = 0) {
  const responder: Responder = {
    respond: (text) => ({ text: `answer to ${text}` }),
    learn: () => {},
    ...given,
  }
  const contexts: string[] = []
  const said: Line[] = []
  const messages: UtteranceMessage[] = []
  const told: (SpeakingMessage | StreamingUtterance)[] = []
  const moods: string[] = []
  const spoken: string[] = []
  let tellSpeech = (_utterance: Utterance, _news: SpeechNews) => {}
  const replica = createReplica({
    conversationId: 'c1',
    name: 'Anna',
    responder,
    lines,
    age,
    greeted: lines.length > 0,
    context: 'It rains.',
    learned: (context) => contexts.push(context),
    clock: movableClock(),
    log: createLog('silent'),
    said(line, sent) {
      said.push(line)
      messages.push(sent)
    },
    told: (sent) => told.push(sent),
    setMood: (mood) => moods.push(mood),
    speakerFor(tell) {
      tellSpeech = tell
      return {
        prepare: (text) => spoken.push(`prepare ${text}`),
        say: ({ text, interruptible }) => spoken.push(`${interruptible ? 'say' : 'greet'} ${text}`),
        interrupt: () => spoken.push('interrupt'),
        stop: () => spoken.push('stop'),
      }
    },
  })
  return {
    replica,
    contexts,
    said,
    messages,
    told,
    moods,
    spoken,
    tellSpeech: (utterance: Utterance, news: SpeechNews) => tellSpeech(utterance, news),
    count: (n: number) => vi.waitFor(() => expect(said).toHaveLength(n)),
  }
}

describe('the replica', () => {
  it('tells a turn as two utterances of one inference, numbered within the conversation', async () => {
    const { replica, said, messages, count } = build()
    replica.greet('Hello.')
    expect(replica.hear(message('respond', 'one'), 'Bea')).toBeNull()
    expect(replica.hear(message('respond', 'two'), 'Carl')).toBeNull()
    await count(5)
    expect(said.map(({ seq, turn, role, speaker, text }) => [seq, turn, role, speaker, text])).toEqual([
      [1, 0, 'replica', 'Anna', 'Hello.'],
      [2, 1, 'user', 'Bea', 'one'],
      [3, 1, 'replica', 'Anna', 'answer to one'],
      [4, 2, 'user', 'Carl', 'two'],
      [5, 2, 'replica', 'Anna', 'answer to two'],
    ])
    for (const sent of messages) expect(utterance.parse(sent).inference_id).toMatch(uuid)
    expect(messages[1]?.inference_id).toBe(messages[2]?.inference_id)
    expect(messages[2]?.inference_id).not.toBe(messages[4]?.inference_id)
    expect(Math.abs((messages[0]?.timestamp ?? 0) - Date.now() / 1000)).toBeLessThan(5)
  })

  it('answers one turn at a time, in order, and gives the responder what was said before', async () => {
    const seen: string[] = []
    let running = 0
    const responder: Partial<Responder> = {
      async respond(text, history) {
        running += 1
        expect(running).toBe(1)
        await new Promise((resolve) => setTimeout(resolve, 5))
        seen.push(`${text} after ${history.map((turn) => turn.text).join(', ') || 'nothing'}`)
        running -= 1
        return { text: text.toUpperCase() }
      },
    }
    const { replica, count } = build(responder)
    replica.hear(message('respond', 'a'), 'Bea')
    replica.hear(message('respond', 'b'), 'Bea')
    await count(4)
    expect(seen).toEqual(['a after nothing', 'b after a, A'])
  })

  it('says an echo word for word, without a turn, its inference id the same for the same name', async () => {
    const { replica, said, count } = build()
    replica.hear(message('echo', 'As I said.', { modality: 'text', inference_id: 'mine' }), 'Bea')
    replica.hear(message('echo', 'And again.', { inference_id: 'mine' }), 'Bea')
    replica.hear(message('echo', 'Another.'), 'Bea')
    await count(3)
    expect(said.map(({ role, text, turn }) => [role, text, turn])).toEqual([
      ['replica', 'As I said.', 0],
      ['replica', 'And again.', 0],
      ['replica', 'Another.', 0],
    ])
    expect(said[0]?.inferenceId).toMatch(uuid)
    expect(said[0]?.inferenceId).toBe(said[1]?.inferenceId)
    expect(said[0]?.inferenceId).not.toBe(said[2]?.inferenceId)
  })

  it('goes on where it was', async () => {
    const line: Line = {
      seq: 9,
      role: 'replica',
      speaker: 'Anna',
      text: 'Hi.',
      at: new Date(),
      turn: 4,
      inferenceId: null,
    }
    const { replica, said, count } = build(undefined, [line], 4000.5)
    replica.greet('Hello again.')
    replica.hear(message('respond', 'next'), 'Bea')
    await count(2)
    // Beyond all that may have been told between the last line and the crash, but not when the clock was set back.
    expect(said.map(({ seq }) => seq)).toEqual([4001, 4002])
    expect(said.map(({ turn }) => turn)).toEqual([5, 5])
    const back = build(undefined, [line], -100)
    back.replica.hear(message('respond', 'next'), 'Bea')
    await back.count(2)
    expect(back.said.map(({ seq }) => seq)).toEqual([10, 11])
  })

  it('speaks what it says, the greeting to its end, and is interrupted by a message or by a turn', async () => {
    const { replica, spoken, count } = build()
    replica.prepare('Hello.')
    replica.greet('Hello.')
    replica.hear(message('respond', 'one'), 'Bea')
    await count(3)
    replica.hear(message('echo', 'Word for word.'), 'Bea')
    await count(4)
    const interrupt = {
      message_type: 'conversation',
      event_type: 'conversation.interrupt',
      conversation_id: 'c1',
    }
    expect(replica.hear(interrupt, 'Bea')).toBeNull()
    replica.stop()
    expect(spoken).toEqual([
      'prepare Hello.',
      'interrupt',
      'greet Hello.',
      'say answer to one',
      'say Word for word.',
      'interrupt',
      'stop',
    ])
  })

  it('tells who speaks, in both namings, and is cut only by those it can understand', () => {
    const { replica, told, spoken, moods } = build()
    replica.listen('s1', { mayCut: false })
    replica.listen('s2', { mayCut: true })
    replica.listen('s1', { duration: 1.5 })
    replica.listen('s1', { duration: 1 })
    replica.listen('s2', { duration: 2 })
    expect(
      told
        .map((sent) => speaking.parse(sent))
        .map(({ event_type, properties }) => [
          event_type.replace('conversation.', ''),
          properties?.session_id,
          properties?.duration,
        ]),
    ).toEqual([
      ['started_speaking', 's1', undefined],
      ['user.started_speaking', 's1', undefined],
      ['started_speaking', 's2', undefined],
      ['user.started_speaking', 's2', undefined],
      ['stopped_speaking', 's1', 1.5],
      ['user.stopped_speaking', 's1', undefined],
      ['stopped_speaking', 's2', 2],
      ['user.stopped_speaking', 's2', undefined],
    ])
    expect(spoken).toEqual(['interrupt'])
    expect(moods.at(0)).toBe('listening')
    expect(moods.at(-1)).toBe('idle')
  })

  it('numbers all it tells in one row', async () => {
    const { replica, said, told, tellSpeech, count } = build()
    replica.hear(message('respond', 'one'), 'Bea')
    await count(2)
    tellSpeech(
      { text: 'x', inferenceId: 'i1', turn: 1, interruptible: true },
      { event_type: 'conversation.replica.started_speaking', properties: { role: 'replica' } },
    )
    replica.hear(message('echo', 'two'), 'Bea')
    await count(3)
    expect([...said, ...told].map(({ seq }) => seq).sort()).toEqual([1, 2, 3, 4])
    expect(told[0]).toMatchObject({ seq: 3, turn_idx: 1, inference_id: 'i1' })
  })

  it('numbers on from what was told before a crash, though nothing of it was recorded', async () => {
    const before = build()
    before.replica.greet('Hi.')
    await before.count(1)
    const after = build({}, [], 4000.5)
    after.replica.hear(message('respond', 'one'), 'Bea')
    await after.count(2)
    expect(after.said.map(({ seq }) => seq)).toEqual([4001, 4002])
    expect(before.said.every(({ seq }) => seq < 4000)).toBe(true)
  })

  it('thinks while an answer is looked for', async () => {
    const { replica, moods, count } = build()
    replica.hear(message('respond', 'one'), 'Bea')
    await count(2)
    await vi.waitFor(() => expect(moods.at(-1)).toBe('idle'))
    expect(moods).toContain('thinking')
  })

  it('says so when it finds no answer, and answers the next one', async () => {
    let fail = true
    const responder: Partial<Responder> = {
      respond() {
        if (fail) throw new Error('broken')
        return { text: 'Fine.' }
      },
    }
    const { replica, said, count } = build(responder)
    replica.hear(message('respond', 'one'), 'Bea')
    await count(2)
    expect(said[1]?.text).toContain('ask me again')
    fail = false
    replica.hear(message('respond', 'two'), 'Bea')
    await count(4)
    expect(said[3]?.text).toBe('Fine.')
  })

  it('refuses in words what it cannot take', () => {
    const { replica, said } = build()
    expect(replica.hear(message('respond', 'x'.repeat(40_001)), 'Bea')).toContain('40,000')
    expect(replica.hear(message('respond', '  '), 'Bea')).toContain('no text')
    expect(replica.hear({ ...message('respond', 'a'), conversation_id: 'c2' }, 'Bea')).toContain(
      'another conversation',
    )
    expect(replica.hear({ event_type: 'conversation.echo' }, 'Bea')).toContain('not complete')
    expect(said).toEqual([])
  })

  it('knows what it is told of the conversation from the next question on, and nothing earlier', async () => {
    let known = ''
    const { replica, contexts, said, count } = build({
      respond: () => ({ text: `I know: ${known}` }),
      learn: (context) => {
        known = context
      },
    })
    const told = (kind: 'append' | 'overwrite', context: string) =>
      replica.hear(
        {
          ...message('respond', ''),
          event_type: `conversation.${kind}_llm_context`,
          properties: { context },
        },
        'Bea',
      )
    replica.hear(message('respond', 'one'), 'Bea')
    expect(told('append', 'It snows.')).toBeNull()
    replica.hear(message('respond', 'two'), 'Bea')
    expect(told('overwrite', 'It is dry.')).toBeNull()
    replica.hear(message('respond', 'three'), 'Bea')
    await count(6)
    expect(said.filter(({ role }) => role === 'replica').map(({ text }) => text)).toEqual([
      'I know: ',
      'I know: It rains.\n\nIt snows.',
      'I know: It is dry.',
    ])
    expect(contexts).toEqual(['It rains.\n\nIt snows.', 'It is dry.'])
    expect(told('overwrite', '')).toBeNull()
    expect(told('append', 'x'.repeat(40_001))).toContain('40,000')
    for (let n = 0; n < 2; n += 1) expect(told('append', 'y'.repeat(40_000))).toBeNull()
    expect(told('append', 'y'.repeat(40_000))).toContain('longer than 100,000 characters')
    expect(contexts).toHaveLength(5)
  })

  it('takes no more than 20 turns ahead', () => {
    const { replica } = build()
    const answers = Array.from({ length: 21 }, () => replica.hear(message('respond', 'a'), 'Bea'))
    expect(answers.slice(0, 20)).toEqual(Array(20).fill(null))
    expect(answers[20]).toContain('Too many messages')
  })

  it('says nothing any more once stopped', async () => {
    const { replica, said } = build()
    replica.hear(message('respond', 'a'), 'Bea')
    replica.stop()
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(said).toEqual([])
  })

  it('keeps the last 200 lines for those who come later', async () => {
    const { replica, count } = build()
    for (let i = 0; i < 210; i += 1) {
      replica.hear(message('echo', `${i}`), 'Bea')
      if (i % 15 === 14) await count(i + 1)
    }
    expect(replica.lines()).toHaveLength(200)
    expect(replica.lines().at(-1)?.text).toBe('209')
  })
})
