import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '@/e2e/support/database'
import { createLog } from '../log'
import { inTransaction, isTaken, openDatabase, withSession } from './client'

let store: TestDatabase
beforeAll(async () => {
  store = await testDatabase()
})
afterAll(() => store.close())

const account = (id: string, email = `${id}@example.com`) => ({ id, email, name: id, createdAt: new Date() })

test('sessions are on UTC and keep instants exact', async () => {
  const createdAt = new Date('2026-03-29T01:30:00.123Z')
  await store.database.account.create({ data: { ...account('utc'), createdAt } })
  expect((await store.database.account.findUnique({ where: { id: 'utc' } }))?.createdAt).toEqual(createdAt)
  const { rows } = await store.pool.query(
    `select current_setting('TimeZone') as zone, created_at::text as text from accounts where id = 'utc'`,
  )
  expect(rows).toEqual([{ zone: 'UTC', text: '2026-03-29 01:30:00.123+00' }])
})

test('session settings are added to those an address names', () => {
  const url = withSession('postgresql://a:b@db.example/x?sslmode=require&options=-c%20work_mem%3D8MB', {
    TimeZone: 'UTC',
  })
  expect(new URL(url).searchParams.get('options')).toBe('-c work_mem=8MB -c TimeZone=UTC')
  expect(new URL(url).searchParams.get('sslmode')).toBe('require')
})

test('two transactions that deadlock both succeed', async () => {
  await store.database.account.createMany({ data: [account('left'), account('right')] })
  const rename = (first: string, second: string) =>
    inTransaction(store.database, async (tx) => {
      for (const id of [first, second]) {
        await tx.$executeRaw`update accounts set name = name || '.' where id = ${id}`
        await tx.$executeRaw`select pg_sleep(0.2)`
      }
    })
  await Promise.all([rename('left', 'right'), rename('right', 'left')])
  const names = await store.database.account.findMany({ where: { id: { in: ['left', 'right'] } } })
  expect(names.map(({ name }) => name).sort()).toEqual(['left..', 'right..'])
})

test('serializable transactions over the same rows all come about', async () => {
  await store.database.rate.create({ data: { key: 'shared', count: 0, resetAt: new Date() } })
  const increase = () =>
    inTransaction(
      store.database,
      async (tx) => {
        const { count } = await tx.rate.findUniqueOrThrow({ where: { key: 'shared' } })
        await tx.rate.update({ where: { key: 'shared' }, data: { count: count + 1 } })
      },
      { isolationLevel: 'Serializable' },
    )
  await Promise.all(Array.from({ length: 3 }, increase))
  expect((await store.database.rate.findUnique({ where: { key: 'shared' } }))?.count).toBe(3)
})

test('an error of the work itself is not tried again', async () => {
  let tries = 0
  const failing = inTransaction(store.database, async () => {
    tries++
    throw new Error('Refused')
  })
  await expect(failing).rejects.toThrow('Refused')
  expect(tries).toBe(1)
})

test('a taken key is told from other errors, and by its constraint', async () => {
  await store.database.account.create({ data: account('one', 'same@example.com') })
  const twice = store.database.account.create({ data: account('two', 'same@example.com') })
  const error = await twice.catch((caught) => caught)
  expect(isTaken(error)).toBe(true)
  expect(isTaken(error, 'accounts_email_key')).toBe(true)
  expect(isTaken(error, 'accounts_pkey')).toBe(false)
  expect(isTaken(new Error('accounts_email_key'))).toBe(false)
})

test('a database that goes away fails queries, not the process, and is used again when it is back', async () => {
  const opened = openDatabase({ url: store.url, log: createLog('silent'), max: 2 })
  await opened.database.$queryRaw`select 1`
  await store.pool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname = current_database()`,
  )
  const answers = await Promise.allSettled([opened.database.$queryRaw`select 1 as one`])
  expect(['fulfilled', 'rejected']).toContain(answers[0]?.status)
  expect(await opened.database.$queryRaw`select 2 as two`).toEqual([{ two: 2 }])
  await opened.close()
})
