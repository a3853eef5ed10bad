import { createHash, randomUUID } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Client } from 'pg'
import type { Clock } from '../clock'
import type { Log } from '../log'
import { withSession } from './client'

/** The advisory lock that Prisma's own `migrate deploy` takes, so that the two never run at once. */
const migrationLock = 72707369
const ownFolder = fileURLToPath(new URL('../../../prisma/migrations', import.meta.url))

/** `_prisma_migrations` exactly as Prisma makes it, so that its command line can be used on the same database. */
const bookkeeping = `
  create table if not exists _prisma_migrations (
    id varchar(36) primary key not null,
    checksum varchar(64) not null,
    finished_at timestamptz,
    migration_name varchar(255) not null,
    logs text,
    rolled_back_at timestamptz,
    started_at timestamptz not null default now(),
    applied_steps_count integer not null default 0
  )`

export type Migration = { name: string; sql: string; checksum: string }

/** The migrations in `folder` (`<time>_<name>/migration.sql`), in the order of their names. */
export function readMigrations(folder: string = ownFolder): Migration[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, 'migration.sql')))
    .map((entry) => entry.name)
    .sort()
    .map((name) => {
      const sql = readFileSync(join(folder, name, 'migration.sql'), 'utf8')
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
    })
}

type Applied = { migration_name: string; checksum: string; finished_at: Date | null }

/**
 * Brings the database behind `url` to the newest migration, each in one transaction with the row that records it.
 * Several processes may do so at once: one works, the others wait.
 * @returns the names of the migrations that were applied now
 * @throws Error in words when an applied file was edited, a migration has failed half-way, or the database is newer
 */
export async function migrate(options: {
  url: string
  clock: Clock
  log: Log
  migrations?: Migration[]
}): Promise<string[]> {
  const { url, clock, log, migrations = readMigrations() } = options
  // Waiting for the lock and building an index may both take long.
  const client = new Client({
    connectionString: withSession(url, { TimeZone: 'UTC', statement_timeout: '0' }),
  })
  client.on('error', (error) => log.warn({ error: error.message }, 'The connection for migrations was lost'))
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [migrationLock])
    await client.query(bookkeeping)
    const { rows } = await client.query<Applied>(
      'select migration_name, checksum, finished_at from _prisma_migrations where rolled_back_at is null',
    )
    refuseStrayHistory(rows, migrations)
    const due = migrations.filter(({ name }) => rows.every((row) => row.migration_name !== name))
    for (const migration of due) {
      await apply(client, migration, clock)
      log.info({ migration: migration.name }, 'Migration applied')
    }
    return due.map(({ name }) => name)
  } finally {
    await client.end()
  }
}

function refuseStrayHistory(applied: Applied[], migrations: Migration[]): void {
  for (const row of applied) {
    const name = row.migration_name
    const file = migrations.find((migration) => migration.name === name)
    if (!row.finished_at) {
      throw new Error(
        `Migration ${name} began and did not finish. See "prisma migrate resolve" for how to mend it.`,
      )
    }
    if (!file) {
      throw new Error(
        `The database has migration ${name}, which this version does not know. Start a newer version.`,
      )
    }
    if (file.checksum !== row.checksum) {
      throw new Error(
        `Migration ${name} was edited after it had been applied to this database. ` +
          'Restore the file, and put the change into a migration of its own.',
      )
    }
  }
}

async function apply(client: Client, { name, sql, checksum }: Migration, clock: Clock): Promise<void> {
  const started = clock.now()
  await client.query('begin')
  try {
    await client.query(sql)
    await client.query(
      `insert into _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       values ($1, $2, $3, $4, $5, 1)`,
      [randomUUID(), checksum, name, started, clock.now()],
    )
    await client.query('commit')
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw new Error(`Migration ${name} failed: ${(error as Error).message}`, { cause: error })
  }
}
