/** How often a running server says that it lives, in milliseconds. */
export const heartbeatMs = 2_000

/** How often the others are looked at, in milliseconds. */
export const lookMs = 15_000

/** So many looks in a row, a minute from the first to the last, at which it said nothing new: an instance is gone. */
const looksUntilGone = 5

export type Heartbeat = { id: string; heartbeatAt: Date }

/** What was seen of an instance: its last heartbeat, and at how many looks in a row it was that one. */
export type Sighting = { heartbeatAt: Date; looks: number }

/**
 * Takes a look at the others. Whether one lives is told by its heartbeat moving, not by comparing its clock with ours,
 * which may differ, and either may be set.
 * @returns what was seen, by id, for the next look, and those that are gone
 */
export function lookAt(
  before: ReadonlyMap<string, Sighting>,
  instances: Heartbeat[],
): { seen: Map<string, Sighting>; gone: Heartbeat[] } {
  const seen = new Map<string, Sighting>()
  for (const { id, heartbeatAt } of instances) {
    const last = before.get(id)
    const isSame = last?.heartbeatAt.getTime() === heartbeatAt.getTime()
    seen.set(id, { heartbeatAt, looks: isSame ? last.looks + 1 : 1 })
  }
  const gone = instances.filter(({ id }) => (seen.get(id)?.looks ?? 0) >= looksUntilGone)
  return { seen, gone }
}
