import { createHmac } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { registry } from '@/lib/platform/registry'
import type { Secrets } from '@/lib/platform/secrets'
import { type ArchiveWriter, writeArchive } from './archive'
import { holdFiles, namedFiles } from './files'
import type { Manifest } from './manifest'
import { dumpTable, holdShape, listMigrations, listTables } from './rows'

/** Of the data folder, beside what rows name. */
export const secretFile = 'secret'
export const instanceFile = 'instance-id'

/** Tells whether two installations have the same secret. */
export const checkOf = (secrets: Secrets) =>
  createHmac('sha256', secrets.encryption).update('colloquy backup').digest('hex')

/**
 * Writes an archive of the installation as it is at one moment, beside a running server: every row of one snapshot, and
 * the files of this data folder that those rows name.
 * @throws Error in words
 */
export async function backUp(path: string): Promise<Manifest> {
  const { pool, env } = registry()
  const client = await pool.connect()
  try {
    // It may take as long as it takes, and waits for the disk between two statements.
    await client.query('set statement_timeout = 0; set idle_in_transaction_session_timeout = 0')
    const tables = await listTables(client)
    if (tables.length === 0) throw new Error('There is nothing to back up: the database is empty.')
    await client.query('begin isolation level repeatable read read only')
    await holdShape(client, tables)
    // The first query fixes the snapshot; the files it names are held at once, before the rows are read.
    const held = await holdFiles(env.DATA_DIR, await namedFiles(client))
    try {
      return await writeArchive(path, async (archive) => {
        const migrations = (await listMigrations(client)) ?? []
        const counted: Manifest['tables'] = []
        for (const table of tables) {
          const rows = await dumpTable(client, table, numbered(archive, table.name))
          counted.push({ ...table, rows })
        }
        for (const { path, held: from } of held.files) await archive.addFile(nameOf(env.DATA_DIR, path), from)
        return {
          ...describe(),
          ...{ migrations, tables: counted, entries: await withSecret(archive) },
          missing: held.missing.map((path) => nameOf(env.DATA_DIR, path)),
        }
      })
    } finally {
      await held.release()
    }
  } finally {
    // With it goes the transaction.
    client.release(true)
  }
}

const nameOf = (dataDir: string, path: string) => `files/${relative(dataDir, path).replaceAll('\\', '/')}`

function numbered(archive: ArchiveWriter, table: string): (piece: Buffer) => Promise<void> {
  let number = 0
  return (piece) => archive.add(`rows/${table}/${String(number++).padStart(6, '0')}`, piece)
}

async function withSecret(archive: ArchiveWriter): Promise<Manifest['entries']> {
  const { env } = registry()
  if (!env.APP_SECRET) await archive.addFile(`files/${secretFile}`, join(env.DATA_DIR, secretFile))
  return archive.entries
}

function describe(): Pick<
  Manifest,
  'format' | 'version' | 'createdAt' | 'secret' | 'secretCheck' | 'instanceId'
> {
  const { env, clock, secrets } = registry()
  const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8'))
  const kept = join(env.DATA_DIR, instanceFile)
  return {
    format: 1,
    version,
    createdAt: clock.now().toISOString(),
    secret: env.APP_SECRET ? 'APP_SECRET' : 'data folder',
    secretCheck: checkOf(secrets),
    instanceId: env.INSTANCE_ID ?? (existsSync(kept) ? readFileSync(kept, 'utf8').trim() : null),
  }
}
