import type { Clock } from '@/lib/platform/clock'

/** What somebody said until it was the other one's turn. Instants in milliseconds since 1970. */
export type Turn = {
  text: string
  /** When the voice was first heard, and when it was last heard. */
  began: number
  endedAt: number
  /** When the pause was long enough for the turn to be over, and when the last of its words were known. */
  decidedAt: number
  transcribedAt: number
  /** Milliseconds of it, pauses included. */
  duration: number
}

type Options = {
  clock: Clock
  /** Milliseconds of silence after which these words are a whole turn. */
  pauseAfter(text: string): number
  took(turn: Turn): void
}

/** Joins what one person says, with pauses, into turns. */
export type Turns = {
  began(at: number): void
  /** A part was said. Its words are told to what is returned, in any order; empty when there are none. */
  part(): (words: string) => void
  ended(at: number): void
  /** What was said of the turn so far counts no more. */
  drop(): void
}

type Open = {
  began: number
  endedAt: number
  speaking: boolean
  parts: (string | null)[]
  transcribedAt: number
  decidedAt: number | null
  alarm: { cancel(): void } | null
}

/** Nobody has said anything yet. */
export function createTurns({ clock, pauseAfter, took }: Options): Turns {
  let open: Open | null = null
  const now = () => clock.now().getTime()

  /** Whether the turn is over, as far as is known; or else when to ask again. */
  function settle(turn: Open): void {
    turn.alarm?.cancel()
    turn.alarm = null
    if (turn !== open || turn.speaking) return
    const text = turn.parts.filter((part): part is string => part !== null && part !== '').join(' ')
    const over = turn.endedAt + pauseAfter(text)
    if (now() < over) {
      turn.decidedAt = null
      turn.alarm = clock.alarm(new Date(over), () => settle(turn))
      return
    }
    turn.decidedAt ??= now()
    if (turn.parts.includes(null)) return
    open = null
    if (!text) return
    const { began, endedAt, decidedAt, transcribedAt } = turn
    took({ text, began, endedAt, decidedAt, transcribedAt, duration: endedAt - began })
  }

  function opened(at: number): Open {
    open ??= {
      began: at,
      endedAt: at,
      speaking: true,
      parts: [],
      transcribedAt: at,
      decidedAt: null,
      alarm: null,
    }
    return open
  }

  return {
    began(at) {
      const turn = opened(at)
      turn.speaking = true
      turn.decidedAt = null
      turn.alarm?.cancel()
      turn.alarm = null
    },
    part() {
      const turn = opened(now())
      const index = turn.parts.push(null) - 1
      return (words) => {
        turn.parts[index] = words
        turn.transcribedAt = now()
        settle(turn)
      }
    },
    ended(at) {
      if (!open) return
      open.speaking = false
      // Where nobody told when it began, its first part did, which is handed out only after its last sound.
      open.began = Math.min(open.began, at)
      open.endedAt = at
      settle(open)
    },
    drop() {
      open?.alarm?.cancel()
      open = null
    },
  }
}
