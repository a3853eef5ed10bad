import type { SystemScope } from '@/lib/domain/scope'
import { nextDeliveryAt } from '@/lib/domain/webhooks/queries'
import { type ClaimedDelivery, claimDeliveries } from '@/lib/domain/webhooks/service/deliver'
import type { Clock } from '@/lib/platform/clock'
import type { Log } from '@/lib/platform/log'
import type { Worker } from './worker'

/** The longest time without a look: rows that another server wrote and whose announcement was lost are found then. */
const ceilingMs = 30_000
/** Wait after a failed look; the database may be away for a while. */
const afterFailureMs = 1_000
/** An attempt that takes longer is slow: it leaves its place to others. */
const slowMs = 1_000
/** Attempts under way at once: those that are quick so far, and the slow ones beside them. */
const quickLane = 64
const slowLane = 512
/** Attempts at once to one destination, and to one that was slow the last time. */
const each = { quick: 4, slow: 1 }
/** Destinations that are remembered as slow. */
const mostRemembered = 1_000

type Running = { destination: string; slow: boolean; done: Promise<void> }

/**
 * Carries out deliveries as they come due, each on its own: a receiver that hangs holds up what goes to itself. Where
 * few places are left, those known to be slow wait for the others.
 */
export function startDeliveries(
  system: SystemScope,
  handle: (delivery: ClaimedDelivery) => Promise<void>,
  { clock, log }: { clock: Clock; log: Log },
): Worker {
  const running = new Set<Running>()
  const slow = new Set<string>()
  let alarm: { cancel(): void } | undefined
  let armedFor = Number.POSITIVE_INFINITY
  let looking: Promise<void> | undefined
  let lookAgain = false
  let stopped = false

  function arm(at: number): void {
    alarm?.cancel()
    armedFor = at
    alarm = clock.alarm(new Date(at), () => {
      armedFor = Number.POSITIVE_INFINITY
      look()
    })
  }

  function look(): void {
    if (stopped) return
    if (looking) {
      lookAgain = true
      return
    }
    looking = takeWhatIsDue().finally(() => {
      looking = undefined
      // Something happened after the last claim, while the next alarm was found out.
      if (lookAgain) look()
    })
  }

  async function takeWhatIsDue(): Promise<void> {
    try {
      do {
        lookAgain = false
        while (!stopped && (await takeSome())) {}
      } while (lookAgain && !stopped)
      if (stopped) return
      const next = await nextDeliveryAt(system, full())
      const latest = clock.now().getTime() + ceilingMs
      // With every place taken the end of an attempt is what to wait for.
      arm(free() > 0 ? Math.min(next?.getTime() ?? latest, latest) : latest)
    } catch (error) {
      log.warn({ error }, 'The engine could not look for deliveries; it will try again')
      if (!stopped) arm(clock.now().getTime() + afterFailureMs)
    }
  }

  const slowOnes = () => [...running].filter((one) => one.slow).length
  const free = () => {
    const late = slowOnes()
    // Slow ones that find no place in their own lane stay in the other.
    return quickLane - (running.size - late) - Math.max(0, late - slowLane)
  }

  /** How many more each destination may get, where it is not the usual number. */
  function left(): Record<string, number> {
    const noMoreSlow = slowOnes() >= slowLane
    const counts = new Map([...slow].map((destination) => [destination, noMoreSlow ? 0 : each.slow]))
    for (const { destination } of running)
      counts.set(destination, (counts.get(destination) ?? each.quick) - 1)
    return Object.fromEntries(counts)
  }
  const full = () =>
    Object.entries(left()).flatMap(([destination, places]) => (places <= 0 ? [destination] : []))

  async function takeSome(): Promise<boolean> {
    const limit = free()
    if (limit <= 0) return false
    const taken = await claimDeliveries(system, { limit, each: each.quick, left: left() })
    for (const delivery of taken) carryOut(delivery)
    return taken.length > 0
  }

  function carryOut(delivery: ClaimedDelivery): void {
    const { destination } = delivery
    const one: Running = { destination, slow: false, done: Promise.resolve() }
    running.add(one)
    const overdue = clock.alarm(new Date(clock.now().getTime() + slowMs), () => {
      one.slow = true
      remember(destination)
      look()
    })
    one.done = handle(delivery)
      .catch((error) =>
        log.error({ error, delivery: delivery.id }, 'A delivery failed on our side; it comes due again'),
      )
      .finally(() => {
        overdue.cancel()
        running.delete(one)
        if (!one.slow) slow.delete(destination)
        look()
      })
  }

  function remember(destination: string): void {
    const [oldest] = slow
    if (slow.size >= mostRemembered && oldest !== undefined) slow.delete(oldest)
    slow.add(destination)
  }

  look()
  return {
    nudge(at) {
      if (stopped) return
      if (looking) lookAgain = true
      else if (!at || at.getTime() <= clock.now().getTime()) look()
      else if (at.getTime() < armedFor) arm(at.getTime())
    },
    async stop() {
      stopped = true
      alarm?.cancel()
      await looking
      await Promise.all([...running].map(({ done }) => done))
    },
  }
}
