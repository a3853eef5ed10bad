import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openEmbedded } from '@/lib/platform/database/embedded'
import { createLog } from '@/lib/platform/log'
import { type App, startApp } from './app'
import { type Balancer, startBalancer } from './balancer'

export type Fleet = { apps: [App, App]; balancer: Balancer; close(): Promise<void> }

/** Two servers on one PostgreSQL, as an operator runs them, and a balancer before them. */
export async function startFleet(settings: Record<string, string> = {}): Promise<Fleet> {
  const dataDir = mkdtempSync(join(tmpdir(), 'colloquy-fleet-'))
  chmodSync(dataDir, 0o711)
  const database = await openEmbedded({ dataDir, log: createLog('warn') })
  const member = (name: string) =>
    startApp({
      DATABASE_URL: database.url,
      APP_SECRET: 'a secret that all servers of this fleet share',
      INSTANCE_ID: name,
      // The balancer has to have asked meanwhile.
      DRAIN_SECONDS: '2',
      ...settings,
    })
  const first = await member('first')
  const second = await member('second')
  const balancer = await startBalancer([first.url, second.url])
  return {
    apps: [first, second],
    balancer,
    async close() {
      balancer.close()
      await Promise.all([first.close(), second.close()])
      await database.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
