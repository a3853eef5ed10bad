import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { type Person, startApi, type TestApi } from '@/e2e/api/start'
import { systemClock } from '@/lib/platform/clock'
import { openDatabase } from '@/lib/platform/database/client'
import { type Embedded, openEmbedded } from '@/lib/platform/database/embedded'
import { migrate } from '@/lib/platform/database/migrations'
import { createLog } from '@/lib/platform/log'

const log = createLog('silent')
const dataDir = mkdtempSync(join(tmpdir(), 'colloquy-outage-'))
let postgres: Embedded
let api: TestApi
let ann: Person

beforeAll(async () => {
  postgres = await openEmbedded({ dataDir, log })
  const { url } = postgres
  await migrate({ url, clock: systemClock, log })
  api = await startApi(undefined, { url, ...openDatabase({ url, log }) })
  await api.addCast(null, 'dced222244b')
  ann = await api.person('Ann')
})
afterAll(async () => {
  await api.close()
  await postgres.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

const create = () =>
  api.call('/v2/conversations', { method: 'POST', key: ann.key, body: { persona_id: 'pdced222244b' } })

it('answers 503 while the database is stopped, keeps streams open, and goes on by itself', async () => {
  expect((await create()).status).toBe(200)
  const stream = (await api.call('/v2/events', { cookie: ann.cookie })).body?.getReader()
  await postgres.stop()

  for (const answer of [
    await api.call('/v2/conversations', { key: ann.key }),
    await api.call('/v2/limits', { cookie: ann.cookie }),
    await create(),
    ...(await Promise.all(Array.from({ length: 30 }, () => api.call('/v2/usage', { key: ann.key })))),
  ]) {
    expect(answer.status).toBe(503)
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
    const { message } = (await answer.json()) as { message: string }
    expect(message).toBe('The database does not answer at the moment. Try again in a few seconds.')
  }
  expect(api.lines.filter((line) => line.level === 'error')).toEqual([])

  postgres = await openEmbedded({ dataDir, log })
  expect((await create()).status).toBe(200)
  let text = ''
  await vi.waitFor(
    async () => {
      api.clock.advance(15_000)
      const piece = await stream?.read()
      expect(piece?.done).toBe(false)
      text += new TextDecoder().decode(piece?.value)
      expect(text).toContain('event: resync')
    },
    { timeout: 10_000, interval: 50 },
  )
})
