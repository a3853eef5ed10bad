import { PrismaPg } from '@prisma/adapter-pg'
import { Pool } from 'pg'
import type { Log } from '../log'
import { type Prisma, PrismaClient } from './generated/client'

export type Database = PrismaClient
/** The client inside an interactive transaction. */
export type Transaction = Prisma.TransactionClient

/** What every session runs with: instants in UTC, and no statement, lock or forgotten transaction that blocks for ever. */
const session = {
  TimeZone: 'UTC',
  statement_timeout: '30s',
  lock_timeout: '15s',
  idle_in_transaction_session_timeout: '30s',
}

/** `url` with session settings added to those it already names. */
export function withSession(url: string, values: Record<string, string> = session): string {
  const address = new URL(url)
  const ours = Object.entries(values).map(([name, value]) => `-c ${name}=${value}`)
  address.searchParams.set(
    'options',
    [address.searchParams.get('options'), ...ours].filter(Boolean).join(' '),
  )
  return address.toString()
}

/** The database behind `url`, through Prisma and, for what Prisma cannot say, the pool of pg connections it uses. */
export type OpenDatabase = { database: Database; pool: Pool; close(): Promise<void> }

/**
 * Connects lazily: nothing is asked of the database here.
 * @param max most connections at once
 */
export function openDatabase({ url, log, max = 20 }: { url: string; log: Log; max?: number }): OpenDatabase {
  const pool = new Pool({
    connectionString: withSession(url),
    max,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    application_name: 'colloquy',
  })
  let closed: Promise<void> | undefined
  // Idle connections fail when the database stops. Without a listener that would end the process.
  pool.on('error', (error) => {
    if (!closed) log.warn({ error: error.message }, 'A database connection was lost')
  })
  const database = new PrismaClient({
    adapter: new PrismaPg(pool, {
      onConnectionError: (error) => log.warn({ error: error.message }, 'A database connection failed'),
    }),
    // Writers of one workspace wait for each other, so a crowd of them needs more than Prisma's 2 s and 5 s.
    transactionOptions: { maxWait: 15_000, timeout: 20_000 },
    errorFormat: 'minimal',
  })
  return {
    database,
    pool,
    close() {
      closed ??= database.$disconnect().then(() => pool.end())
      return closed
    },
  }
}

/** Attempts at a transaction that loses to others, the first one included. */
const attempts = 5

/**
 * Runs `work` in one transaction, and again from the start when the database gave it up for another one (a deadlock or
 * a serialization failure). `work` must do nothing outside the transaction.
 */
export async function inTransaction<Result>(
  database: Database,
  work: (tx: Transaction) => Promise<Result>,
  options?: { isolationLevel?: Prisma.TransactionIsolationLevel; timeout?: number },
): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await database.$transaction(work, options)
    } catch (error) {
      if (attempt === attempts || !lostToAnother(error)) throw error
    }
  }
}

/** Prisma says it as P2034; a raw query as P2010 with PostgreSQL's own code 40001 or 40P01 inside. */
function lostToAnother(error: unknown): boolean {
  const { code, meta } = error as { code?: string; meta?: unknown }
  return (
    code === 'P2034' ||
    (code === 'P2010' && /"(40001|40P01)"|TransactionWriteConflict/.test(JSON.stringify(meta)))
  )
}

/** Whether `error` says that a unique key was taken; with `constraint`, that one (its name in the database). */
export function isTaken(error: unknown, constraint?: string): boolean {
  const { code, meta } = error as { code?: string; meta?: unknown }
  return code === 'P2002' && (constraint === undefined || JSON.stringify(meta).includes(constraint))
}
