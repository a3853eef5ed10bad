import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Person, startApi, type TestApi } from '@/e2e/api/start'
import { signOut, signOutEverywhere } from '@/lib/domain/accounts/service/sessions'
import { revokeKey } from '@/lib/domain/api-keys/service'
import { updateWorkspace } from '@/lib/domain/workspaces/service/update'
import { closeEventStreams } from '../event-stream'

let api: TestApi
let ann: Person
let bob: Person
const readers: Reader[] = []

beforeAll(async () => {
  api = await startApi()
  await api.addCast(null, 'dced222244b')
})
afterAll(() => api.close())
beforeEach(async () => {
  ann = await api.person('Ann')
  bob = await api.person('Bob')
})
afterEach(async () => {
  for (const reader of readers.splice(0)) await reader.leave()
})

type Reader = { found: { text: string; closed: boolean }; data(): unknown[]; leave(): Promise<void> }

/** Opens a stream and gathers what comes. */
async function listen(
  who: { cookie?: string; key?: string },
  headers: Record<string, string> = {},
): Promise<Reader> {
  const answer = await api.call('/v2/events', { ...who, headers })
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
  if (!answer.body) throw new Error('the stream has no body')
  const body = answer.body.getReader()
  const found = { text: '', closed: false }
  const done = (async () => {
    for (;;) {
      const { done, value } = await body.read()
      if (done) break
      found.text += new TextDecoder().decode(value)
    }
    found.closed = true
  })()
  const reader = {
    found,
    /** What the messages say, in order. */
    data: () => [...found.text.matchAll(/^data: (.*)$/gm)].map((match) => JSON.parse(String(match[1]))),
    async leave() {
      await body.cancel()
      await done
    },
  }
  readers.push(reader)
  return reader
}

async function create(who: Person): Promise<string> {
  const answer = await api.call('/v2/conversations', {
    method: 'POST',
    key: who.key,
    body: { persona_id: 'pdced222244b', conversational_context: 'the secret word is plum' },
  })
  return ((await answer.json()) as { conversation_id: string }).conversation_id
}

const soon = { timeout: 3000, interval: 10 }

describe('what a stream tells', () => {
  it('names changes of the own workspace by id, and nothing of another one', async () => {
    const [byCookie, byKey, others] = [
      await listen({ cookie: ann.cookie }),
      await listen({ key: ann.key }),
      await listen({ cookie: bob.cookie }),
    ]
    const annsId = await create(ann)
    const bobsId = await create(bob)
    await updateWorkspace(ann.scope, {
      name: 'New name',
      max_concurrent: 5,
      monthly_minutes: null,
      max_call_duration: 3600,
    })
    await vi.waitFor(() => {
      for (const reader of [byCookie, byKey]) {
        expect(reader.data()).toContainEqual({ topic: 'conversation', id: annsId })
        expect(reader.data()).toContainEqual({ topic: 'workspace', id: ann.workspaceId })
      }
      expect(others.data()).toContainEqual({ topic: 'conversation', id: bobsId })
    }, soon)
    expect(byCookie.found.text).not.toContain(bobsId)
    expect(byKey.found.text).not.toContain(bobsId)
    expect(others.found.text).not.toContain(annsId)
    expect(others.found.text).not.toContain(ann.workspaceId)
    expect(byCookie.found.text).not.toMatch(/plum|session|effects|deadlines/)
    for (const data of byCookie.data()) expect(Object.keys(Object(data))).toEqual(['topic', 'id'])
  })

  it('pings every 15 s of the clock', async () => {
    const reader = await listen({ cookie: ann.cookie })
    expect(reader.found.text).not.toContain(': ping')
    api.clock.advance(14_000)
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(reader.found.text).not.toContain(': ping')
    api.clock.advance(1_000)
    await vi.waitFor(() => expect(reader.found.text.match(/^: ping$/gm)).toHaveLength(1), soon)
    api.clock.advance(15_000)
    await vi.waitFor(() => expect(reader.found.text.match(/^: ping$/gm)).toHaveLength(2), soon)
  })

  it('tells a browser that comes back to look anew, and a new one not', async () => {
    const first = await listen({ cookie: ann.cookie })
    await vi.waitFor(() => expect(first.found.text).toMatch(/^id: 0$/m), soon)
    expect(first.found.text).not.toContain('resync')
    const again = await listen({ cookie: ann.cookie }, { 'last-event-id': '0' })
    await vi.waitFor(() => expect(again.found.text).toMatch(/^event: resync$/m), soon)
  })

  it('tells to look anew when changes were missed', async () => {
    const reader = await listen({ cookie: ann.cookie })
    await api.database.$executeRaw`
      select pg_terminate_backend(pid) from pg_stat_activity 
      where application_name = 'colloquy bus' and datname = current_database()`
    await vi.waitFor(() => {
      api.clock.advance(200)
      expect(reader.found.text).toMatch(/^event: resync\ndata: \{\}$/m)
    }, soon)
    const id = await create(ann)
    await vi.waitFor(() => expect(reader.data()).toContainEqual({ topic: 'conversation', id }), soon)
    expect(reader.found.closed).toBe(false)
  })
})

describe('when a stream ends', () => {
  it('ends at once with its session, the others go on', async () => {
    const [mine, others] = [await listen({ cookie: ann.cookie }), await listen({ cookie: bob.cookie })]
    await signOut(ann.scope)
    await vi.waitFor(() => expect(mine.found.closed).toBe(true), soon)
    expect(others.found.closed).toBe(false)
    expect((await api.call('/v2/events', { cookie: ann.cookie })).status).toBe(401)
  })

  it('ends with a sign-out everywhere', async () => {
    const mine = await listen({ cookie: ann.cookie })
    await signOutEverywhere(ann.scope)
    await vi.waitFor(() => expect(mine.found.closed).toBe(true), soon)
  })

  it('ends at the next ping after its key was revoked', async () => {
    const mine = await listen({ key: ann.key })
    await revokeKey(ann.scope, ann.apiKeyId)
    api.clock.advance(15_000)
    await vi.waitFor(() => expect(mine.found.closed).toBe(true), soon)
  })

  it('ends when the session does', async () => {
    const mine = await listen({ cookie: ann.cookie })
    await api.database.session.update({
      where: { id: ann.sessionId },
      data: { expiresAt: api.clock.now() },
    })
    api.clock.advance(15_000)
    await vi.waitFor(() => expect(mine.found.closed).toBe(true), soon)
  })

  it('ends when the server stops', async () => {
    const all = [await listen({ cookie: ann.cookie }), await listen({ key: bob.key })]
    closeEventStreams()
    await vi.waitFor(() => expect(all.every((reader) => reader.found.closed)).toBe(true), soon)
  })

  it('cuts off a reader that reads no more', async () => {
    const answer = await api.call('/v2/events', { cookie: ann.cookie })
    for (let index = 0; index < 300; index++) {
      await api.database.$executeRaw`
        select pg_notify('colloquy', ${JSON.stringify({
          topic: 'conversation',
          id: `c${index}`,
          workspaceId: ann.workspaceId,
        })})`
    }
    const reader = await listen({ cookie: ann.cookie })
    await api.database.$executeRaw`
      select pg_notify('colloquy', ${JSON.stringify({
        topic: 'conversation',
        id: 'last',
        workspaceId: ann.workspaceId,
      })})`
    await vi.waitFor(() => expect(reader.data()).toContainEqual({ topic: 'conversation', id: 'last' }), soon)
    const text = await answer.text()
    expect(text).toContain('"c0"')
    expect(text).not.toContain('"last"')
  })
})

describe('how many', () => {
  it('are 8 for a session; leaving one makes room', async () => {
    const open = []
    for (let index = 0; index < 8; index++) open.push(await listen({ cookie: ann.cookie }))
    const ninth = await api.call('/v2/events', { cookie: ann.cookie })
    expect(ninth.status).toBe(429)
    expect(ninth.headers.get('retry-after')).toBeTruthy()
    await listen({ key: ann.key })
    await open[0]?.leave()
    await listen({ cookie: ann.cookie })
  })

  it('does not count a request for the head', async () => {
    for (let index = 0; index < 10; index++) {
      const head = await api.call('/v2/events', { method: 'HEAD', cookie: ann.cookie })
      expect(head.status).toBe(200)
    }
    await listen({ cookie: ann.cookie })
  })
})
