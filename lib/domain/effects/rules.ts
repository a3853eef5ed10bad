/** Effects that take minutes, and must not keep the others waiting, nor each other: by what they are about. */
export const longKinds = {
  recordings: ['join-recording', 'copy-recording'],
  documents: ['read-document'],
  memories: ['remember'],
} as const
export type LongKind = (typeof longKinds)['recordings'][number]
/** A queue of effects: those that take long, by what they are about, and all others. */
export type EffectQueue = keyof typeof longKinds | 'short'

/** Which kinds are in a queue: these, or all but these. */
export const kindsIn = (queue: EffectQueue): { kinds: string[]; isThese: boolean } =>
  queue === 'short'
    ? { kinds: Object.values(longKinds).flat(), isThese: false }
    : { kinds: [...longKinds[queue]], isThese: true }

/** How long an attempt may take before another one may be made. */
export const leaseMs = 30_000

/** When to try again after `attempts` failures: 1 s, doubling, at most 5 min apart. */
export function retryAt(now: Date, attempts: number): Date {
  return new Date(now.getTime() + Math.min(1000 * 2 ** Math.max(0, attempts - 1), 300_000))
}
