import { movableClock } from '@/lib/platform/clock'
import { readEnv } from '@/lib/platform/env'
import { start } from '@/server'

/**
 * The product's server with a clock that the browser tests move, over IPC: `{ advance: ms }` is answered with
 * `{ now }`. Started by `app.ts` beside it.
 */
const clock = movableClock()
const running = await start({ env: readEnv(), clock })
process.on('message', (message: { advance: number }) => {
  clock.advance(message.advance)
  process.send?.({ now: clock.now().toISOString() })
})
process.on('SIGTERM', async () => {
  await running.stop()
  process.exit(0)
})
process.on('disconnect', () => process.exit(0))
process.send?.({ port: running.port })
