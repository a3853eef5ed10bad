/** Effects that take minutes, and must not keep the others waiting. */
export const longKinds = ['join-recording', 'copy-recording'] as const
export type LongKind = (typeof longKinds)[number]
export type EffectLength = 'long' | 'short'

/** How long an attempt may take before another one may be made. */
export const leaseMs = 30_000

/** When to try again after `attempts` failures: 1 s, doubling, at most 5 min apart. */
export function retryAt(now: Date, attempts: number): Date {
  return new Date(now.getTime() + Math.min(1000 * 2 ** Math.max(0, attempts - 1), 300_000))
}
