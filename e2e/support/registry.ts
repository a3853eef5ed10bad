import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { memberScope, systemScope } from '@/lib/access/scopes'
import type { MemberScope, Role, SystemScope } from '@/lib/domain/scope'
import type { Clock } from '@/lib/platform/clock'
import { systemClock } from '@/lib/platform/clock'
import { type Bus, openBus } from '@/lib/platform/database/bus'
import type { Database } from '@/lib/platform/database/client'
import { readEnv } from '@/lib/platform/env'
import { rowId } from '@/lib/platform/ids'
import { createLog } from '@/lib/platform/log'
import { fillRegistry } from '@/lib/platform/registry'
import { deriveSecrets } from '@/lib/platform/secrets'
import { seedStock } from '@/prisma/seed'
import { testDatabase } from './database'
import { type HandClock, handClock } from './hand-clock'
import { type MemoryProvider, memoryProvider } from './memory-provider'
import { tavusCloud } from './tavus-provider'

export type Limits = {
  maxConcurrent?: number
  monthlyMinutes?: number | null
  maxCallDuration?: number
  pricePerMinute?: number
  monthlyBudget?: number
}

export type TestRegistry<C extends Clock> = {
  clock: C
  database: Database
  bus: Bus
  provider: MemoryProvider
  system: SystemScope
  /** A new person with a workspace of their own. */
  member(limits?: Limits, role?: Role): Promise<MemberScope>
  close(): Promise<void>
}

/** Fills the registry for tests of services: a database of their own with the stock in it, a provider in memory, and Tavus. */
export async function testRegistry(): Promise<TestRegistry<HandClock>>
export async function testRegistry<C extends Clock>(clock: C): Promise<TestRegistry<C>>
export async function testRegistry(clock: Clock = handClock()): Promise<TestRegistry<Clock>> {
  const { database, pool, url, close } = await testDatabase()
  const dataDir = mkdtempSync(join(tmpdir(), 'colloquy-test-'))
  const log = createLog('silent')
  // Where tests look names up themselves, these lead to their receivers; 127.0.0.1 stays refused.
  const env = readEnv({ NODE_ENV: 'test', DATA_DIR: dataDir, OUTBOUND_ALLOW: 'receiver.test, other.test' })
  // The bus watches its connection by real time, whatever time it is for the product.
  const bus = await openBus({ url, clock: systemClock, log })
  const provider = memoryProvider()
  const secrets = deriveSecrets(new Uint8Array(32))
  // An account is at a Tavus on loopback, where webhooks are not sent.
  const providers = new Map<string, unknown>([
    ['studio', provider],
    ['tavus', tavusCloud(clock)],
  ])
  fillRegistry({ env, clock, log, database, pool, bus, secrets, instanceId: 'test', providers })
  const system = systemScope('test')
  await seedStock(system)
  return {
    clock,
    database,
    bus,
    provider,
    system,
    async member(limits = {}, role = 'owner') {
      const [accountId, workspaceId, createdAt] = [rowId(), rowId(), clock.now()]
      await database.account.create({
        data: { id: accountId, email: `${accountId}@example.com`, name: 'Test', createdAt },
      })
      await database.workspace.create({
        data: {
          ...{ id: workspaceId, name: 'Test', createdAt },
          ...{ maxConcurrent: 5, monthlyMinutes: null, maxCallDuration: 3600, ...limits },
        },
      })
      await database.member.create({ data: { workspaceId, accountId, role, createdAt } })
      return memberScope({ accountId, workspaceId, role, sessionId: rowId() })
    },
    async close() {
      await bus.close()
      fillRegistry(undefined)
      await close()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
