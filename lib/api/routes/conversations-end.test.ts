import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { type Person, startApi, type TestApi } from '@/e2e/api/start'
import {
  conversation,
  conversationCreated,
  conversationsEnded,
} from '@/lib/domain/conversations/schema/response'

let api: TestApi
let ann: Person
beforeAll(async () => {
  api = await startApi()
  await api.addCast(null, 'dced222244b')
})
afterAll(() => api.close())
beforeEach(async () => {
  ann = await api.person('Ann')
})

async function created(who = ann) {
  const body = { persona_id: 'pdced222244b' }
  const answer = await api.call('/v2/conversations', { method: 'POST', key: who.key, body })
  return conversationCreated.parse(await answer.json())
}

it('ends all that run, once, and says which', async () => {
  const running = [await created(), await created()].map(({ conversation_id }) => conversation_id)
  const other = await api.person('Other')
  const theirs = await created(other)
  const endAll = async () => {
    const answer = await api.call('/v2/conversations/end-all', { method: 'POST', key: ann.key })
    expect(answer.status).toBe(200)
    return conversationsEnded.parse(await answer.json()).conversation_ids
  }
  expect((await endAll()).sort()).toEqual(running.sort())
  expect(await endAll()).toEqual([])
  const untouched = await api.call(`/v2/conversations/${theirs.conversation_id}`, { key: other.key })
  expect(await untouched.json()).toMatchObject({ status: 'active' })
})

it('tells what an ended conversation cost, where a minute has a price', async () => {
  const { conversation_id } = await created()
  const cost = async () => {
    const answer = await api.call(`/v2/conversations/${conversation_id}`, { key: ann.key })
    return conversation.parse(await answer.json()).cost
  }
  await api.database.workspace.update({
    where: { id: ann.workspaceId },
    data: { pricePerMinute: 3700, currency: 'EUR' },
  })
  expect(await cost()).toBeNull()
  api.clock.advance(90_000)
  const ended = await api.call(`/v2/conversations/${conversation_id}/end`, { method: 'POST', key: ann.key })
  const { duration } = conversation.parse(await ended.json())
  expect(duration).toBe(90)
  expect(await cost()).toEqual({ amount: 0.555, currency: 'EUR' })
  await api.database.workspace.update({ where: { id: ann.workspaceId }, data: { pricePerMinute: null } })
  expect(await cost()).toBeNull()
})
