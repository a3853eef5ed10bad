import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '@/e2e/support/database'
import { schemaDiff } from '@/scripts/schema-diff'

let store: TestDatabase
beforeAll(async () => {
  store = await testDatabase()
})
afterAll(() => store.close())

test('the migrated database is what schema.prisma says', async () => {
  expect(await schemaDiff(store.url)).toBe('')
})

test('a difference is found', async () => {
  await store.pool.query('alter table accounts drop column name')
  expect(await schemaDiff(store.url)).toContain('ADD COLUMN     "name"')
})
