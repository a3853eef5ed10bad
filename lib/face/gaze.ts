import type { Chance } from './noise'
import type { FaceState } from './pose'

/** Where the eyes rest in a state, how far they roam from there, and how long they stay, in milliseconds. */
const habits: Record<FaceState, { x: number; y: number; roam: number; shortest: number; longest: number }> = {
  idle: { x: 0, y: 0, roam: 0.6, shortest: 900, longest: 4200 },
  listening: { x: 0, y: 0, roam: 0.12, shortest: 700, longest: 2400 },
  thinking: { x: -0.75, y: -0.85, roam: 0.3, shortest: 600, longest: 1700 },
  speaking: { x: 0, y: 0, roam: 0.3, shortest: 800, longest: 2900 },
}
/** Milliseconds in which the eyes jump from one place to the next. */
const jumpMs = 70

type Gaze = (
  time: number,
  state: FaceState,
) => {
  /** Right and down, -1 to 1. */
  x: number
  y: number
  /** Whether the eyes have just left for a place far from the last. */
  shifted: boolean
}

/** Eyes that rest, and jump to the next place, as eyes do; a new state draws them at once. */
export function createGaze(chance: Chance, channel: number): Gaze {
  let count = 0
  let from = { x: 0, y: 0 }
  let to = { x: 0, y: 0 }
  let left = Number.NEGATIVE_INFINITY
  let next = 0
  let now: FaceState | null = null
  return (time, state) => {
    let shifted = false
    if (time >= next || state !== now) {
      const { x, y, roam, shortest, longest } = habits[state]
      // Most looks go straight ahead: whoever speaks with somebody looks at them.
      const strays = chance.pick(channel, 4 * count) < 0.55 ? 1 : 0.2
      from = at(time)
      to = {
        x: x + strays * roam * (chance.pick(channel, 4 * count + 1) * 2 - 1),
        y: y + 0.6 * strays * roam * (chance.pick(channel, 4 * count + 2) * 2 - 1),
      }
      left = now === null ? Number.NEGATIVE_INFINITY : time
      next = time + shortest + (longest - shortest) * chance.pick(channel, 4 * count + 3)
      shifted = now !== null && Math.hypot(to.x - from.x, to.y - from.y) > 0.45
      now = state
      count += 1
    }
    return { ...at(time), shifted }
  }

  function at(time: number): { x: number; y: number } {
    const part = Math.min(1, Math.max(0, (time - left) / jumpMs))
    const eased = part * part * (3 - 2 * part)
    return { x: from.x + (to.x - from.x) * eased, y: from.y + (to.y - from.y) * eased }
  }
}
