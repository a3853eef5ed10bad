import { type Mouth, mouthAt } from '@/lib/face/mouth'
import type { Clock } from '@/lib/platform/clock'
import type { Log } from '@/lib/platform/log'
import type { Speech } from '@/lib/studio/replica/tts/port'
import type { Frame, MediaRoom } from '@/lib/studio/transport/port'

/** Milliseconds of sound that go out at once, in samples at 48,000 a second. */
const chunkMs = 10
const chunkSamples = 480
const frameMs = 40
/**
 * Milliseconds of a growing speech that must be there before it begins, so that a network's unevenness is not heard; and
 * the most of it, as it is doubled each time the sound did not come in time.
 */
const reserveMs = 60
const mostReserveMs = 480
/** Milliseconds of a stall after which time is not caught up: what is said then comes later, and nothing is lost. */
const longestCatchUp = 200

export type Mood = 'idle' | 'listening' | 'thinking'

/** Draws the replica's picture of an instant (milliseconds of a clock that only runs forward). */
export type Painter = { paint(ms: number, state: Mood | 'speaking', mouth: Mouth): Frame }

/** The replica's voice and picture, as they go out in time. */
export type Playback = {
  /**
   * Speaks, after what is being spoken; what is not there yet when its time has come is waited for in silence. `began`
   * is called with its first sound, `word` with each `end` of its words as it is reached. Resolves to false when it was cut.
   */
  play(speech: Speech, events: { began(): void; word(end: number): void }): Promise<boolean>
  /** Silences what is spoken, at once. */
  cut(): void
  /** Is silent for as long as it is held, at once, and then goes on where it was. */
  hold(held: boolean): void
  /** How the face looks while nothing is said. */
  setMood(mood: Mood): void
  /** Somebody has begun to watch. */
  wake(): void
  stop(): void
}

type Playing = {
  speech: Speech
  events: Parameters<Playback['play']>[1]
  /** Samples that have gone out. */
  position: number
  nextWord: number
  /** Waits until so many milliseconds are there; null while it is heard. */
  reserve: number | null
  lastReserve: number
  /** Has fallen silent as it is held. */
  held: boolean
  done(completed: boolean): void
}

type Options = {
  room: Pick<MediaRoom, 'publishAudio' | 'publishVideo' | 'watchers'>
  /** Made when the first picture is needed; null where there is no picture. */
  painter: (() => Painter) | null
  clock: Clock
  log: Log
  /** Every 10 ms that go out, silence included. */
  played(samples: Int16Array): void
}

/** Silence and a resting face, while somebody watches; nothing at all while nobody does. */
export function createPlayback({ room, painter, clock, log, played }: Options): Playback {
  const silence = new Int16Array(chunkSamples)
  let queue: Playing[] = []
  let mood: Mood = 'idle'
  let drawing: Painter | null = null
  let alarm: { cancel(): void } | null = null
  let nextChunk = 0
  let nextFrame = 0
  let stopped = false
  let unpaintable = false
  let held = false
  /** The last chunk of what was cut, to be faded out: a sound that breaks off clicks. */
  let ending: Int16Array | null = null

  const isNeeded = () => !stopped && (queue.length > 0 || room.watchers() > 0)

  function wake(): void {
    if (alarm || !isNeeded()) return
    const now = clock.now().getTime()
    nextChunk = now
    nextFrame = now
    tick()
  }

  function tick(): void {
    alarm = null
    const now = clock.now().getTime()
    if (now - nextChunk > longestCatchUp) nextChunk = now
    while (nextChunk <= now && !stopped) {
      sound()
      nextChunk += chunkMs
    }
    if (nextFrame <= now) {
      picture(now)
      nextFrame = now - nextFrame > longestCatchUp ? now + frameMs : nextFrame + frameMs
    }
    if (isNeeded()) alarm = clock.alarm(new Date(nextChunk), tick)
  }

  function sound(): void {
    const samples = next()
    played(samples)
    if (room.watchers() > 0) room.publishAudio(samples)
  }

  /** The next 10 ms. */
  function next(): Int16Array {
    const faded = ending
    ending = null
    if (faded) return faded
    const playing = queue[0]
    if (!playing) return silence
    const { speech, events, position } = playing
    const { samples, ended } = speech
    if (playing.reserve !== null && !ended && samples.length - position < playing.reserve * 48) return silence
    if (held && (position === 0 || playing.held)) return silence
    const resumes = position > 0 && (playing.reserve !== null || playing.held)
    playing.held = held
    playing.reserve = null
    if (position === 0 && samples.length > 0) events.began()
    const chunk = chunkAt(samples, position)
    playing.position += chunkSamples
    for (;;) {
      const word = speech.words[playing.nextWord]
      if (!word || word.at * 48 >= playing.position) break
      playing.nextWord += 1
      events.word(word.end)
    }
    if (playing.position >= samples.length && ended) {
      queue.shift()
      playing.done(true)
    }
    // What comes next may not come in time, and a sound that breaks off clicks.
    const isLast = !ended && playing.position + chunkSamples > samples.length
    if (isLast) {
      playing.lastReserve = Math.min(playing.lastReserve * 2, mostReserveMs)
      playing.reserve = playing.lastReserve
    }
    const begun = resumes ? fadeIn(chunk) : chunk
    return isLast || held ? fadeOut(begun) : begun
  }

  function picture(now: number): void {
    if (!painter || unpaintable || room.watchers() === 0) return
    // What has not begun to sound is not spoken yet.
    const playing = queue[0]?.position ? queue[0] : null
    const mouth = mouthAt(playing?.speech.mouth ?? null, (playing?.position ?? 0) / 48)
    try {
      drawing ??= painter()
      room.publishVideo(drawing.paint(now, playing ? 'speaking' : mood, mouth))
    } catch (error) {
      // A face that cannot be drawn is no reason to be silent.
      unpaintable = true
      log.error({ error }, 'The replica cannot be drawn.')
    }
  }

  return {
    play(speech, events) {
      if (stopped) return Promise.resolve(false)
      return new Promise((done) => {
        queue.push({
          speech,
          events,
          position: 0,
          nextWord: 0,
          reserve: reserveMs,
          lastReserve: reserveMs,
          held: false,
          done,
        })
        wake()
      })
    },
    cut() {
      const cut = queue
      queue = []
      const [playing] = cut
      if (playing && playing.position > 0 && playing.reserve === null && !playing.held)
        ending = fadeOut(chunkAt(playing.speech.samples, playing.position))
      for (const { done } of cut) done(false)
    },
    hold(now) {
      held = now
    },
    setMood(next) {
      mood = next
    },
    wake,
    stop() {
      stopped = true
      alarm?.cancel()
      alarm = null
      for (const { done } of queue.splice(0)) done(false)
    },
  }
}

/** 480 samples from `position`, with silence after the end. */
function chunkAt(samples: Int16Array, position: number): Int16Array {
  const chunk = new Int16Array(chunkSamples)
  chunk.set(samples.subarray(position, position + chunkSamples))
  return chunk
}

const fadeIn = (samples: Int16Array) => samples.map((sample, i) => sample * (i / samples.length))
const fadeOut = (samples: Int16Array) => samples.map((sample, i) => sample * (1 - i / samples.length))
