import type { Pool } from 'pg'
import type { Clock } from './clock'
import type { Bus } from './database/bus'
import type { Database } from './database/client'
import type { Env } from './env'
import type { Log } from './log'
import type { Secrets } from './secrets'

/**
 * What `server.ts` opened, for code that Next bundled. Next's bundles and the server are separate module
 * instances in one process, so what they share lives on `globalThis` and is never compared by `instanceof`.
 */
export type Registry = {
  env: Env
  clock: Clock
  log: Log
  database: Database
  /** The same database without Prisma, for the few statements asked at every request. */
  pool: Pool
  bus: Bus
  secrets: Secrets
  /** Stable id of this server among those that share the database. */
  instanceId: string
  /** Who runs conversations, by name (`providers/port.ts`); typed by its reader, as platform knows no provider. */
  providers: Map<string, unknown>
  /** The OpenAPI document of the API, where it is served; typed by its reader. */
  openApi?: object
}

const slot = Symbol.for('colloquy.registry')
type Holder = { [slot]?: Registry }

/** Makes the opened parts known to the whole process; `undefined` forgets them. */
export function fillRegistry(registry: Registry | undefined): void {
  ;(globalThis as Holder)[slot] = registry
}

/**
 * The opened parts.
 * @throws Error when the server has not been started in this process
 */
export function registry(): Registry {
  const found = (globalThis as Holder)[slot]
  if (!found) throw new Error('The server has not been started in this process.')
  return found
}
