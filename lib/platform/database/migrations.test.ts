import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '@/e2e/support/database'
import { systemClock } from '../clock'
import { createLog } from '../log'
import { type Migration, migrate, readMigrations } from './migrations'

let store: TestDatabase
beforeAll(async () => {
  store = await testDatabase()
})
afterAll(() => store.close())

function migration(name: string, sql: string): Migration {
  return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
}

const run = (...added: Migration[]) =>
  migrate({
    url: store.url,
    clock: systemClock,
    log: createLog('silent'),
    migrations: [...readMigrations(), ...added],
  })

test('the template has every migration of the folder, recorded as Prisma records them', async () => {
  const { rows } = await store.pool.query('select * from _prisma_migrations order by migration_name')
  const recorded = rows.map((row) => ({ name: row.migration_name, checksum: row.checksum }))
  expect(recorded).toEqual(readMigrations().map(({ name, checksum }) => ({ name, checksum })))
  for (const row of rows) {
    expect(row.applied_steps_count).toBe(1)
    expect(row.finished_at.getTime()).toBeGreaterThanOrEqual(row.started_at.getTime())
  }
})

test('five that race apply each migration once', async () => {
  const added = [
    migration('99990001_a', 'create table a (id int)'),
    migration('99990002_b', 'insert into a values (1)'),
  ]
  const applied = await Promise.all(Array.from({ length: 5 }, () => run(...added)))
  expect(applied.flat().sort()).toEqual(['99990001_a', '99990002_b'])
  expect((await store.pool.query('select id from a')).rows).toEqual([{ id: 1 }])
})

test('refuses an edited file, a newer database and a half-way migration; a failure leaves nothing', async () => {
  const a = migration('99990001_a', 'create table a (id int)')
  const b = migration('99990002_b', 'insert into a values (1)')
  await expect(run({ ...a, checksum: 'f'.repeat(64) }, b)).rejects.toThrow(/99990001_a was edited after/)
  await expect(run(a)).rejects.toThrow(/99990002_b, which this version does not know/)

  const broken = migration('99990003_c', 'create table c (id int); select 1 / 0')
  await expect(run(a, b, broken)).rejects.toThrow(/99990003_c failed: division by zero/)
  expect((await store.pool.query(`select to_regclass('c') as c`)).rows).toEqual([{ c: null }])

  await store.pool.query(
    `update _prisma_migrations set finished_at = null where migration_name = '99990002_b'`,
  )
  await expect(run(a, b)).rejects.toThrow(/99990002_b began and did not finish/)
})
