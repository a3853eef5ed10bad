import type { Clock } from '@/lib/platform/clock'

/** Milliseconds between two pings. */
const interval = 5000
/** Pings in a row without an answer after which the process is taken for hung. */
const mostMissed = 3

/** Watches a process that may hang without dying. */
export type Watch = {
  /** It answered the last ping. */
  answered(): void
  stop(): void
}

/** Pings at once and every 5 s, and calls `hung` once when 15 s have brought no answer. */
export function createWatch(clock: Clock, { ping, hung }: { ping(): void; hung(): void }): Watch {
  let missed = 0
  let alarm = { cancel() {} }

  function beat(): void {
    if (missed >= mostMissed) {
      hung()
      return
    }
    missed += 1
    ping()
    alarm = clock.alarm(new Date(clock.now().getTime() + interval), beat)
  }

  beat()
  return {
    answered() {
      missed = 0
    },
    stop: () => alarm.cancel(),
  }
}
