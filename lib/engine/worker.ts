import type { Clock } from '@/lib/platform/clock'
import type { Log } from '@/lib/platform/log'

/** The longest time without a look: rows that another server wrote and whose announcement was lost are found then. */
const ceilingMs = 30_000
/** Wait after a failed look; the database may be away for a while. */
const afterFailureMs = 1_000
/** Batches carried out side by side, and pieces in one: what is due together is decided in one transaction. */
const batchesAtOnce = 4
const batchSize = 25

export type Work<Item> = {
  name: string
  /** When the next piece is due; null: nothing is. */
  nextAt(): Promise<Date | null>
  /** Takes up to `limit` pieces that are due. */
  claim(limit: number): Promise<Item[]>
  handle(items: Item[]): Promise<void>
  /** Batches carried out side by side, where it is not the usual number. */
  atOnce?: number
}

export type Worker = {
  /** Something became due at `at`, or may have when it is left out. */
  nudge(at?: Date): void
  /** No new work from here on; resolves when running work is finished. */
  stop(): Promise<void>
}

/**
 * Carries out rows that come due: one alarm for the earliest, no query while nothing is due. The rows are the
 * truth; a nudge only saves waiting.
 */
export function startWorker<Item>(work: Work<Item>, { clock, log }: { clock: Clock; log: Log }): Worker {
  const running = new Set<Promise<void>>()
  let alarm: { cancel(): void } | undefined
  let armedFor = Number.POSITIVE_INFINITY
  let looking = false
  let lookAgain = false
  let stopped = false

  function arm(at: Date): void {
    alarm?.cancel()
    armedFor = at.getTime()
    alarm = clock.alarm(at, () => {
      armedFor = Number.POSITIVE_INFINITY
      void look()
    })
  }

  async function look(): Promise<void> {
    if (stopped) return
    if (looking) {
      lookAgain = true
      return
    }
    looking = true
    try {
      do {
        lookAgain = false
        await takeWhatIsDue()
      } while (lookAgain && !stopped)
      await armForNext()
    } catch (error) {
      log.warn({ error, work: work.name }, 'The engine could not look for work; it will try again')
      if (!stopped) arm(new Date(clock.now().getTime() + afterFailureMs))
    } finally {
      looking = false
    }
    if (lookAgain) void look()
  }

  async function takeWhatIsDue(): Promise<void> {
    while (!stopped) {
      if (running.size >= (work.atOnce ?? batchesAtOnce)) {
        await Promise.race(running)
        continue
      }
      const items = await work.claim(batchSize)
      if (items.length > 0) carryOut(items)
      if (items.length < batchSize) return
    }
  }

  function carryOut(items: Item[]): void {
    const task = work
      .handle(items)
      .catch((error) => log.error({ error, work: work.name }, 'A piece of work failed; it comes due again'))
      .finally(() => running.delete(task))
    running.add(task)
  }

  async function armForNext(): Promise<void> {
    const next = await work.nextAt()
    if (stopped) return
    const latest = clock.now().getTime() + ceilingMs
    arm(new Date(Math.min(next?.getTime() ?? latest, latest)))
  }

  void look()
  return {
    nudge(at) {
      if (stopped) return
      // While a look is under way `armedFor` may be stale, so it looks once more.
      if (looking) lookAgain = true
      else if (!at || at.getTime() <= clock.now().getTime()) void look()
      else if (at.getTime() < armedFor) arm(at)
    },
    async stop() {
      stopped = true
      alarm?.cancel()
      await Promise.allSettled(running)
    },
  }
}
