import { execFile } from 'node:child_process'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { getRequestListener } from '@hono/node-server'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Person, startApi, type TestApi } from '@/e2e/api/start'
import { usageGroups } from '@/lib/domain/usage/rules'

const run = promisify(execFile)
const program = join(import.meta.dirname, '../../../docs/bill.mjs')

let api: TestApi
let ann: Person
let bob: Person
let server: Server
let base: string
beforeAll(async () => {
  api = await startApi()
  await api.addCast(null, 'dced222244b')
  ann = await api.person('Ann')
  bob = await api.person('Bob')
  server = createServer(getRequestListener(api.app.fetch, { overrideGlobalObjects: false }))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve))
  await api.close()
})

async function create(who: Person, lasts?: number, body: object = {}): Promise<string> {
  const answer = await api.call('/v2/conversations', {
    ...{ method: 'POST', key: who.key, body: { persona_id: 'pdced222244b', ...body } },
  })
  expect(answer.status).toBe(200)
  const { conversation_id: id } = await answer.json()
  if (lasts !== undefined) {
    api.clock.advance(lasts)
    await api.call(`/v2/conversations/${id}/end`, { method: 'POST', key: who.key })
  }
  return id
}

const today = () => api.clock.now().toISOString().slice(0, 10)

/** Runs the program as a customer does; its exit code and what it says. */
async function compare(by: string): Promise<{ code: number; told: string; printed: string }> {
  const words = [program, '--compare', '--by', by, '--from', today(), '--to', today()]
  const env = { ...process.env, COLLOQUY_URL: base, COLLOQUY_API_KEY: ann.key }
  try {
    const { stdout, stderr } = await run(process.execPath, words, { env })
    return { code: 0, told: stderr, printed: stdout }
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string }
    return { code, told: stderr, printed: stdout }
  }
}

it('the log has what began and ended, also what was deleted, and nothing of another workspace', async () => {
  const deleted = await create(ann, 61_500)
  await api.call(`/v2/conversations/${deleted}`, { method: 'DELETE', key: ann.key })
  await create(bob, 1000)
  const test = await create(ann, undefined, { test_mode: true })
  const live = await create(ann)
  const answer = await api.call(`/v2/usage/log?from=${today()}&to=${today()}`, { key: ann.key })
  expect(answer.headers.get('content-type')).toBe('application/x-ndjson; charset=utf-8')
  expect(answer.headers.get('content-disposition')).toContain(`usage-log-${today()}-${today()}.jsonl`)
  const events = (await answer.text())
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  const short = events.map(({ event, conversation_id: id, cause }) => [event, id, cause])
  expect(short).toEqual(
    expect.arrayContaining([
      ...[
        ['began', deleted, undefined],
        ['ended', deleted, 'requested'],
        ['began', test, undefined],
      ],
      ...[
        ['ended', test, 'test_mode'],
        ['began', live, undefined],
      ],
    ]),
  )
  expect(short).toHaveLength(5)
  expect(events[0]).toMatchObject({ persona_id: 'pdced222244b', replica_id: 'rdced222244b' })
  expect(events[0].api_key_id).toBe(events[0].creator_id)
})

it('the program finds what the API tells, and a second too many', async () => {
  api.clock.advance(12_345)
  for (const by of usageGroups) {
    const { code, told, printed } = await compare(by)
    expect({ code, told }, by).toEqual({ code: 0, told: '' })
    // 62 s of the deleted one, and 12.345 s of the live one.
    expect(printed).toMatch(new RegExp(`^day,id,seconds,conversations\\n${today()},[\\w-]+,75,2\\n$`))
  }
  await api.database.usageDay.updateMany({
    where: { workspaceId: ann.scope.workspaceId },
    data: { seconds: { increment: 1 } },
  })
  const { code, told } = await compare('key')
  expect(code).toBe(1)
  expect(told).toContain(`${today()} differs`)
})

it.each(['from=2026-01-02&to=2026-01-01', 'from=2024-01-01&to=2026-01-01', 'from=yesterday'])(
  'refuses ?%s',
  async (query) => {
    expect((await api.call(`/v2/usage/log?${query}`, { key: ann.key })).status).toBe(400)
  },
)
