import { describe, expect, it } from 'vitest'
import { handClock } from '@/e2e/support/hand-clock'
import type { Mouth } from '@/lib/face/mouth'
import { createLog } from '@/lib/platform/log'
import { createPlayback } from '@/lib/studio/replica/playback'
import { growingTone, toneOf } from '@/lib/studio/replica/tts/fixture'

function build({ watchers = 1, picture = true, broken = false } = {}) {
  const clock = handClock()
  const state = { watchers, painters: 0 }
  const sent: { at: number; loud: boolean; samples: Int16Array }[] = []
  const frames: { at: number; state: string; mouth: Mouth }[] = []
  const heard: number[] = []
  const start = clock.now().getTime()
  const at = () => clock.now().getTime() - start
  const playback = createPlayback({
    room: {
      watchers: () => state.watchers,
      publishAudio: (samples) =>
        sent.push({
          at: at(),
          loud: samples.length === 480 && samples.some((sample) => sample !== 0),
          samples: samples.slice(),
        }),
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

describe('playback of a speech that grows', () => {
  /** Which of its 10 ms a chunk is, by its loudness; 0 is silence. */
  const numberOf = (samples: Int16Array) => Math.round(Math.max(...samples) / 100)
  const heardIn = (sent: { samples: Int16Array }[]) => sent.map(({ samples }) => numberOf(samples))

  it('begins when a little of it is there, and goes on to its end', async () => {
    const { clock, sent, frames, playback, events } = build()
    const { speech, grow, end } = growingTone()
    const told = events()
    playback.wake()
    const played = playback.play(speech, told.events)
    grow(50)
    clock.advance(100)
    expect(sent.some(({ loud }) => loud)).toBe(false)
    expect(told.began).toEqual([])
    expect(frames.every(({ state }) => state === 'idle')).toBe(true)
    grow(10)
    clock.advance(10)
    expect(told.began).toEqual([110])
    for (let i = 0; i < 30; i++) {
      grow(10)
      clock.advance(10)
    }
    end()
    clock.advance(100)
    expect(await played).toBe(true)
    const heard = heardIn(sent).filter((number) => number > 0)
    expect(heard).toEqual(Array.from({ length: 36 }, (_, i) => i + 1))
    expect(told.words).toEqual([0, 1, 2, 3].map((i) => ({ end: i + 1, at: 110 + i * 100 })))
    expect(frames.some(({ state }) => state === 'speaking')).toBe(true)
  })

  it('does not wait where all of it is there', () => {
    const { clock, sent, playback, events } = build()
    const { speech, grow, end } = growingTone()
    grow(20)
    end()
    playback.wake()
    void playback.play(speech, events().events)
    clock.advance(10)
    expect(sent.at(-1)?.loud).toBe(true)
  })

  it('is silent while nothing comes, plays nothing twice, and then waits for more', () => {
    const { clock, sent, playback, events } = build()
    const { speech, grow, end } = growingTone()
    playback.wake()
    void playback.play(speech, events().events)
    grow(80)
    clock.advance(200)
    // The last of what is there fades out: a sound that breaks off clicks.
    expect(Math.abs(sent[8]?.samples.at(-1) ?? 9)).toBeLessThan(5)
    expect(heardIn(sent.slice(9)).every((number) => number === 0)).toBe(true)
    grow(110)
    clock.advance(100)
    expect(heardIn(sent.slice(9)).every((number) => number === 0)).toBe(true)
    grow(10)
    clock.advance(10)
    expect(sent.at(-1)?.samples[0]).toBe(0)
    end()
    clock.advance(300)
    const heard = heardIn(sent).filter((number) => number > 0)
    expect(heard).toEqual(Array.from({ length: 20 }, (_, i) => i + 1))
  })

  it('is cut at once: what comes later is not heard', async () => {
    const { clock, sent, playback, events } = build()
    const { speech, grow, end } = growingTone()
    playback.wake()
    const played = playback.play(speech, events().events)
    grow(300)
    clock.advance(100)
    playback.cut()
    expect(await played).toBe(false)
    grow(300)
    end()
    clock.advance(500)
    const heard = heardIn(sent).filter((number) => number > 0)
    expect(heard).toEqual(Array.from({ length: heard.length }, (_, i) => i + 1))
    expect(heard.length).toBeLessThanOrEqual(12)
    expect(sent.slice(12).some(({ loud }) => loud)).toBe(false)
  })

  it('is silent while it is held, at once, and goes on where it was', async () => {
    const { clock, sent, playback, events } = build()
    const { speech, grow, end } = growingTone()
    grow(300)
    end()
    playback.wake()
    const played = playback.play(speech, events().events)
    clock.advance(100)
    const before = sent.length
    playback.hold(true)
    clock.advance(100)
    expect(sent.slice(before + 1).some(({ loud }) => loud)).toBe(false)
    expect(Math.abs(sent[before]?.samples.at(-1) ?? 9)).toBeLessThan(20)
    playback.hold(false)
    clock.advance(300)
    expect(await played).toBe(true)
    const heard = heardIn(sent).filter((number) => number > 0)
    expect(heard).toEqual(Array.from({ length: 30 }, (_, i) => i + 1))
    expect(sent[before + 10]?.samples[0]).toBe(0)
  })

  it('begins nothing while it is held, and is cut without another sound', async () => {
    const { clock, sent, playback, events } = build()
    playback.wake()
    playback.hold(true)
    const played = playback.play(toneOf('abcdef'), events().events)
    clock.advance(50)
    expect(sent.some(({ loud }) => loud)).toBe(false)
    playback.hold(false)
    clock.advance(30)
    playback.hold(true)
    clock.advance(30)
    const before = sent.length
    playback.cut()
    playback.hold(false)
    clock.advance(50)
    expect(await played).toBe(false)
    expect(sent.slice(before).some(({ loud }) => loud)).toBe(false)
  })

  it('is cut while it waits, and the next one is heard', async () => {
    const { clock, sent, playback, events } = build()
    const waiting = growingTone()
    playback.wake()
    const played = playback.play(waiting.speech, events().events)
    clock.advance(50)
    playback.cut()
    expect(await played).toBe(false)
    waiting.grow(200)
    const next = events()
    void playback.play(toneOf('abc'), next.events)
    clock.advance(100)
    expect(next.began).toEqual([60])
    expect(sent.filter(({ loud }) => loud).every(({ samples }) => samples[0] === 8000)).toBe(true)
  })

  it('ends where the speech ends, though the sound never came', async () => {
    const { clock, playback, events } = build()
    const { speech, grow, end } = growingTone()
    playback.wake()
    const played = playback.play(speech, events().events)
    grow(70)
    clock.advance(300)
    end()
    clock.advance(20)
    expect(await played).toBe(true)
  })
})

const clockOn = (clock: ReturnType<typeof handClock>) => clock.advance(100)
