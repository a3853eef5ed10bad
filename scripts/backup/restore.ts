import { createWriteStream, existsSync, readFileSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { Client, type ClientBase } from 'pg'
import type { Clock } from '@/lib/platform/clock'
import { withSession } from '@/lib/platform/database/client'
import { openEmbedded } from '@/lib/platform/database/embedded'
import { type Migration, migrate, readMigrations } from '@/lib/platform/database/migrations'
import type { Env } from '@/lib/platform/env'
import type { Log } from '@/lib/platform/log'
import { deriveSecrets, rootSecret } from '@/lib/platform/secrets'
import { readArchive, verifyArchive } from './archive'
import { checkOf, instanceFile, secretFile } from './back-up'
import type { Manifest } from './manifest'
import { filledTables, type Load, loadTable, setTriggers } from './rows'

/** Stands in the data folder while its files are those of a restore that has not come to its end. */
const unfinished = 'restore.unfinished'
/** What a restore puts into a data folder. */
const restored = ['documents', 'recordings', secretFile, instanceFile]

type Restore = { path: string; env: Env; clock: Clock; log: Log }

/**
 * Fills an empty installation with what an archive holds, and brings the schema to the newest migration. Nothing is
 * changed before the whole archive was read and found to be what it was. All rows come in one transaction; one that
 * broke off can be begun again.
 * @throws Error in words when the archive is damaged or does not fit, or when anything is there already
 */
export async function restore({ path, env, clock, log }: Restore): Promise<Manifest> {
  const manifest = await verifyArchive(path)
  const migrations = migrationsOf(manifest)
  refuseOtherServer(manifest, env)
  refuseUsedFolder(env.DATA_DIR, manifest)
  await refuseOtherSecret(manifest, env, path)

  const embedded = env.DATABASE_URL ? undefined : await openEmbedded({ dataDir: env.DATA_DIR, log })
  try {
    const url = embedded?.url ?? env.DATABASE_URL ?? ''
    const client = new Client({
      connectionString: withSession(url, { TimeZone: 'UTC', statement_timeout: '0' }),
    })
    await client.connect()
    try {
      await refuseUsedDatabase(client)
      await migrate({ url, clock, log, migrations })
      await clearFolder(env.DATA_DIR)
      await client.query('begin')
      await setTriggers(client, manifest.tables, 'disable')
      await unpack({ path, manifest, client, env })
      await setTriggers(client, manifest.tables, 'enable')
      await client.query('commit')
    } finally {
      await client.end()
    }
    if (manifest.instanceId && !env.INSTANCE_ID)
      await writeFile(join(env.DATA_DIR, instanceFile), `${manifest.instanceId}\n`)
    await rm(join(env.DATA_DIR, unfinished))
    await migrate({ url, clock, log })
  } finally {
    await embedded?.stop()
  }
  return manifest
}

/** Those that the archive's rows are made for. */
function migrationsOf({ migrations, version }: Manifest): Migration[] {
  const known = readMigrations()
  return migrations.map(({ name, checksum }) => {
    const found = known.find((each) => each.name === name)
    if (!found) {
      throw new Error(
        `The backup is of Colloquy ${version}, which has migration ${name}. Restore it by that version or a newer one.`,
      )
    }
    if (found.checksum !== checksum)
      throw new Error(`Migration ${name} is not the one that the backup was made with.`)
    return found
  })
}

/** Files belong to the server whose folder they lay in: another one would not give them out. */
function refuseOtherServer({ instanceId }: Manifest, env: Env): void {
  if (!instanceId || !env.INSTANCE_ID || env.INSTANCE_ID === instanceId) return
  throw new Error(
    `The backup is of the server ${instanceId}, and INSTANCE_ID says ${env.INSTANCE_ID}. ` +
      `Set INSTANCE_ID=${instanceId}, here and for the server.`,
  )
}

function refuseUsedFolder(dataDir: string, { instanceId }: Manifest): void {
  if (existsSync(join(dataDir, unfinished))) return
  const found = restored.filter((name) => name !== instanceFile && existsSync(join(dataDir, name)))
  const own = join(dataDir, instanceFile)
  if (instanceId && existsSync(own) && readFileSync(own, 'utf8').trim() !== instanceId)
    found.push(instanceFile)
  if (found.length === 0) return
  throw new Error(
    `The data folder ${dataDir} is in use: there is ${found.join(' and ')} in it. ` +
      'A backup is restored into an empty one (DATA_DIR), with an empty database.',
  )
}

/** What is sealed can be opened only with the secret it was sealed with. */
async function refuseOtherSecret(manifest: Manifest, env: Env, path: string): Promise<void> {
  if (env.APP_SECRET) {
    if (checkOf(deriveSecrets(rootSecret(env.APP_SECRET))) === manifest.secretCheck) return
    const words =
      manifest.secret === 'APP_SECRET'
        ? 'APP_SECRET is not the one of the backup.'
        : 'The backup was made with the secret of its data folder. Set APP_SECRET to "kept:" and the text that ' +
          `"tar xzOf ${path} files/${secretFile}" prints.`
    throw new Error(`${words} Without it, nobody could open what is stored sealed.`)
  }
  if (manifest.secret === 'APP_SECRET')
    throw new Error('The backup was made with APP_SECRET, which is not in it. Set the same APP_SECRET.')
}

async function refuseUsedDatabase(client: ClientBase): Promise<void> {
  const filled = await filledTables(client)
  if (filled.length === 0) return
  throw new Error(
    `The database is not empty: there are rows in ${filled.join(', ')}. A backup is restored into an empty one.`,
  )
}

/** Makes the folder one of an unfinished restore, without what an earlier one left. */
async function clearFolder(dataDir: string): Promise<void> {
  await mkdir(dataDir, { recursive: true, mode: 0o711 })
  await writeFile(join(dataDir, unfinished), '')
  for (const name of restored) await rm(join(dataDir, name), { recursive: true, force: true })
}

type Unpack = { path: string; manifest: Manifest; client: ClientBase; env: Env }

/** Puts the entries where they belong, in their order. */
async function unpack({ path, manifest, client, env }: Unpack): Promise<void> {
  let open: { name: string; load: Load } | undefined
  const close = async () => {
    if (!open) return
    const { name, load } = open
    open = undefined
    const came = await load.end()
    const { rows } = tableOf(manifest, name)
    if (came !== rows) throw new Error(`Of the ${rows} rows of ${name}, ${came} came.`)
  }
  for await (const { name, body } of readArchive(path)) {
    const [kind, ...rest] = name.split('/')
    const table = kind === 'rows' ? rest[0] : undefined
    if (open?.name !== table) await close()
    if (table !== undefined) {
      open ??= { name: table, load: loadTable(client, tableOf(manifest, table)) }
      await open.load.add(body)
    } else if (kind === 'files' && !(rest[0] === secretFile && env.APP_SECRET)) {
      const target = join(env.DATA_DIR, ...rest)
      await mkdir(dirname(target), { recursive: true, mode: 0o700 })
      await pipeline(body, createWriteStream(target, { mode: 0o600, flush: true }))
    } else body.resume()
  }
  await close()
}

function tableOf(manifest: Manifest, name: string) {
  const table = manifest.tables.find((each) => each.name === name)
  if (!table) throw new Error(`The backup does not say what the table ${name} is.`)
  return table
}
