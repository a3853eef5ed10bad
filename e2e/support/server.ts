import { systemScope } from '@/lib/access/scopes'
import { sealSession, sessionCookie } from '@/lib/access/session'
import { signUp } from '@/lib/domain/accounts/service/sign-up'
import { movableClock } from '@/lib/platform/clock'
import { readEnv } from '@/lib/platform/env'
import type { LocalServer } from '@/lib/protocol/model-trial'
import { start } from '@/server'
import type { Asked } from './asked'

/**
 * The product's server with a clock that the browser tests move. Over IPC each `Asked` is answered once, in its order.
 * Started by `app.ts` beside it.
 */
const clock = movableClock()
// Not those of the machine that the tests run on.
const localServers: LocalServer[] = JSON.parse(process.env.TEST_LOCAL_SERVERS ?? '[]')
const running = await start({ env: readEnv(), clock, localServers, replaced: () => process.exit(3) })

let people = 0
async function answer(asked: Asked): Promise<object> {
  if ('advance' in asked) {
    clock.advance(asked.advance)
    return { now: clock.now().toISOString() }
  }
  // So many from one address would be too many.
  const address = `10.0.${people >> 8}.${people++ & 255}`
  const sessionId = await signUp(systemScope('sign-up'), asked.signUp, { address, userAgent: '' })
  const { name } = sessionCookie(false)
  return { name, value: await sealSession(sessionId) }
}

let last: Promise<unknown> = Promise.resolve()
process.on('message', (asked: Asked) => {
  last = last.then(() => answer(asked)).then((answered) => process.send?.(answered))
})
process.on('SIGTERM', async () => {
  await running.drain()
  await running.stop()
  process.exit(0)
})
process.on('disconnect', () => process.exit(0))
process.send?.({ port: running.port })
