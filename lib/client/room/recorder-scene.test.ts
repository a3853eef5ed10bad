import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RoomParticipant } from '@/lib/protocol/room'
import { pictureSize, placesOf, type SceneTile, sceneOf } from './recorder-scene'
import type { PersonTracks, RoomSnapshot } from './room-state'

const track = (id: string) => ({ id }) as MediaStreamTrack
const tile = (id: string): SceneTile => ({ id, name: id, video: null })

const person = (id: string, fields: Partial<RoomParticipant> = {}): RoomParticipant => ({
  session_id: id,
  user_id: id,
  name: id,
  role: 'participant',
  audio: true,
  video: true,
  screen: false,
  joined_at: 1,
  reconnecting: false,
  ...fields,
})

function snapshot(
  participants: RoomParticipant[],
  tracks: Record<string, Partial<PersonTracks>>,
): RoomSnapshot {
  const none = { audio: null, video: null, screenVideo: null, screenAudio: null }
  const all = Object.entries(tracks).map(([id, some]) => [id, { ...none, ...some }] as const)
  return {
    status: { phase: 'joined' },
    sessionId: 'me',
    room: null,
    participants,
    media: { phase: 'connected', quality: 'good', missing: { audio: false, video: false } },
    tracks: new Map(all),
    activeSpeaker: null,
    spoken: null,
    captions: [],
  }
}
const device = (given: MediaStreamTrack | null) => ({
  on: true,
  asking: false,
  problem: null,
  track: given,
  deviceId: null,
})
const own = {
  audio: device(track('my voice')),
  video: device(track('my face')),
  screen: { offered: true, asking: false, problem: null, video: null, audio: null },
}

describe('what is recorded', () => {
  it('has the replica, everybody else and ourselves, and all that is heard', () => {
    const scene = sceneOf(
      snapshot(
        [
          person('replica', { role: 'replica' }),
          person('me'),
          person('ben'),
          person('eve', { video: false }),
        ],
        {
          replica: { audio: track('voice'), video: track('face') },
          ben: {
            audio: track('ben'),
            video: track('ben sees'),
            screenVideo: track('slides'),
            screenAudio: track('film'),
          },
          eve: { audio: track('eve'), video: track('the last of eve') },
        },
      ),
      own,
    )
    expect(scene.replica?.video?.id).toBe('face')
    expect(scene.people.map(({ name, video }) => [name, video?.id])).toEqual([
      ['me', 'my face'],
      ['ben', 'ben sees'],
      ['eve', undefined],
    ])
    expect(scene.screen?.video?.id).toBe('slides')
    expect(scene.audio.map(({ id }) => id)).toEqual(['voice', 'my voice', 'ben', 'film', 'eve'])
  })

  it('is nobody before there is anybody', () => {
    const scene = sceneOf(snapshot([], {}), own)
    expect(scene).toMatchObject({ replica: null, people: [], screen: null, audio: [] })
  })
})

describe('places', () => {
  it('lie in the picture and on nobody else’s', () => {
    fc.assert(
      fc.property(fc.nat(24), fc.boolean(), (count, shares) => {
        const people = Array.from({ length: count }, (_, n) => tile(`p${n}`))
        const places = placesOf({ people, screen: shares ? tile('screen') : null })
        const shown = [...(shares ? [places.main] : []), places.replica, ...places.people]
        for (const { x, y, width, height } of shown) {
          expect(Math.min(x, y, width, height)).toBeGreaterThan(0)
          expect(x + width).toBeLessThanOrEqual(pictureSize.width)
          expect(y + height).toBeLessThanOrEqual(pictureSize.height + 0.001)
        }
        for (const [index, a] of shown.entries()) {
          for (const b of shown.slice(index + 1)) {
            const apart =
              a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y
            expect(apart).toBe(true)
          }
        }
      }),
    )
  })

  it('never blow the replica up beyond what is sharp', () => {
    expect(placesOf({ people: [], screen: null }).replica).toMatchObject({ width: 640, height: 640 })
  })
})
