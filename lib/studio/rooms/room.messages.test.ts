import { describe, expect, it, vi } from 'vitest'
import { modelFailed, roomSystemMessage, utterance } from '@/lib/protocol/interactions'
import type { ReportedLine } from '@/lib/protocol/studio'
import { ModelError } from '@/lib/studio/replica/models/endpoint'
import { openedRoom, passedOn, respond } from '@/lib/studio/rooms/fixture'

describe('app-messages', () => {
  it('go to everybody else, or to one, and never back to the sender', () => {
    const { enter } = openedRoom()
    const [ann, bea, carl] = [enter(), enter(), enter()]
    const received = (one: typeof ann) => passedOn(one).map(({ from, data }) => [from, data])
    ann.seat.hear({ type: 'app-message', to: '*', data: { n: 1 } })
    ann.seat.hear({ type: 'app-message', to: carl.sessionId, data: 'to Carl' })
    ann.seat.hear({ type: 'app-message', to: ann.sessionId, data: 'to myself' })
    ann.seat.hear({ type: 'app-message', to: 'nobody', data: 'lost' })
    expect(received(ann)).toEqual([])
    expect(received(bea)).toEqual([[ann.sessionId, { n: 1 }]])
    expect(received(carl)).toEqual([
      [ann.sessionId, { n: 1 }],
      [ann.sessionId, 'to Carl'],
    ])
  })

  it('tell of the replica that is there, in both namings, and of the end', async () => {
    const { enter, room } = openedRoom({ greeting: '' })
    const ann = enter()
    const returned = enter({ sessionId: ann.sessionId })
    await room.close('max_call_duration reached')
    const told = ({ ofType }: typeof ann) =>
      ofType('app-message')
        .flatMap(({ data }) => roomSystemMessage.safeParse(data).data ?? [])
        .map(({ event_type, properties }) => [event_type, properties])
    expect(told(ann)).toEqual([
      ['system.replica_joined', { replica_id: 'r1' }],
      ['system.pal_joined', { face_id: 'r1' }],
    ])
    const ended = { replica_id: 'r1', shutdown_reason: 'max_call_duration reached' }
    expect(told(returned)).toEqual([['system.shutdown', ended]])
  })

  it('for the replica are answered for everybody, and refused in words to the sender alone', async () => {
    const { enter, room, finished } = openedRoom({ greeting: '' })
    const ann = enter({ name: 'Ann' })
    const bea = enter()
    const replica = ann.joined.participants[0]?.session_id ?? ''
    ann.seat.hear({ type: 'app-message', to: replica, data: respond('When?') })
    await vi.waitFor(() => expect(finished()).toHaveLength(2))
    for (const { ofType } of [ann, bea]) {
      const said = ofType('app-message').filter(({ data }) => utterance.safeParse(data).success)
      expect(said.map(({ from }) => from)).toEqual([replica, replica])
    }
    expect(finished().map(({ speaker, text }) => [speaker, text])).toEqual([
      ['Ann', 'When?'],
      ['Anna', 'When? (0)'],
    ])
    ann.seat.hear({ type: 'app-message', to: '*', data: respond('x'.repeat(40_001)) })
    expect(ann.ofType('app-message').at(-1)?.data).toMatchObject({
      event_type: 'system.interaction_refused',
      properties: { reason: 'The message is longer than 40,000 characters.' },
    })
    expect(room.interact({ event_type: 'x' })).toContain('conversation.respond')
    expect(room.interact(respond('From outside'))).toBeNull()
    await vi.waitFor(() => expect(finished()).toHaveLength(4))
    expect(finished()[2]?.speaker).toBe('Operator')
  })

  it('of a wait for an answer that nobody gave are ignored', () => {
    const { enter, ofType } = openedRoom()
    const ann = enter()
    ann.seat.hear({ type: 'heard', inference_id: 'unknown', latency_ms: 900, from: 'speech' })
    expect(ofType('turn')).toEqual([])
    expect(ann.closed).toEqual([])
  })

  it('tell members alone that a model failed, and a wait is believed of whoever asked', async () => {
    const { enter, ofType } = openedRoom(
      { greeting: '' },
      {
        thinkerFor: () => ({
          // biome-ignore lint/correctness/useYield: it fails before its first word
          async *think() {
            throw new ModelError('It does not accept the API key (401).')
          },
          learn: () => {},
        }),
      },
    )
    const ann = enter({ admitted: { tokenId: 't1', name: 'Ann', accountId: 'account' } })
    const bea = enter()
    bea.seat.hear({ type: 'app-message', to: '*', data: respond('When?') })
    await vi.waitFor(() => expect(ofType('problem')).toHaveLength(1))
    const failures = ({ ofType }: typeof ann) =>
      ofType('app-message').flatMap(({ data }) => modelFailed.safeParse(data).data?.properties ?? [])
    expect(failures(ann)).toEqual([{ part: 'llm', message: 'It does not accept the API key (401).' }])
    expect(failures(bea)).toEqual([])

    const inference_id = ofType('turn').at(-1)?.turn.inferenceId ?? ''
    const heard = { type: 'heard', inference_id, latency_ms: 900, from: 'text' } as const
    ann.seat.hear(heard)
    bea.seat.hear({ ...heard, from: 'speech' })
    expect(ofType('turn').at(-1)?.turn.heard).toBeNull()
    bea.seat.hear(heard)
    expect(ofType('turn').at(-1)?.turn).toMatchObject({ heard: 900, sessionId: bea.sessionId })
  })

  it('for the replica are held back from somebody who sends too many', () => {
    const { enter } = openedRoom()
    const ann = enter()
    for (let i = 0; i < 25; i += 1) ann.seat.hear({ type: 'app-message', to: '*', data: respond('again') })
    expect(JSON.stringify(ann.frames)).toContain('too many messages')
  })
})

describe('greeting', () => {
  it('is said once, when the first participant joins, and shown to those who come later', async () => {
    const { enter, ofType, finished } = openedRoom()
    const bea = enter()
    enter()
    await vi.waitFor(() => expect(finished()).toHaveLength(1))
    const [line] = finished()
    expect(line).toMatchObject({ text: 'Hello there.', interrupted: false })
    expect(ofType('greeted')).toHaveLength(1)
    expect(bea.ofType('app-message').at(-1)?.data).toMatchObject({
      event_type: 'conversation.utterance',
      turn_idx: 0,
      properties: { role: 'replica', speech: 'Hello there.', speaker: 'Anna', line: line?.seq },
    })
    expect(enter().joined.captions).toMatchObject([{ seq: line?.seq, speaker: 'Anna', text: 'Hello there.' }])
  })

  it('is not said again after a restart, even when only its line was recorded', () => {
    const line = {
      seq: 4,
      role: 'replica',
      speaker: 'Anna',
      text: 'Hello there.',
      age: 5,
      turn: 2,
      inferenceId: null,
      revision: 1,
      duration: null,
      interrupted: false,
      sources: [],
    } satisfies ReportedLine
    const { enter, ofType } = openedRoom({
      resume: { report: { version: 0, presence: [] }, greeted: false, lines: [line] },
    })
    expect(enter().joined.captions).toHaveLength(1)
    expect(ofType('line')).toEqual([])
    expect(ofType('greeted')).toHaveLength(1)
  })

  it('is repeated until it was taken', async () => {
    const { room, enter, ofType, finished, clock } = openedRoom()
    enter()
    await vi.waitFor(() => expect(finished()).toHaveLength(1))
    const told = () => [ofType('line').length, ofType('greeted').length]
    const [lines = 0, greetings = 0] = told()
    clock.advance(5100)
    await vi.waitFor(() => expect(told()).toEqual([lines + 1, greetings + 1]))
    const { seq = 0, revision = 0 } = finished()[0] ?? {}
    // An earlier report of it was taken, not this one.
    room.takenLine(seq, revision - 1)
    clock.advance(5100)
    await vi.waitFor(() => expect(told()).toEqual([lines + 2, greetings + 2]))
    room.takenLine(seq, revision)
    room.takenGreeted()
    clock.advance(5100)
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(told()).toEqual([lines + 2, greetings + 2])
  })
})
