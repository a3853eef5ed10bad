import { randomBytes } from 'node:crypto'
import { Client } from 'pg'
import { inject } from 'vitest'
import { type OpenDatabase, openDatabase } from '@/lib/platform/database/client'
import { createLog } from '@/lib/platform/log'

export type TestDatabase = OpenDatabase & { url: string }

/** A database of its own for one suite: migrated and empty, gone after `close`. Only in vitest. */
export async function testDatabase(): Promise<TestDatabase> {
  const name = `t${randomBytes(8).toString('hex')}`
  await administer(`create database ${name} template template`)
  const address = new URL(inject('postgresUrl'))
  address.pathname = `/${name}`
  const url = address.toString()
  const opened = openDatabase({ url, log: createLog('silent'), max: 12 })
  return {
    ...opened,
    url,
    async close() {
      await opened.close()
      await administer(`drop database ${name} with (force)`)
    },
  }
}

async function administer(statement: string): Promise<void> {
  const client = new Client({ connectionString: inject('postgresUrl') })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
