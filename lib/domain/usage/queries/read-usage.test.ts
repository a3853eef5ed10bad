import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Person, startApi, type TestApi } from '@/e2e/api/start'
import { answeredTurn } from '@/e2e/support/turns'
import { systemScope } from '@/lib/access/scopes'
import { createKey, revokeKey } from '@/lib/domain/api-keys/service'
import { createConversation } from '@/lib/domain/conversations/service/create'
import { recordTurn } from '@/lib/domain/conversations/service/news'
import { workspaceLimits as limits, type Usage, usage } from '@/lib/domain/usage/schema'

let api: TestApi
let ann: Person
beforeAll(async () => {
  api = await startApi(new Date('2026-01-31T23:58:00.000Z'))
  await api.addCast(null, 'dced222244b')
})
afterAll(() => api.close())
beforeEach(async () => {
  ann = await api.person('Ann', { slots: 3, minutes: 100 })
})

async function read(query = ''): Promise<Usage> {
  const answer = await api.call(`/v2/usage${query}`, { key: ann.key })
  expect(answer.status).toBe(200)
  const found = usage.parse(await answer.json())
  // Whatever is asked, the days are complete, in order, and sum to the total.
  expect(found.days[0]?.day).toBe(found.from)
  expect(found.days.at(-1)?.day).toBe(found.to)
  found.days.forEach(({ day }, index) => {
    expect(Date.parse(day)).toBe(Date.parse(found.from) + index * 86_400_000)
  })
  for (const name of ['seconds', 'conversations'] as const) {
    expect(found.days.reduce((sum, amount) => sum + amount[name], 0)).toBe(found.total[name])
  }
  return found
}
const readLimits = async () => limits.parse(await (await api.call('/v2/limits', { key: ann.key })).json())

async function create(body: Record<string, unknown> = {}, key = ann.key): Promise<string> {
  const answer = await api.call('/v2/conversations', {
    method: 'POST',
    key,
    body: { persona_id: 'pdced222244b', ...body },
  })
  expect(answer.status).toBe(200)
  return ((await answer.json()) as { conversation_id: string }).conversation_id
}
const end = (id: string) => api.call(`/v2/conversations/${id}/end`, { method: 'POST', key: ann.key })
const daysOf = ({ days }: Usage) => Object.fromEntries(days.map(({ day, seconds }) => [day, seconds]))

describe('usage', () => {
  it('is nothing at first, every day of the month so far listed', async () => {
    const found = await read()
    expect(found).toMatchObject({ total: { seconds: 0, conversations: 0 }, live: { conversations: 0 } })
    expect(found.from).toBe(`${found.to.slice(0, 7)}-01`)
  })

  it('counts a live conversation as it runs, then what it used, split at midnight', async () => {
    const start = api.clock.now()
    // To 30.5 s before the next midnight.
    const midnight = Math.ceil((start.getTime() + 60_000) / 86_400_000) * 86_400_000
    api.clock.advance(midnight - 30_500 - start.getTime())
    const [before, after] = [
      new Date(midnight - 1).toISOString().slice(0, 10),
      new Date(midnight).toISOString().slice(0, 10),
    ]
    const id = await create()
    const test = await create({ test_mode: true })
    expect(test).not.toBe(id)
    const period = `?from=${before}&to=${after}`

    api.clock.advance(10_000)
    expect(await read(period)).toMatchObject({
      total: { seconds: 10, conversations: 1 },
      live: { conversations: 1 },
    })
    api.clock.advance(90_001)
    const running = await read(period)
    // 31 seconds began before midnight, the 70 others after it.
    expect(daysOf(running)).toEqual({ [before]: 31, [after]: 70 })
    await end(id)
    const ended = await read(period)
    expect(ended.days).toEqual(running.days)
    expect(ended).toMatchObject({ total: { seconds: 101, conversations: 1 }, live: { conversations: 0 } })

    api.clock.advance(50_000)
    expect((await read(period)).total.seconds).toBe(101)
    expect((await read(`?from=${before}&to=${before}`)).total).toEqual({ seconds: 31, conversations: 1 })
    expect((await read(`?from=${after}&to=${after}`)).total).toEqual({ seconds: 70, conversations: 0 })
  })

  it('keeps what a deleted conversation used', async () => {
    const id = await create()
    api.clock.advance(7_000)
    await api.call(`/v2/conversations/${id}`, { method: 'DELETE', key: ann.key })
    expect((await read()).total).toEqual({ seconds: 7, conversations: 1 })
  })

  it('splits each day by who talked, how they looked and who created it, to the second', async () => {
    await api.addCast(null, 'dced222244c')
    await create()
    const other = await create({ persona_id: 'pdced222244c' })
    api.clock.advance(20_000)
    await end(other)
    api.clock.advance(10_000)
    for (const group of ['persona', 'replica', 'creator', 'key']) {
      const found = await read(`?group_by=${group}`)
      const groups = found.groups ?? []
      expect(groups.map(({ seconds }) => seconds)).toEqual(
        group === 'creator' || group === 'key' ? [50] : [30, 20],
      )
      for (const name of ['seconds', 'conversations'] as const) {
        expect(groups.reduce((sum, amount) => sum + amount[name], 0)).toBe(found.total[name])
      }
      for (const day of found.days) {
        const parts = Object.values(day.groups ?? {})
        expect(parts.reduce((sum, seconds) => sum + seconds, 0)).toBe(day.seconds)
      }
    }
    const [creator] = (await read('?group_by=creator')).groups ?? []
    expect(creator?.name).toMatch(/^Key /)
    const [key] = (await read('?group_by=key')).groups ?? []
    expect(key).toMatchObject({ id: ann.apiKeyId, name: 'test', seconds: 50 })
    expect((await read()).groups).toBeUndefined()
  })

  it('keeps apart what each key used, what no key used, and what a revoked one did', async () => {
    const second = await createKey(ann.scope, { name: 'Second' })
    const ids = [await create(), await create({}, second.key)]
    const { conversation_id } = await createConversation(
      ann.scope,
      { persona_id: 'pdced222244b' },
      { origin: 'https://colloquy.test' },
    )
    api.clock.advance(5_000)
    for (const id of [...ids, conversation_id]) await end(id)
    await revokeKey(ann.scope, second.id)
    const { groups = [], days } = await read('?group_by=key')
    expect(new Map(groups.map(({ name, seconds }) => [name, seconds]))).toEqual(
      new Map([
        ['Second', 5],
        ['test', 5],
        ['Without a key', 5],
      ]),
    )
    expect(days.at(-1)?.groups).toEqual({ [second.id]: 5, [ann.apiKeyId]: 5, '': 5 })
  })

  it('counts the most that were live at once, ends before beginnings', async () => {
    const first = await create()
    expect((await read()).peak_concurrency).toBe(1)
    api.clock.advance(1000)
    await end(first)
    // It begins in the millisecond in which the other ended.
    const second = await create()
    expect((await read()).peak_concurrency).toBe(1)
    api.clock.advance(1000)
    const third = await create()
    api.clock.advance(1000)
    await end(second)
    await end(third)
    await create({ test_mode: true })
    expect((await read()).peak_concurrency).toBe(2)
    const today = api.clock.now().toISOString().slice(0, 10)
    expect((await read(`?from=2020-01-01&to=2020-02-01`)).peak_concurrency).toBe(0)
    api.clock.advance(3 * 86_400_000)
    expect((await read(`?from=${today}&to=${today}`)).peak_concurrency).toBe(2)
  })

  it('compares with as many days before', async () => {
    const id = await create()
    api.clock.advance(40_000)
    await end(id)
    const day = api.clock.now().getTime()
    const at = (days: number) => new Date(day + days * 86_400_000).toISOString().slice(0, 10)
    api.clock.advance(2 * 86_400_000)
    const found = await read(`?from=${at(1)}&to=${at(2)}`)
    expect(found.previous).toEqual({ from: at(-1), to: at(0), seconds: 40, conversations: 1 })
    expect(found.total.seconds).toBe(0)
  })

  it('says what it costs, and goes into a file that sums to the same', async () => {
    const { workspaceId } = ann.scope
    await api.database.workspace.update({
      where: { id: workspaceId },
      data: { pricePerMinute: 6000, currency: 'EUR', monthlyBudget: 1000 },
    })
    const id = await create()
    api.clock.advance(30_000)
    await end(id)
    expect((await read()).price).toEqual({ per_minute: 0.6, currency: 'EUR' })
    // 10.00 buys a thousand seconds, fewer than 100 minutes.
    expect(await readLimits()).toMatchObject({
      budget: { limit: 10, spent: 0.3 },
      minutes: { limit: 100, left_seconds: 970 },
    })
    const today = api.clock.now().toISOString().slice(0, 10)
    const answer = await api.call(`/v2/usage/export?from=${today}&to=${today}`, { key: ann.key })
    expect(answer.headers.get('content-disposition')).toContain(`usage-${today}-${today}.csv`)
    expect(await answer.text()).toBe(`day,seconds,conversations,cost,currency\r\n${today},30,1,0.3,EUR\r\n`)
    const split = await api.call(`/v2/usage/export?from=${today}&to=${today}&group_by=persona`, {
      key: ann.key,
    })
    expect(await split.text()).toMatch(
      new RegExp(`^day,id,name,seconds,cost,currency\r\n${today},pdced222244b,[^,]+,30,0.3,EUR\r\n$`),
    )
  })

  it.each([
    ['group_by=moon', /group_by must be one of persona, replica, creator, key/],
    ['from=1969-12-31', /must be 1970-01-01 or later/],
    ['from=2026-03-02&to=2026-03-01', /begins on 2026-03-02, after its end on 2026-03-01/],
    ['from=2024-01-01&to=2026-01-01', /has 732 days; at most 400/],
    ['from=1970-01-01&to=9999-12-31', /at most 400/],
    ['from=2026-02-30', /^from must be a UTC date such as 2026-01-31\.$/],
    ['to=tomorrow', /^to must be a UTC date/],
    ['from=', /^from must be a UTC date/],
    ['from=%00', /NUL/],
  ])('refuses %s in words', async (query, words) => {
    const answer = await api.call(`/v2/usage?${query}`, { key: ann.key })
    expect(answer.status).toBe(400)
    const body = (await answer.json()) as Record<string, string>
    expect(body.error).toMatch(words)
    expect(body.message).toBe(body.error)
  })

  it('takes 400 days, one day, a period to come, and one end of it alone', async () => {
    expect((await read('?from=2025-01-01&to=2026-02-04')).days).toHaveLength(400)
    expect((await read('?from=2028-02-29&to=2028-02-29')).days).toHaveLength(1)
    expect(await read('?to=2025-12-25')).toMatchObject({ from: '2025-12-01', to: '2025-12-25' })
    expect(await read('?from=2031-05-05')).toMatchObject({ from: '2031-05-05', to: '2031-05-05' })
  })
})

describe('latency', () => {
  const system = systemScope('test')
  const heardAfter = (id: string, turn: number, heard: number | null, endpoint: number | null = 250) =>
    recordTurn(
      system,
      id,
      answeredTurn(turn, {
        ...{ heard, at: api.clock.now() },
        stages: { endpoint, transcription: null, thinking: 500, voice: 600, sending: 610 },
      }),
    )

  it('is nothing of nothing', async () => {
    await create()
    expect((await read('?group_by=persona')).groups?.[0]?.latency).toEqual((await read()).latency)
    expect((await read()).latency).toMatchObject({ turns: 0, measured: 0, heard: null })
  })

  it('is the median and the 95th percentile of what was heard, of the workspace and of each group', async () => {
    await api.addCast(null, 'dced222244d')
    const other = await api.person('Other')
    const ids = [await create(), await create({ persona_id: 'pdced222244d' })]
    const theirs = await create({}, other.key)
    for (let n = 1; n <= 20; n++) await heardAfter(ids[0] ?? '', n, n * 100)
    await heardAfter(ids[0] ?? '', 21, null, null)
    await heardAfter(ids[1] ?? '', 1, 4000)
    await heardAfter(theirs, 1, 9)
    const { latency, groups } = await read('?group_by=persona')
    expect(latency).toMatchObject({ turns: 22, measured: 21, heard: { p50: 1100, p95: 2000 } })
    expect(latency.stages).toMatchObject({
      ...{ endpoint: { p50: 250, p95: 250 }, transcription: null, thinking: { p50: 500, p95: 500 } },
    })
    const of = new Map(groups?.map((group) => [group.id, group.latency]))
    expect(of.get('pdced222244b')).toMatchObject({ turns: 21, measured: 20, heard: { p50: 1050, p95: 1905 } })
    expect(of.get('pdced222244d')).toMatchObject({ turns: 1, measured: 1, heard: { p50: 4000, p95: 4000 } })
    for (const group of ['creator', 'key', 'replica'])
      expect(
        (await read(`?group_by=${group}`)).groups?.reduce((sum, one) => sum + one.latency.turns, 0),
      ).toBe(22)
  })

  it('belongs to the days on which was asked', async () => {
    const id = await create()
    await heardAfter(id, 1, 700)
    const today = api.clock.now().toISOString().slice(0, 10)
    api.clock.advance(86_400_000)
    await heardAfter(id, 2, 900)
    const tomorrow = api.clock.now().toISOString().slice(0, 10)
    expect((await read(`?from=${today}&to=${today}`)).latency.heard?.p50).toBe(700)
    expect((await read(`?from=${tomorrow}&to=${tomorrow}`)).latency.heard?.p50).toBe(900)
    expect((await read(`?from=${today}&to=${tomorrow}`)).latency).toMatchObject({
      turns: 2,
      heard: { p50: 800 },
    })
    expect((await read('?from=2020-01-01&to=2020-02-01')).latency.turns).toBe(0)
  })
})

describe('limits', () => {
  it('show who holds the slots and what is left of the month', async () => {
    const empty = await readLimits()
    expect(empty).toMatchObject({
      concurrency: { limit: 3, live: 0 },
      live: [],
      minutes: { limit: 100, used_seconds: 0, left_seconds: 6000 },
      max_call_duration: 3600,
    })
    expect(empty.minutes.period_start).toMatch(/-01$/)
    expect(Date.parse(empty.minutes.period_end) + 86_400_000).toBe(
      Date.UTC(
        Number(empty.minutes.period_start.slice(0, 4)),
        Number(empty.minutes.period_start.slice(5, 7)),
        1,
      ),
    )
    const first = await create({ conversation_name: 'First' })
    const second = await create({ conversation_name: 'Second' })
    api.clock.advance(60_000)
    const busy = await readLimits()
    expect(busy).toMatchObject({
      concurrency: { limit: 3, live: 2 },
      minutes: { used_seconds: 120, left_seconds: 5880 },
    })
    expect(busy.live.map(({ conversation_id }) => conversation_id).sort()).toEqual([first, second].sort())
    await end(first)
    api.clock.advance(30_000)
    expect(await readLimits()).toMatchObject({
      concurrency: { live: 1 },
      live: [{ conversation_id: second, conversation_name: 'Second' }],
      minutes: { used_seconds: 150, left_seconds: 5850 },
    })
  })

  it('count only this UTC month', async () => {
    const now = api.clock.now()
    const nextMonth = Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1)
    api.clock.advance(nextMonth - 40_000 - now.getTime())
    await create()
    api.clock.advance(100_000)
    expect((await readLimits()).minutes).toMatchObject({
      used_seconds: 60,
      left_seconds: 5940,
      period_start: new Date(nextMonth).toISOString().slice(0, 10),
    })
  })

  it('without a limit on minutes leave any number', async () => {
    ann = await api.person('Ann', { minutes: null })
    expect((await readLimits()).minutes).toMatchObject({ limit: null, left_seconds: null, used_seconds: 0 })
  })
})
