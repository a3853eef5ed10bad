// npm run db:migration -- <name>            writes the next migration: what schema.prisma says and the migrations do not yet.
// npm run db:migration -- --reset <name>    replaces all migrations by one (before the first release only).
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { systemClock } from '@/lib/platform/clock'
import { openEmbedded } from '@/lib/platform/database/embedded'
import { migrate, readMigrations } from '@/lib/platform/database/migrations'
import { createLog } from '@/lib/platform/log'
import { schemaDiff } from './schema-diff'

const migrationsFolder = fileURLToPath(new URL('../prisma/migrations', import.meta.url))
const words = process.argv.slice(2)
const reset = words.includes('--reset')
const name = words.find((word) => !word.startsWith('--'))

if (!name || !/^[a-z][a-z0-9_]*$/.test(name)) {
  console.error(
    'Give the migration a name of small letters, digits and "_", for example: npm run db:migration -- add_voices',
  )
  process.exit(1)
}

const log = createLog('warn')
mkdirSync(migrationsFolder, { recursive: true })
const dataDir = mkdtempSync(join(tmpdir(), 'colloquy-migration-'))
chmodSync(dataDir, 0o711)
const embedded = await openEmbedded({ dataDir, log, settings: { fsync: 'off' } })
try {
  const migrations = reset ? [] : readMigrations(migrationsFolder)
  await migrate({ url: embedded.url, clock: systemClock, log, migrations })
  const sql = await schemaDiff(embedded.url)
  if (!sql) console.log('The migrations already say what schema.prisma says.')
  else write(sql)
} finally {
  await embedded.stop()
  rmSync(dataDir, { recursive: true, force: true })
}

function write(sql: string): void {
  if (reset)
    for (const old of readMigrations(migrationsFolder))
      rmSync(join(migrationsFolder, old.name), { recursive: true })
  const time = systemClock.now().toISOString().replace(/\D/g, '').slice(0, 14)
  const folder = join(migrationsFolder, `${time}_${name}`)
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'migration.sql'), sql)
  writeFileSync(join(migrationsFolder, 'migration_lock.toml'), 'provider = "postgresql"\n')
  console.log(`Written: ${join(folder, 'migration.sql')}`)
}
