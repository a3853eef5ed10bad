import { spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import type { TestProject } from 'vitest/node'
import { systemClock } from '@/lib/platform/clock'
import { openEmbedded } from '@/lib/platform/database/embedded'
import { migrate } from '@/lib/platform/database/migrations'
import { createLog } from '@/lib/platform/log'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Address of the run's PostgreSQL; its database `template` is migrated and empty. */
    postgresUrl: string
  }
}

/** vitest's global set-up: one PostgreSQL for the whole run, in a temporary folder, with a migrated template. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const log = createLog('warn')
  const dataDir = mkdtempSync(join(tmpdir(), 'colloquy-test-'))
  chmodSync(dataDir, 0o711)
  // Nothing here outlives the run, so nothing has to reach the disk.
  const settings = {
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    max_connections: '120',
  }
  const embedded = await openEmbedded({ dataDir, log, settings })
  stopWithUs(embedded.pid(), dataDir)

  const client = new Client({ connectionString: embedded.url })
  await client.connect()
  await client.query('create database template')
  await client.end()
  const template = new URL(embedded.url)
  template.pathname = '/template'
  await migrate({ url: template.toString(), clock: systemClock, log })

  project.provide('postgresUrl', embedded.url)
  return async () => {
    await embedded.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

/** PostgreSQL would live on when the run is killed: a small shell outlives us and stops it then. */
function stopWithUs(pid: number, dataDir: string): void {
  if (process.platform === 'win32') return
  const script =
    'while kill -0 "$1" 2>/dev/null; do sleep 2; done; [ -d "$3" ] && kill -INT "$2" 2>/dev/null && sleep 2; rm -rf "$3"'
  spawn('/bin/sh', ['-c', script, 'sh', String(process.pid), String(pid), dataDir], {
    detached: true,
    stdio: 'ignore',
  }).unref()
}
