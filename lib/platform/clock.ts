/**
 * Time as a dependency. Nothing in `lib` outside this folder reads the wall clock or arms a timer of its own,
 * so a test moves time by hand and sees every deadline fire.
 */
export type Clock = {
  /** The current instant. */
  now(): Date
  /** Calls `wake` once, not before `at`. A far-away instant is allowed. */
  alarm(at: Date, wake: () => void): { cancel(): void }
}

/** The longest delay `setTimeout` takes; longer waits are armed again when it is over. */
const longestDelay = 2 ** 31 - 1

/** The machine's clock. Alarms do not keep the process alive. */
export const systemClock: Clock = {
  now: () => new Date(),
  alarm(at, wake) {
    let timer: NodeJS.Timeout
    const arm = () => {
      const wait = at.getTime() - Date.now()
      timer = setTimeout(
        () => (at.getTime() > Date.now() ? arm() : wake()),
        Math.min(Math.max(wait, 0), longestDelay),
      )
      timer.unref()
    }
    arm()
    return { cancel: () => clearTimeout(timer) }
  },
}

/** Resolves when the clock has passed `ms` milliseconds. */
export function wait(clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => clock.alarm(new Date(clock.now().getTime() + ms), resolve))
}

type Alarm = { at: Date; wake: () => void; timer: { cancel(): void } }

/**
 * A clock that starts at `start`, runs with the machine's, and can be moved by hand.
 * Alarms that come due by a move fire soon after it, in the order of their instants.
 */
export function movableClock(start: Date = new Date()): Clock & { advance(ms: number): void } {
  let offset = start.getTime() - Date.now()
  const alarms = new Set<Alarm>()
  const arm = (alarm: Alarm) => {
    alarm.timer = systemClock.alarm(new Date(alarm.at.getTime() - offset), () => {
      alarms.delete(alarm)
      alarm.wake()
    })
  }
  return {
    now: () => new Date(Date.now() + offset),
    alarm(at, wake) {
      const alarm: Alarm = { at, wake, timer: { cancel() {} } }
      alarms.add(alarm)
      arm(alarm)
      return {
        cancel() {
          alarm.timer.cancel()
          alarms.delete(alarm)
        },
      }
    },
    advance(ms) {
      offset += ms
      for (const alarm of [...alarms].sort((a, b) => a.at.getTime() - b.at.getTime())) {
        alarm.timer.cancel()
        arm(alarm)
      }
    },
  }
}
