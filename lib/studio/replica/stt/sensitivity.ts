import type { Level } from '@/lib/protocol/mind'

/** How readily a pause is taken for the end of a turn, and a voice for an interruption, as the wire contract names it. */
export type Sensitivity = 'superlow' | 'verylow' | 'low' | 'medium' | 'high'

/**
 * Milliseconds of silence that end a turn. People leave some 200 ms between two turns and pause for up to a second within
 * one of their own: at 400 quick answers cut in now and then, at 1200 hardly ever.
 */
const pauses: Record<Sensitivity, number> = {
  superlow: 2500,
  verylow: 1800,
  low: 1200,
  medium: 700,
  high: 400,
}
/** Patience is the other side of it. */
const sensitivityOf: Record<Level, Sensitivity> = { low: 'high', medium: 'medium', high: 'low' }
/** Milliseconds more when what was said sounds as if it went on. */
const unfinishedPause = 600

/**
 * Milliseconds for which a voice must be heard before the replica stops. 60 is the first syllable of anything; "mhm" and
 * "okay" are heard for up to 700, so that 750 is more than a listener's assent; after 900 somebody says a sentence.
 */
const voices: Record<Sensitivity, number> = { superlow: 2000, verylow: 1400, low: 900, medium: 750, high: 60 }
/** Up to here a sound is suspected before it is known to be a voice. */
const quick = 100

/** A room's turn-taking. */
export type TurnTaking = {
  /** Milliseconds of silence that end a turn. */
  pauseMs(unfinished: boolean): number
  /** Milliseconds for which a voice must be heard to stop the replica. */
  interruptMs(): number
  /** The replica falls silent at the first sound, and goes on if it was no voice. */
  isQuick(): boolean
  /** Changes what is given; `auto` goes back to what the room began with. */
  tune(change: { pause?: Sensitivity | 'auto'; interrupt?: Sensitivity | 'auto' }): void
}

export function createTurnTaking(room: { patience: Level; interruptibility: Level }): TurnTaking {
  const usual = { pause: sensitivityOf[room.patience], interrupt: room.interruptibility }
  const now: { pause: Sensitivity; interrupt: Sensitivity } = { ...usual }
  return {
    pauseMs: (unfinished) => pauses[now.pause] + (unfinished ? unfinishedPause : 0),
    interruptMs: () => voices[now.interrupt],
    isQuick: () => voices[now.interrupt] <= quick,
    tune({ pause, interrupt }) {
      if (pause) now.pause = pause === 'auto' ? usual.pause : pause
      if (interrupt) now.interrupt = interrupt === 'auto' ? usual.interrupt : interrupt
    },
  }
}
