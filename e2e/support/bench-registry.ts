import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { memberScope } from '@/lib/access/scopes'
import type { MemberScope } from '@/lib/domain/scope'
import { systemClock } from '@/lib/platform/clock'
import { type Bus, openBus } from '@/lib/platform/database/bus'
import { type Database, openDatabase } from '@/lib/platform/database/client'
import { openEmbedded } from '@/lib/platform/database/embedded'
import { migrate } from '@/lib/platform/database/migrations'
import { readEnv } from '@/lib/platform/env'
import { rowId } from '@/lib/platform/ids'
import { createLog, type Log } from '@/lib/platform/log'
import { fillRegistry } from '@/lib/platform/registry'
import { deriveSecrets } from '@/lib/platform/secrets'
import { memoryProvider } from './memory-provider'

type BenchRegistry = {
  database: Database
  bus: Bus
  log: Log
  /** Of its database. */
  url: string
  /** The owner of a workspace that has nothing in it yet. */
  owner(): Promise<MemberScope>
  close(): Promise<void>
}

/**
 * Fills the registry as a server in production does, for what is measured in this process: real time, an embedded database
 * of its own, and a provider in memory. `settings` are environment variables.
 */
export async function benchRegistry(settings: Record<string, string> = {}): Promise<BenchRegistry> {
  const dataDir = mkdtempSync(join(tmpdir(), 'colloquy-bench-'))
  const log = createLog('error')
  const embedded = await openEmbedded({ dataDir, log })
  const { url } = embedded
  await migrate({ url, clock: systemClock, log })
  const { database, pool, close } = openDatabase({ url, log })
  const bus = await openBus({ url, clock: systemClock, log })
  fillRegistry({
    env: readEnv({ NODE_ENV: 'production', DATA_DIR: dataDir, ...settings }),
    clock: systemClock,
    log,
    database,
    pool,
    bus,
    secrets: deriveSecrets(new Uint8Array(32)),
    instanceId: 'bench',
    providers: new Map([['studio', memoryProvider()]]),
  })
  return {
    database,
    bus,
    log,
    url,
    async owner() {
      const createdAt = systemClock.now()
      const [accountId, workspaceId] = [rowId(), rowId()]
      await database.account.create({
        data: { id: accountId, email: `${accountId}@example.com`, name: 'Bench', createdAt },
      })
      const limits = { maxConcurrent: 1000, monthlyMinutes: null, maxCallDuration: 3600 }
      await database.workspace.create({ data: { id: workspaceId, name: 'Bench', createdAt, ...limits } })
      await database.member.create({ data: { workspaceId, accountId, role: 'owner', createdAt } })
      return memberScope({ accountId, workspaceId, role: 'owner', sessionId: 'bench' })
    },
    async close() {
      await bus.close()
      await close()
      await embedded.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
