import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '@/e2e/support/database'
import { systemClock } from '../clock'
import { createLog } from '../log'
import { type Bus, type Change, notify, openBus } from './bus'

let store: TestDatabase
let bus: Bus
const heard: Change[] = []
let gaps = 0

beforeAll(async () => {
  store = await testDatabase()
  bus = await openBus({ url: store.url, clock: systemClock, log: createLog('silent') })
  bus.subscribe((change) => heard.push(change))
  bus.onGap(() => {
    gaps++
  })
})
afterAll(async () => {
  await bus.close()
  await store.close()
})

async function until(check: () => boolean): Promise<void> {
  for (let waited = 0; !check(); waited += 10) {
    if (waited > 5_000) throw new Error('It did not come about within five seconds')
    await pause(10)
  }
}

const row = (id: string): Change => ({ topic: 'conversation', id, workspaceId: 'w' })

test('a change is heard when its transaction commits, and never when it does not', async () => {
  await store.database.$transaction(async (tx) => {
    await notify(tx, row('kept'))
    await pause(50)
    expect(heard).toEqual([])
  })
  const undone = store.database.$transaction(async (tx) => {
    await notify(tx, row('undone'))
    throw new Error('No')
  })
  await expect(undone).rejects.toThrow('No')
  await notify(store.database, { topic: 'deadlines', id: '' })
  await until(() => heard.length === 2)
  expect(heard).toEqual([row('kept'), { topic: 'deadlines', id: '' }])
})

test('what is not one of our messages, and a listener that fails, disturb nobody', async () => {
  heard.length = 0
  const stop = bus.subscribe(() => {
    throw new Error('A listener that fails')
  })
  await store.pool.query(`select pg_notify('colloquy', 'not json')`)
  await store.pool.query(`select pg_notify('colloquy', '{"topic":"weather","id":"1"}')`)
  await notify(store.database, row('after'))
  await until(() => heard.length > 0)
  expect(heard).toEqual([row('after')])
  stop()
})

test('a lost connection is made again, the gap is told, and changes are heard again', async () => {
  heard.length = 0
  await store.pool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where application_name = 'colloquy bus' and datname = current_database()`,
  )
  await until(() => gaps === 1)
  await notify(store.database, row('again'))
  await until(() => heard.length > 0)
  expect(heard).toEqual([row('again')])
})

test('after close nothing is heard and no connection stays', async () => {
  const second = await openBus({ url: store.url, clock: systemClock, log: createLog('silent') })
  await second.close()
  const { rows } = await store.pool.query(
    `select count(*)::int as open from pg_stat_activity
     where application_name = 'colloquy bus' and datname = current_database()`,
  )
  expect(rows).toEqual([{ open: 1 }])
})
