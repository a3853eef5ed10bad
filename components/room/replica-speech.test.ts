import { describe, expect, test } from 'vitest'
import { noTracks, nothingMissing, type RoomSnapshot } from '@/lib/client/room/room-state'
import { isInterruptible, isReplicaSpeaking } from './replica-speech'

const person = (session_id: string, role: 'replica' | 'participant') => ({
  session_id,
  user_id: session_id,
  name: session_id,
  role,
  audio: true,
  video: true,
  screen: false,
  joined_at: 1,
  reconnecting: false,
})
const line = (seq: number, role: 'user' | 'replica', text: string) => ({
  seq,
  role,
  speaker: '',
  text,
  at: seq,
})
const greeting = line(1, 'replica', 'Hello there.')
const question = line(2, 'user', 'When do you open?')

function snapshot(
  fields: Partial<RoomSnapshot>,
  words?: string,
  { final = false, turn = 1 } = {},
): RoomSnapshot {
  return {
    status: { phase: 'joined' },
    sessionId: 'me',
    room: null,
    participants: [person('nathan', 'replica'), person('me', 'participant')],
    media: { phase: 'connected', quality: 'good', missing: nothingMissing },
    tracks: noTracks,
    activeSpeaker: null,
    spoken: words === undefined ? null : { inferenceId: null, text: words, final, turn },
    captions: [greeting, question],
    ...fields,
  }
}

describe('the replica speaks', () => {
  test('while it is the active speaker', () => {
    expect(isReplicaSpeaking(snapshot({ activeSpeaker: 'nathan' }))).toBe(true)
    expect(isReplicaSpeaking(snapshot({ activeSpeaker: 'me' }))).toBe(false)
    expect(isReplicaSpeaking(snapshot({}))).toBe(false)
  })

  test('while somebody talks at the same time, until its words are all said', () => {
    expect(isReplicaSpeaking(snapshot({ activeSpeaker: 'me' }, 'We open'))).toBe(true)
    expect(isReplicaSpeaking(snapshot({ activeSpeaker: 'me' }, 'We open at nine.', { final: true }))).toBe(
      false,
    )
  })

  test('no longer when only its last words are still to be read', () => {
    expect(isReplicaSpeaking(snapshot({}, 'We open at nine.'))).toBe(false)
  })
})

describe('it can be cut off', () => {
  test('in an answer, from its first moment', () => {
    expect(isInterruptible(snapshot({ activeSpeaker: 'nathan' }))).toBe(true)
    expect(isInterruptible(snapshot({ activeSpeaker: 'nathan' }, 'We open'))).toBe(true)
  })

  test('not while it is silent', () => {
    expect(isInterruptible(snapshot({}, 'We open at nine.'))).toBe(false)
  })

  test('not in its greeting, whatever has been written meanwhile', () => {
    const greets = (captions: RoomSnapshot['captions'], words?: string) =>
      isInterruptible(snapshot({ activeSpeaker: 'nathan', captions }, words, { turn: 0 }))
    expect(greets([])).toBe(false)
    expect(greets([], 'Hello')).toBe(false)
    expect(greets([question], 'Hello')).toBe(false)
  })

  test('in an answer of a conversation without a greeting, and in words that it was sent', () => {
    const speaks = (captions: RoomSnapshot['captions'], turn: number) =>
      isInterruptible(snapshot({ activeSpeaker: 'nathan', captions }, 'We open', { turn }))
    expect(speaks([question], 1)).toBe(true)
    expect(speaks([greeting], 0)).toBe(true)
  })
})
