import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Person, startApi, type TestApi } from '@/e2e/api/start'
import { createKey } from '@/lib/domain/api-keys/service'

const limits = { RATE_LIMIT_KEY: '10', RATE_LIMIT_ACCOUNT: '15' }

let api: TestApi
let ann: Person
beforeAll(async () => {
  api = await startApi(undefined, undefined, limits)
})
beforeEach(async () => {
  ann = await api.person('Ann')
})
afterAll(() => api.close())

const ask = (who: { key?: string; cookie?: string }) => api.call('/v2/limits', who)

describe('a limit of requests', () => {
  it('is told with every answer, and refuses what is beyond it until the minute is over', async () => {
    const first = await ask({ key: ann.key })
    expect(Object.fromEntries(first.headers)).toMatchObject({
      'ratelimit-policy': '"key";q=10;w=60',
      ratelimit: '"key";r=9;t=60',
      'x-ratelimit-limit': '10',
      'x-ratelimit-remaining': '9',
      'x-ratelimit-reset': '60',
    })
    for (let asked = 1; asked < 10; asked++) {
      expect((await ask({ key: ann.key })).headers.get('x-ratelimit-remaining')).toBe(String(9 - asked))
    }
    api.clock.advance(20_000)
    const refused = await ask({ key: ann.key })
    expect(refused.status).toBe(429)
    expect(refused.headers.get('retry-after')).toBe('40')
    expect(refused.headers.get('x-ratelimit-remaining')).toBe('0')
    expect(await refused.json()).toEqual({
      message: 'This API key may make 10 requests a minute. Try again in 40 s.',
    })
    api.clock.advance(39_999)
    expect((await ask({ key: ann.key })).status).toBe(429)
    api.clock.advance(1)
    expect((await ask({ key: ann.key })).status).toBe(200)
  })

  it('of an account counts all of its keys, and nothing that pages read', async () => {
    const { key } = await createKey(ann.scope, { name: 'Second' })
    for (let asked = 0; asked < 8; asked++) expect((await ask({ key: ann.key })).status).toBe(200)
    for (let asked = 0; asked < 7; asked++) expect((await ask({ key })).status).toBe(200)
    const refused = await ask({ key })
    expect(refused.status).toBe(429)
    expect(refused.headers.get('ratelimit-policy')).toBe('"account";q=15;w=60')
    expect(await refused.json()).toMatchObject({
      message: expect.stringMatching(/^This account may make 15 /),
    })
    const page = await ask({ cookie: ann.cookie })
    expect(page.status).toBe(200)
    expect(page.headers.get('ratelimit')).toBeNull()
    const bob = await api.person('Bob')
    expect((await ask({ key: bob.key })).status).toBe(200)
  })

  it('is exact when many come at once', async () => {
    const { key } = await createKey(ann.scope, { name: 'Second' })
    const crowd = (one: string, size: number) =>
      Promise.all(Array.from({ length: size }, () => ask({ key: one })))
    const passed = (answers: Response[]) => answers.filter(({ status }) => status === 200)
    const left = (answers: Response[]) =>
      passed(answers)
        .map(({ headers }) => Number(headers.get('x-ratelimit-remaining')))
        .sort((a, b) => b - a)
    // Each is told another number, and what the key refuses is not counted by the account.
    expect(left(await crowd(ann.key, 40))).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1, 0])
    expect(left(await crowd(key, 30))).toEqual([4, 3, 2, 1, 0])
    api.clock.advance(60_000)
    const both = await Promise.all([crowd(ann.key, 20), crowd(key, 20)])
    expect(passed(both.flat())).toHaveLength(15)
  })

  it('does nothing beyond it: no conversation is made', async () => {
    for (let asked = 0; asked < 10; asked++) await ask({ key: ann.key })
    const body = { persona_id: 'pdced222244b', test_mode: true }
    const made = await api.call('/v2/conversations', { method: 'POST', key: ann.key, body })
    expect(made.status).toBe(429)
    expect(await api.database.conversation.count({ where: { workspaceId: ann.workspaceId } })).toBe(0)
  })
})
