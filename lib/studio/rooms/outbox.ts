import { type Clock, wait } from '@/lib/platform/clock'
import type { FromStudio } from '@/lib/protocol/studio'

/** Milliseconds after which what was not taken is told again. */
const patience = 5000

/** What a room has told its parent and has no acknowledgement of. Ages are computed anew at each telling. */
export type Outbox = {
  /**
   * Tells `make()` now, and again every 5 s until `taken(key, version)` of this version or a later one. The same key again
   * replaces what it held.
   */
  tell(key: string, make: () => FromStudio, version?: number): void
  taken(key: string, version?: number): void
  /** Tells everything that was not taken again, now. */
  repeat(): void
  /** Resolves when nothing waits whose key begins with `prefix`, or after `ms` milliseconds. */
  emptied(prefix: string, ms: number): Promise<void>
  /** Forgets everything; nothing is told any more. */
  stop(): void
}

/** An outbox that tells by `send`. */
export function createOutbox(clock: Clock, send: (message: FromStudio) => void): Outbox {
  const waiting = new Map<string, { make: () => FromStudio; version: number }>()
  const watchers = new Set<() => void>()
  let alarm: { cancel(): void } | null = null

  const arm = () => {
    if (alarm || waiting.size === 0) return
    alarm = clock.alarm(new Date(clock.now().getTime() + patience), () => {
      alarm = null
      repeat()
      arm()
    })
  }
  const repeat = () => {
    for (const { make } of waiting.values()) send(make())
  }
  const changed = () => {
    for (const watcher of watchers) watcher()
  }

  return {
    tell(key, make, version = 0) {
      waiting.set(key, { make, version })
      send(make())
      arm()
    },
    taken(key, version = 0) {
      if ((waiting.get(key)?.version ?? 0) > version) return
      waiting.delete(key)
      changed()
      if (waiting.size > 0) return
      alarm?.cancel()
      alarm = null
    },
    repeat,
    async emptied(prefix, ms) {
      const isEmpty = () => ![...waiting.keys()].some((key) => key.startsWith(prefix))
      if (isEmpty()) return
      let watcher = () => {}
      const empty = new Promise<void>((resolve) => {
        watcher = () => isEmpty() && resolve()
      })
      watchers.add(watcher)
      await Promise.race([empty, wait(clock, ms)])
      watchers.delete(watcher)
    },
    stop() {
      waiting.clear()
      alarm?.cancel()
      alarm = null
      changed()
    },
  }
}
