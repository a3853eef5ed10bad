/** Milliseconds in which crashes count together, and how many of them a room may have seen. */
const window = 60_000
const most = 3

/** The crashes of the studio that a room was open at. Pure: every function returns the next history. */
export type Crashes = readonly Date[]

/** The history with a crash at `at`; crashes of more than a minute before are forgotten. */
export function crashed(before: Crashes, at: Date): Crashes {
  return [...before.filter((crash) => at.getTime() - crash.getTime() < window), at]
}

/** The room may be what makes the studio crash: it is not to be opened again. */
export const isHopeless = (crashes: Crashes) => crashes.length >= most

/** Milliseconds before the studio is forked again: 250 ms, doubled with every crash in a row, at most 5 s. */
export const backOff = (crashesInARow: number) => Math.min(250 * 2 ** (crashesInARow - 1), 5000)
