import { describe, expect, it, vi } from 'vitest'
import { utterance } from '@/lib/protocol/interactions'
import { openedRoom, respond } from '@/lib/studio/rooms/fixture'

describe('app-messages', () => {
  it('go to everybody else, or to one, and never back to the sender', () => {
    const { enter } = openedRoom()
    const [ann, bea, carl] = [enter(), enter(), enter()]
    const received = ({ ofType }: typeof ann) => ofType('app-message').map(({ from, data }) => [from, data])
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

  it('for the replica are answered for everybody, and refused in words to the sender alone', async () => {
    const { enter, room, ofType } = openedRoom({ greeting: '' })
    const ann = enter({ name: 'Ann' })
    const bea = enter()
    const replica = ann.joined.participants[0]?.session_id ?? ''
    ann.seat.hear({ type: 'app-message', to: replica, data: respond('When?') })
    await vi.waitFor(() => expect(ofType('line')).toHaveLength(2))
    for (const { ofType } of [ann, bea]) {
      const said = ofType('app-message').filter(({ data }) => utterance.safeParse(data).success)
      expect(said.map(({ from }) => from)).toEqual([replica, replica])
    }
    expect(ofType('line').map(({ line }) => [line.seq, line.speaker, line.text])).toEqual([
      [1, 'Ann', 'When?'],
      [2, 'Anna', 'When? (0)'],
    ])
    ann.seat.hear({ type: 'app-message', to: '*', data: respond('x'.repeat(40_001)) })
    expect(ann.ofType('app-message').at(-1)?.data).toMatchObject({
      event_type: 'system.interaction_refused',
      properties: { reason: 'The message is longer than 40,000 characters.' },
    })
    expect(room.interact({ event_type: 'x' })).toContain('conversation.respond')
    expect(room.interact(respond('From outside'))).toBeNull()
    await vi.waitFor(() => expect(ofType('line')).toHaveLength(4))
    expect(ofType('line')[2]?.line.speaker).toBe('Operator')
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
    const { enter, ofType } = openedRoom()
    const bea = enter()
    enter()
    await vi.waitFor(() => expect(ofType('line')).not.toEqual([]))
    expect(ofType('line').map(({ line }) => line.text)).toEqual(['Hello there.'])
    expect(ofType('greeted')).toHaveLength(1)
    expect(bea.ofType('app-message')[0]?.data).toMatchObject({
      event_type: 'conversation.utterance',
      seq: 1,
      turn_idx: 0,
      properties: { role: 'replica', speech: 'Hello there.', speaker: 'Anna' },
    })
    expect(enter().joined.captions).toMatchObject([{ seq: 1, speaker: 'Anna', text: 'Hello there.' }])
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
    } as const
    const { enter, ofType } = openedRoom({
      resume: { report: { version: 0, presence: [] }, greeted: false, lines: [line] },
    })
    expect(enter().joined.captions).toHaveLength(1)
    expect(ofType('line')).toEqual([])
    expect(ofType('greeted')).toHaveLength(1)
  })

  it('is repeated until it was taken', async () => {
    const { room, enter, ofType, clock } = openedRoom()
    enter()
    await vi.waitFor(() => expect(ofType('line')).not.toEqual([]))
    clock.advance(5100)
    await vi.waitFor(() => expect([ofType('line').length, ofType('greeted').length]).toEqual([2, 2]))
    room.takenLine(1)
    room.takenGreeted()
    clock.advance(5100)
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect([ofType('line').length, ofType('greeted').length]).toEqual([2, 2])
  })
})
