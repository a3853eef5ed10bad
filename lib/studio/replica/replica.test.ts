import { describe, expect, it, vi } from 'vitest'
import { movableClock } from '@/lib/platform/clock'
import { createLog } from '@/lib/platform/log'
import { type ReplicaMessage, speaking, toolCall, utterance } from '@/lib/protocol/interactions'
import { ModelError } from '@/lib/studio/replica/models/endpoint'
import { createReplica } from '@/lib/studio/replica/replica'
import type { SpeechNews, Utterance } from '@/lib/studio/replica/speaker'
import type { Thinker } from '@/lib/studio/replica/thinker'
import type { Line } from '@/lib/studio/replica/transcript'
import { createTurns, type Turn } from '@/lib/studio/replica/turns'

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
const message = (kind: 'respond' | 'echo', text: string, more: object = {}) => ({
  message_type: 'conversation',
  event_type: `conversation.${kind}`,
  conversation_id: 'c1',
  properties: { text, ...more },
})
const bea = { name: 'Bea', sessionId: 's-bea' }
const speech = { began: new Date(1000), decided: new Date(2400), transcribed: new Date(2500) }
const heard = (text: string) => ({ text, speaker: 'Bea', sessionId: 's-bea', at: new Date(2000), speech })

/** A replica whose speaker says everything at once, as far as it comes. */
function build(
  given: Partial<Thinker> = {},
  { lines = [] as Line[], age = 0, pipelineMode = 'full' as 'full' | 'echo' } = {},
) {
  const thinker: Thinker = {
    async *think({ question }) {
      yield { text: `answer to ${question}` }
    },
    learn: () => {},
    ...given,
  }
  const contexts: string[] = []
  const recorded: Line[] = []
  const told: ReplicaMessage[] = []
  const turns: Turn[] = []
  const moods: string[] = []
  const spoken: string[] = []
  const problems: string[] = []
  const tuned: object[] = []
  const clock = movableClock()
  let tellSpeech = (_about: Pick<Utterance, 'inferenceId' | 'turn'>, _news: SpeechNews) => {}
  const replica = createReplica({
    conversationId: 'c1',
    name: 'Anna',
    language: 'english',
    pipelineMode,
    thinker,
    turns: createTurns({ clock, told: (turn) => turns.push(turn) }),
    lines,
    age,
    greeted: lines.length > 0,
    context: 'It rains.',
    learned: (context) => contexts.push(context),
    clock,
    log: createLog('silent'),
    said: (line) => recorded.push(line),
    told: (sent) => told.push(sent),
    problem: (words) => problems.push(words),
    tune: (change) => tuned.push(change),
    setMood: (mood) => moods.push(mood),
    speakerFor(tell) {
      tellSpeech = tell
      return {
        prepare: (text) => spoken.push(`prepare ${text}`),
        async say({ text, interruptible }, progress) {
          let whole = ''
          if (typeof text === 'string') whole = text
          else for await (const part of text) whole += part
          spoken.push(`${interruptible ? 'say' : 'greet'} ${whole}`)
          progress.began?.()
          progress.said(whole)
          return { whole, spoken: whole, interrupted: false, duration: 500 }
        },
        interrupt: () => spoken.push('interrupt'),
        stop: () => spoken.push('stop'),
      }
    },
  })
  const utterances = () => told.flatMap((sent) => utterance.safeParse(sent).data ?? [])
  return {
    replica,
    contexts,
    recorded,
    said: () => replica.lines(),
    utterances,
    told,
    turns,
    moods,
    spoken,
    problems,
    tuned,
    tellSpeech: (about: Pick<Utterance, 'inferenceId' | 'turn'>, news: SpeechNews) => tellSpeech(about, news),
    count: (n: number) => vi.waitFor(() => expect(utterances()).toHaveLength(n)),
  }
}

describe('the replica', () => {
  it('tells a turn as two utterances of one inference, numbered within the conversation', async () => {
    const { replica, said, utterances, count } = build()
    replica.greet('Hello.')
    expect(replica.hear(message('respond', 'one'), bea)).toBeNull()
    expect(replica.hear(message('respond', 'two'), { name: 'Carl', sessionId: null })).toBeNull()
    await count(5)
    expect(said().map(({ turn, role, speaker, text }) => [turn, role, speaker, text])).toEqual([
      [0, 'replica', 'Anna', 'Hello.'],
      [1, 'user', 'Bea', 'one'],
      [1, 'replica', 'Anna', 'answer to one'],
      [2, 'user', 'Carl', 'two'],
      [2, 'replica', 'Anna', 'answer to two'],
    ])
    const messages = utterances()
    expect(messages.map(({ properties }) => properties.line)).toEqual(said().map(({ seq }) => seq))
    for (const sent of messages) expect(utterance.parse(sent).inference_id).toMatch(uuid)
    expect(messages[1]?.inference_id).toBe(messages[2]?.inference_id)
    expect(messages[2]?.inference_id).not.toBe(messages[4]?.inference_id)
    expect(Math.abs((messages[0]?.timestamp ?? 0) - Date.now() / 1000)).toBeLessThan(5)
  })

  it('answers one turn at a time, in order, and gives the thinker what was said before', async () => {
    const seen: string[] = []
    let running = 0
    const { replica, count } = build({
      async *think({ question, history }) {
        running += 1
        expect(running).toBe(1)
        await new Promise((resolve) => setTimeout(resolve, 5))
        seen.push(`${question} after ${history.map((turn) => turn.text).join(', ') || 'nothing'}`)
        running -= 1
        yield { text: question.toUpperCase() }
      },
    })
    replica.hear(message('respond', 'a'), bea)
    replica.hear(message('respond', 'b'), bea)
    await count(4)
    expect(seen).toEqual(['a after nothing', 'b after a, A'])
  })

  it('says an echo word for word, without a turn, its inference id the same for the same name', async () => {
    const { replica, said, count } = build()
    replica.hear(message('echo', 'As I said.', { modality: 'text', inference_id: 'mine' }), bea)
    replica.hear(message('echo', 'And again.', { inference_id: 'mine' }), bea)
    replica.hear(message('echo', 'Another.'), bea)
    await count(3)
    expect(said().map(({ role, text, turn }) => [role, text, turn])).toEqual([
      ['replica', 'As I said.', 0],
      ['replica', 'And again.', 0],
      ['replica', 'Another.', 0],
    ])
    expect(said()[0]?.inferenceId).toMatch(uuid)
    expect(said()[0]?.inferenceId).toBe(said()[1]?.inferenceId)
    expect(said()[0]?.inferenceId).not.toBe(said()[2]?.inferenceId)
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
      revision: 1,
      duration: null,
      interrupted: false,
      sources: [],
    }
    const { replica, said, count } = build(undefined, { lines: [line], age: 4000.5 })
    replica.greet('Hello again.')
    replica.hear(message('respond', 'next'), bea)
    await count(2)
    // Beyond all that may have been told between the last line and the crash, but not when the clock was set back.
    expect(said()[1]?.seq).toBe(4001)
    expect(said().map(({ turn }) => turn)).toEqual([4, 5, 5])
    const back = build(undefined, { lines: [line], age: -100 })
    back.replica.hear(message('respond', 'next'), bea)
    await back.count(2)
    expect(back.said()[1]?.seq).toBe(10)
  })

  it('speaks what it says, the greeting to its end, and is interrupted by a message or by a turn', async () => {
    const { replica, spoken, count } = build()
    replica.prepare('Hello.')
    replica.greet('Hello.')
    replica.hear(message('respond', 'one'), bea)
    await count(3)
    replica.hear(message('echo', 'Word for word.'), bea)
    await count(4)
    const interrupt = {
      message_type: 'conversation',
      event_type: 'conversation.interrupt',
      conversation_id: 'c1',
    }
    expect(replica.hear(interrupt, bea)).toBeNull()
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

  it('tells who speaks, in both namings, and is cut when it is told to be', () => {
    const { replica, told, spoken, moods } = build()
    replica.listen('s1', { understood: false })
    replica.listen('s2', { understood: true })
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
    expect(spoken).toEqual([])
    replica.cut('s1')
    expect(spoken).toEqual(['interrupt'])
    expect(moods.at(0)).toBe('listening')
    expect(moods.at(-1)).toBe('idle')
  })

  it('numbers all it tells in one row', async () => {
    const { replica, said, told, tellSpeech, count } = build()
    replica.hear(message('respond', 'one'), bea)
    await count(2)
    tellSpeech(
      { inferenceId: 'i1', turn: 1 },
      { event_type: 'conversation.replica.started_speaking', properties: { role: 'replica' } },
    )
    replica.hear(message('echo', 'two'), bea)
    await count(3)
    const numbers = [...said(), ...told].map(({ seq }) => seq)
    expect(new Set(numbers).size).toBe(numbers.length)
    expect(told.map(({ seq }) => seq)).toEqual(told.map(({ seq }) => seq).sort((a, b) => a - b))
    expect(told[2]).toMatchObject({ turn_idx: 1, inference_id: 'i1' })
  })

  it('numbers on from what was told before a crash, though nothing of it was recorded', async () => {
    const before = build()
    before.replica.greet('Hi.')
    await before.count(1)
    const after = build({}, { age: 4000.5 })
    after.replica.hear(message('respond', 'one'), bea)
    await after.count(2)
    expect(after.said()[0]?.seq).toBe(4001)
    expect(before.told.every(({ seq }) => seq < 4000)).toBe(true)
  })

  it('thinks while an answer is looked for', async () => {
    const { replica, moods, count } = build()
    replica.hear(message('respond', 'one'), bea)
    await count(2)
    await vi.waitFor(() => expect(moods.at(-1)).toBe('idle'))
    expect(moods).toContain('thinking')
  })

  it('says so when it finds no answer, and answers the next one', async () => {
    let fail = true
    const { replica, said, count, problems, turns } = build({
      async *think() {
        if (fail) throw new ModelError('It does not accept the API key (401).')
        yield { text: 'Fine.' }
      },
    })
    replica.hear(message('respond', 'one'), bea)
    await count(2)
    expect(said()[1]?.text).toContain('ask me again')
    expect(problems).toEqual(['It does not accept the API key (401).'])
    expect(turns.at(-1)?.problem).toBe('It does not accept the API key (401).')
    fail = false
    replica.hear(message('respond', 'two'), bea)
    await count(4)
    expect(said()[3]?.text).toBe('Fine.')
  })

  it('refuses in words what it cannot take', () => {
    const { replica, said } = build()
    expect(replica.hear(message('respond', 'x'.repeat(40_001)), bea)).toContain('40,000')
    expect(replica.hear(message('respond', '  '), bea)).toContain('no text')
    expect(replica.hear({ ...message('respond', 'a'), conversation_id: 'c2' }, bea)).toContain(
      'another conversation',
    )
    expect(replica.hear({ event_type: 'conversation.echo' }, bea)).toContain('not complete')
    expect(said()).toEqual([])
  })

  it('knows what it is told of the conversation from the next question on, and nothing earlier', async () => {
    let known = ''
    const { replica, contexts, said, count } = build({
      async *think() {
        yield { text: `I know: ${known}` }
      },
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
        bea,
      )
    replica.hear(message('respond', 'one'), bea)
    expect(told('append', 'It snows.')).toBeNull()
    replica.hear(message('respond', 'two'), bea)
    expect(told('overwrite', 'It is dry.')).toBeNull()
    replica.hear(message('respond', 'three'), bea)
    await count(6)
    expect(
      said()
        .filter(({ role }) => role === 'replica')
        .map(({ text }) => text),
    ).toEqual(['I know: ', 'I know: It rains.\n\nIt snows.', 'I know: It is dry.'])
    expect(contexts).toEqual(['It rains.\n\nIt snows.', 'It is dry.'])
    expect(told('overwrite', '')).toBeNull()
    expect(told('append', 'x'.repeat(40_001))).toContain('40,000')
    for (let n = 0; n < 2; n += 1) expect(told('append', 'y'.repeat(40_000))).toBeNull()
    expect(told('append', 'y'.repeat(40_000))).toContain('longer than 100,000 characters')
    expect(contexts).toHaveLength(5)
  })

  it('changes its turn-taking when it is told to, one thing at a time', () => {
    const { replica, tuned } = build()
    const tell = (properties: object) =>
      replica.hear({ ...message('respond', ''), event_type: 'conversation.sensitivity', properties }, bea)
    expect(tell({ participant_pause_sensitivity: 'superlow' })).toBeNull()
    expect(tell({ participant_interrupt_sensitivity: 'auto' })).toBeNull()
    expect(tuned).toEqual([{ pause: 'superlow' }, { interrupt: 'auto' }])
    expect(tell({})).toContain('Exactly one')
    expect(
      tell({ participant_pause_sensitivity: 'low', participant_interrupt_sensitivity: 'low' }),
    ).toContain('Exactly one')
    expect(tell({ participant_pause_sensitivity: 'very high' })).toContain('superlow')
    expect(tuned).toHaveLength(2)
  })

  it('takes no more than 20 turns ahead', () => {
    const { replica } = build()
    const answers = Array.from({ length: 21 }, () => replica.hear(message('respond', 'a'), bea))
    expect(answers.slice(0, 20)).toEqual(Array(20).fill(null))
    expect(answers[20]).toContain('Too many messages')
  })

  it('says nothing any more once stopped', async () => {
    const { replica, said } = build()
    replica.hear(message('respond', 'a'), bea)
    replica.stop()
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(said()).toEqual([])
  })

  it('keeps the last 200 lines for those who come later', async () => {
    const { replica, count } = build()
    for (let i = 0; i < 210; i += 1) {
      replica.hear(message('echo', `${i}`), bea)
      if (i % 15 === 14) await count(i + 1)
    }
    expect(replica.lines()).toHaveLength(200)
    expect(replica.lines().at(-1)?.text).toBe('209')
  })

  it('gives up an answer to speech that somebody goes on from, and answers both at once', async () => {
    const asked: string[][] = []
    let release = () => {}
    const { replica, said, count } = build({
      async *think({ dialogue }, _thinking, signal) {
        asked.push(dialogue.map(({ content }) => content ?? ''))
        if (asked.length === 1) {
          await new Promise<void>((resolve) => {
            release = resolve
            signal.addEventListener('abort', () => resolve())
          })
        }
        yield { text: 'Both.' }
      },
    })
    replica.take(heard('When do you'))
    await vi.waitFor(() => expect(asked).toHaveLength(1))
    replica.take(heard('open on Sundays?'))
    await count(3)
    release()
    expect(asked[1]).toEqual(['When do you\nopen on Sundays?'])
    expect(said().map(({ text }) => text)).toEqual(['When do you', 'open on Sundays?', 'Both.'])
  })

  it('gives up an answer without words yet as whoever asked goes on speaking, and nobody else', async () => {
    const signals: AbortSignal[] = []
    const { replica, said, spoken, count } = build({
      async *think(_asked, _thinking, signal) {
        signals.push(signal)
        if (signals.length === 1)
          await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
        yield { text: 'Both.' }
      },
    })
    replica.take(heard('When do you'))
    await vi.waitFor(() => expect(signals).toHaveLength(1))
    replica.cut('s-carl')
    expect(signals[0]?.aborted).toBe(false)
    replica.cut('s-bea')
    expect(signals[0]?.aborted).toBe(true)
    await vi.waitFor(() => expect(spoken).toEqual(['interrupt', 'interrupt', 'interrupt']))
    replica.take(heard('open on Sundays?'))
    await count(3)
    expect(said().map(({ text }) => text)).toEqual(['When do you', 'open on Sundays?', 'Both.'])
  })

  it('records speech from its beginning, and how long each stage of the answer took', async () => {
    const { replica, said, turns, count } = build()
    replica.take(heard('one'))
    await count(2)
    expect(said()[0]).toMatchObject({ at: new Date(1000), duration: 1000 })
    expect(said()[1]).toMatchObject({ duration: 500, interrupted: false })
    expect(turns.at(-1)).toMatchObject({
      kind: 'speech',
      sessionId: 's-bea',
      at: new Date(2000),
      stages: { endpoint: 400, transcription: 500 },
    })
    expect(turns.at(-1)?.stages.sending).toBeGreaterThan(0)
  })

  it('has functions called, and answers when all results are there', async () => {
    const asked: unknown[] = []
    const { replica, told, said, count } = build({
      async *think({ dialogue }) {
        asked.push(dialogue)
        if (asked.length > 1) yield { text: 'It is warm there, and cold here.' }
        else {
          yield { text: 'Let me see. ' }
          yield { call: { id: 'a', name: 'weather', arguments: '{"city":"Rome"}' } }
          yield { call: { id: 'b', name: 'weather', arguments: '{"city":"Oslo"}' } }
        }
      },
    })
    const result = (properties: object) =>
      replica.hear({ ...message('respond', ''), event_type: 'conversation.tool_result', properties }, bea)
    expect(result({ result: 'early' })).toContain('No call waits')
    replica.hear(message('respond', 'Where is it warm?'), bea)
    const calls = () => told.flatMap((sent) => toolCall.safeParse(sent).data ?? [])
    await vi.waitFor(() => expect(calls()).toHaveLength(2))
    expect(calls()[0]).toMatchObject({
      turn_idx: 1,
      properties: { name: 'weather', arguments: '{"city":"Rome"}', tool_call_id: 'a' },
    })
    expect(result({ tool_call_id: 'x', result: 1 })).toContain('No call waits')
    expect(result({ tool_call_id: 'b', result: { celsius: -3 } })).toBeNull()
    expect(result({ tool_call_id: 'a', result: '24' })).toBeNull()
    expect(result({ tool_call_id: 'a', result: '25' })).toContain('No call waits')
    await count(3)
    const call = (id: string, city: string) => ({
      id,
      type: 'function',
      function: { name: 'weather', arguments: JSON.stringify({ city }) },
    })
    expect(asked[1]).toEqual([
      { role: 'user', content: 'Where is it warm?' },
      { role: 'assistant', content: 'Let me see.', tool_calls: [call('a', 'Rome'), call('b', 'Oslo')] },
      { role: 'tool', tool_call_id: 'a', content: '24' },
      { role: 'tool', tool_call_id: 'b', content: '{"celsius":-3}' },
    ])
    expect(said().at(-1)?.text).toBe('It is warm there, and cold here.')
  })

  it('names the documents it looked into, and those that it cites', async () => {
    const { replica, told, said, count } = build({
      async *think(_asked, { consulted }) {
        const place = ''
        consulted([
          { documentId: 'd1', documentName: 'Handbook.pdf', place, text: 'We open at nine.' },
          { documentId: 'd2', documentName: 'Prices.txt', place, text: 'Tea is two.' },
        ])
        yield { text: 'As the handbook says, at nine.' }
      },
    })
    replica.hear(message('respond', 'When?'), bea)
    await count(2)
    expect(said()[1]?.sources).toEqual([{ documentId: 'd1', documentName: 'Handbook.pdf' }])
    const looked = () => told.filter((sent) => sent.event_type === 'conversation.rag.observability')
    await vi.waitFor(() => expect(looked()).toHaveLength(1))
    expect(looked()[0]?.properties).toEqual({
      documents: [
        { document_id: 'd1', document_name: 'Handbook.pdf' },
        { document_id: 'd2', document_name: 'Prices.txt' },
      ],
    })
  })

  it('says after what it could say that the rest was lost', async () => {
    const { replica, said, count } = build({
      async *think() {
        yield { text: 'We open at' }
        throw new ModelError('The answer broke off.')
      },
    })
    replica.hear(message('respond', 'When?'), bea)
    await count(2)
    expect(said()[1]?.text).toMatch(/^We open at I am sorry/)
  })

  it('says only what it is sent in echo mode, and records what is said to it', async () => {
    const { replica, said, turns, count } = build({}, { pipelineMode: 'echo' })
    replica.hear(message('respond', 'Anybody there?'), bea)
    replica.hear(message('echo', 'Yes.'), bea)
    await count(2)
    expect(said().map(({ role, text }) => [role, text])).toEqual([
      ['user', 'Anybody there?'],
      ['replica', 'Yes.'],
    ])
    expect(turns).toEqual([])
  })
})
