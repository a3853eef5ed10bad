import { describe, expect, it } from 'vitest'
import { handClock } from '@/e2e/support/hand-clock'
import type { Mouth } from '@/lib/face/mouth'
import { createLog } from '@/lib/platform/log'
import { createPlayback } from '@/lib/studio/replica/playback'
import { toneOf } from '@/lib/studio/replica/tts/fixture'

function build({ watchers = 1, picture = true, broken = false } = {}) {
  const clock = handClock()
  const state = { watchers, painters: 0 }
  const sent: { at: number; loud: boolean }[] = []
  const frames: { at: number; state: string; mouth: Mouth }[] = []
  const heard: number[] = []
  const start = clock.now().getTime()
  const at = () => clock.now().getTime() - start
  const playback = createPlayback({
    room: {
      watchers: () => state.watchers,
      publishAudio: (samples) =>
        sent.push({ at: at(), loud: samples.length === 480 && samples.some((sample) => sample !== 0) }),
      publishVideo() {},
    },
    painter: picture
      ? () => {
          state.painters += 1
          if (broken) throw new Error('no such face')
          return {
            paint(_ms, painted, mouth) {
              frames.push({ at: at(), state: painted, mouth })
              return { width: 2, height: 2, data: new Uint8ClampedArray(16) }
            },
          }
        }
      : null,
    clock,
    log: createLog('silent'),
    played: (samples) => heard.push(samples.length),
  })
  const events = () => {
    const words: { end: number; at: number }[] = []
    const began: number[] = []
    return {
      words,
      began,
      events: { began: () => began.push(at()), word: (end: number) => words.push({ end, at: at() }) },
    }
  }
  return { clock, state, sent, frames, heard, playback, events, at }
}

describe('playback', () => {
  it('does nothing at all while nobody watches and nothing is said', () => {
    const { clock, sent, heard, frames, playback } = build({ watchers: 0 })
    playback.wake()
    clock.advance(10_000)
    expect([sent, heard, frames]).toEqual([[], [], []])
  })

  it('sends 10 ms of sound every 10 ms and 25 pictures a second to whoever watches, and stops when they go', () => {
    const { clock, state, sent, frames, playback } = build()
    playback.wake()
    clock.advance(999)
    expect(sent).toHaveLength(100)
    expect(sent.every(({ loud }) => !loud)).toBe(true)
    expect(frames).toHaveLength(25)
    state.watchers = 0
    clock.advance(1000)
    expect(sent.length).toBeLessThanOrEqual(101)
    expect(frames).toHaveLength(25)
    state.watchers = 1
    playback.wake()
    clock.advance(999)
    expect(frames).toHaveLength(50)
    expect(state.painters).toBe(1)
  })

  it('speaks one thing after the other, tells each word in time, and says when it is done', async () => {
    const { clock, sent, frames, playback, events } = build()
    playback.wake()
    const first = events()
    const second = events()
    const done: boolean[] = []
    void playback.play(toneOf('one two'), first.events).then((completed) => done.push(completed))
    void playback.play(toneOf('six'), second.events).then((completed) => done.push(completed))
    clock.advance(400)
    await Promise.resolve()
    expect(first.began).toEqual([10])
    expect(first.words.map(({ end }) => end)).toEqual([3, 7])
    expect(first.words[1]?.at).toBe(90)
    expect(second.began).toEqual([150])
    expect(done).toEqual([true, true])
    expect(sent.filter(({ loud }) => loud)).toHaveLength(14 + 6)
    const speaking = frames.filter(({ state }) => state === 'speaking')
    expect(speaking.length).toBeGreaterThanOrEqual(4)
    expect(frames.at(-1)?.state).toBe('idle')
  })

  it('is silent within 20 ms of a cut, fading and not breaking off', async () => {
    const { clock, sent, playback, events, at } = build()
    playback.wake()
    const { events: told } = events()
    const played = playback.play(toneOf('something rather long'), told)
    clock.advance(100)
    playback.cut()
    expect(await played).toBe(false)
    const cutAt = at()
    clock.advance(200)
    const after = sent.filter(({ loud, at: when }) => loud && when > cutAt)
    expect(after).toHaveLength(1)
    expect(after[0]?.at).toBeLessThanOrEqual(cutAt + 10)
  })

  it('loses no sound in a stall, and catches up only a short one', () => {
    const { clock, sent, playback, events } = build()
    const text = 'x'.repeat(50)
    playback.wake()
    void playback.play(toneOf(text), events().events)
    const stalled = clock.now().getTime()
    // The process was busy: alarms fire late, all at once.
    const { now } = clock
    clock.now = () => new Date(stalled + 3000)
    clock.advance(10)
    clock.now = now
    clock.advance(5000)
    expect(sent.filter(({ loud }) => loud)).toHaveLength(100)
  })

  it('speaks on its own time where nobody receives it, and draws nothing', async () => {
    const { clock, sent, frames, heard, playback, events } = build({ watchers: 0 })
    const played = playback.play(toneOf('abc'), events().events)
    clock.advance(70)
    expect(await played).toBe(true)
    expect([sent, frames]).toEqual([[], []])
    expect(heard.length).toBeGreaterThanOrEqual(6)
  })

  it('draws the mood it is in, and no picture where there is none', () => {
    const seeing = build()
    seeing.playback.setMood('thinking')
    seeing.playback.wake()
    clockOn(seeing.clock)
    expect(seeing.frames.every(({ state }) => state === 'thinking')).toBe(true)
    const blind = build({ picture: false })
    blind.playback.wake()
    clockOn(blind.clock)
    expect(blind.sent.length).toBeGreaterThan(5)
    expect(blind.frames).toEqual([])
  })

  it('speaks on when its face cannot be drawn', async () => {
    const { clock, state, sent, playback, events } = build({ broken: true })
    playback.wake()
    const played = playback.play(toneOf('abc'), events().events)
    clock.advance(200)
    expect(await played).toBe(true)
    expect(sent.filter(({ loud }) => loud)).toHaveLength(6)
    expect(state.painters).toBe(1)
  })

  it('ends what is spoken when it stops', async () => {
    const { clock, sent, playback, events } = build()
    const played = playback.play(toneOf('abc'), events().events)
    playback.stop()
    expect(await played).toBe(false)
    const before = sent.length
    clock.advance(1000)
    expect(sent).toHaveLength(before)
    expect(await playback.play(toneOf('abc'), events().events)).toBe(false)
  })
})

const clockOn = (clock: ReturnType<typeof handClock>) => clock.advance(100)
