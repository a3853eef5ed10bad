import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import type { ClientBase } from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'

export type Table = { name: string; columns: string[] }

/** Which migrations have been applied is told by the manifest, and written again by whoever applies them. */
const bookkeeping = '_prisma_migrations'
/** Bytes of rows in one entry of the archive: what is in memory at once. */
const entryBytes = 4 * 1024 * 1024

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`
const listOf = ({ columns }: Table) => columns.map(quoted).join(', ')

/** The tables of the product, every one after those that its rows refer to. */
export async function listTables(client: ClientBase): Promise<Table[]> {
  const { rows: tables } = await client.query<Table>(
    `select relname::text as name, array_agg(attname::text order by attnum) as columns
     from pg_class join pg_attribute on attrelid = pg_class.oid
     where relkind = 'r' and relnamespace = current_schema()::regnamespace and relname <> $1
       and attnum > 0 and not attisdropped and attgenerated = ''
     group by relname order by relname`,
    [bookkeeping],
  )
  const { rows: references } = await client.query<{ from: string; to: string }>(
    `select distinct a.relname::text as "from", b.relname::text as "to"
     from pg_constraint join pg_class a on a.oid = conrelid join pg_class b on b.oid = confrelid
     where contype = 'f' and connamespace = current_schema()::regnamespace`,
  )
  const sorted: Table[] = []
  let waiting = tables
  while (waiting.length > 0) {
    const waits = (name: string) => waiting.some((table) => table.name === name)
    const next = waiting.filter(({ name }) => !references.some(({ from, to }) => from === name && waits(to)))
    if (next.length === 0) throw new Error(`Tables refer to each other in a circle: ${waiting[0]?.name}.`)
    sorted.push(...next)
    waiting = waiting.filter((table) => !next.includes(table))
  }
  return sorted
}

/** The migrations that have been applied, in their order; null when the database has never had any. */
export async function listMigrations(
  client: ClientBase,
): Promise<{ name: string; checksum: string }[] | null> {
  const { rows } = await client.query<{ there: boolean }>('select to_regclass($1) is not null as there', [
    bookkeeping,
  ])
  if (!rows[0]?.there) return null
  const { rows: applied } = await client.query<{ name: string; checksum: string }>(
    `select migration_name as name, checksum from ${bookkeeping}
     where finished_at is not null and rolled_back_at is null order by migration_name`,
  )
  return applied
}

/** Names of the tables that have a row. */
export async function filledTables(client: ClientBase): Promise<string[]> {
  const filled: string[] = []
  for (const { name } of await listTables(client)) {
    const { rowCount } = await client.query(`select from ${quoted(name)} limit 1`)
    if (rowCount) filled.push(name)
  }
  return filled
}

/** Keeps the tables' shape as it is until the transaction ends. Takes no snapshot. */
export async function holdShape(client: ClientBase, tables: Table[]): Promise<void> {
  await client.query(`lock table ${tables.map(({ name }) => quoted(name)).join(', ')} in access share mode`)
}

/** What triggers wrote is among the rows of a backup, and must not be written again. Those of foreign keys stay. */
export async function setTriggers(
  client: ClientBase,
  tables: Table[],
  state: 'enable' | 'disable',
): Promise<void> {
  for (const { name } of tables) await client.query(`alter table ${quoted(name)} ${state} trigger user`)
}

/**
 * Gives `take` the rows of a table in PostgreSQL's text format, in pieces of some megabytes.
 * @returns how many rows they are
 */
export async function dumpTable(
  client: ClientBase,
  table: Table,
  take: (piece: Buffer) => Promise<void>,
): Promise<number> {
  const source = client.query(copyTo(`copy ${quoted(table.name)} (${listOf(table)}) to stdout`))
  let pieces: Buffer[] = []
  let bytes = 0
  for await (const chunk of source) {
    pieces.push(chunk)
    bytes += chunk.length
    if (bytes < entryBytes) continue
    await take(Buffer.concat(pieces))
    pieces = []
    bytes = 0
  }
  if (bytes > 0) await take(Buffer.concat(pieces))
  return source.rowCount
}

export type Load = {
  add(piece: Readable): Promise<void>
  /** @returns how many rows came */
  end(): Promise<number>
}

/** Begins to put rows into a table; no other statement may be made before its end. */
export function loadTable(client: ClientBase, table: Table): Load {
  const sink = client.query(copyFrom(`copy ${quoted(table.name)} (${listOf(table)}) from stdin`))
  const over = finished(sink)
  // Told by `add` or `end`, whichever comes next.
  over.catch(() => {})
  return {
    async add(piece) {
      for await (const chunk of piece) {
        if (!sink.write(chunk)) await Promise.race([once(sink, 'drain'), over])
      }
    },
    async end() {
      sink.end()
      await over
      return sink.rowCount
    },
  }
}
