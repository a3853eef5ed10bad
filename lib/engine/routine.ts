import type { Clock } from '@/lib/platform/clock'
import type { Log } from '@/lib/platform/log'

export type Routine = { name: string; everyMs: number; run(): Promise<void> }

/** Runs `run` at once and again `everyMs` after each run; a failed run is logged and does not stop the next. */
export function startRoutine(
  routine: Routine,
  { clock, log }: { clock: Clock; log: Log },
): { stop(): Promise<void> } {
  let stopped = false
  let alarm: { cancel(): void } | undefined
  let running = run()

  async function run(): Promise<void> {
    try {
      await routine.run()
    } catch (error) {
      log.warn({ error, routine: routine.name }, 'A routine failed; it runs again')
    }
    if (stopped) return
    alarm = clock.alarm(new Date(clock.now().getTime() + routine.everyMs), () => {
      running = run()
    })
  }

  return {
    async stop() {
      stopped = true
      alarm?.cancel()
      await running
    },
  }
}
