import { afterEach, expect, it, vi } from 'vitest'
import { conversationWorld, origin } from '@/e2e/support/conversations'
import { endConversation } from '@/lib/domain/conversations/service/end'
import { recordLine } from '@/lib/domain/conversations/service/news'
import { createPersona } from '@/lib/domain/personas/service'
import { type Engine, startEngine } from '@/lib/engine/index'
import { createLog } from '@/lib/platform/log'
import { registry } from '@/lib/platform/registry'
import type { Remembering } from '@/lib/protocol/remembering'
import { listMemories } from '../queries'

const world = conversationWorld()

let engine: Engine | undefined
afterEach(async () => {
  await engine?.stop()
})

it('asks the model that the conversation ran with, and goes by the words alone when it fails again and again', async () => {
  const asked: Remembering[] = []
  let answer = async () => [{ text: 'Ana is from Norway.', replaces: null as string | null }]
  world.provider.onRemember((conversation) => {
    asked.push(conversation)
    return answer()
  })
  const llm = { base_url: 'https://models.example.com/v1', api_key: 'sk-of-the-model', model: 'large' }
  const { persona_id } = await createPersona(
    world.me,
    { persona_name: 'P', system_prompt: 'You talk.', default_replica_id: 'rfe12d8b9597', layers: { llm } },
    'key',
  )
  const { clock, bus } = registry()
  engine = startEngine(world.system, { clock, log: createLog('silent'), bus })
  const run = async (store: string) => {
    const { conversation_id: id } = await world.create({ persona_id, memory_stores: [store] })
    await recordLine(world.system, id, {
      ...{ seq: 1, role: 'user', speaker: 'Ana', text: 'I live in Oslo.', turn: 1, inferenceId: null },
      ...{ revision: 1, duration: null, interrupted: false, sources: [], at: clock.now() },
    })
    await endConversation(world.me, id, origin)
    return id
  }
  const facts = async (store: string) =>
    ((await listMemories(world.me, store, { limit: 100, page: 1 }))?.data ?? []).map(({ content }) => content)

  await run('good')
  await vi.waitFor(async () => expect(await facts('good')).toEqual(['Ana is from Norway.']), {
    timeout: 10_000,
  })
  expect(asked).toMatchObject([
    { languageModel: { baseUrl: llm.base_url, apiKey: llm.api_key, model: 'large' }, known: [] },
  ])

  answer = async () => {
    throw new Error('It failed by itself (500).')
  }
  const id = await run('bad')
  await vi.waitFor(
    async () => {
      world.clock.advance(1000)
      expect(await facts('bad')).toEqual(['Ana lives in Oslo.'])
    },
    { timeout: 20_000, interval: 100 },
  )
  expect(asked).toHaveLength(6)
  const failures = (await world.read(id)).events.filter(
    ({ event_type }) => event_type === 'system.model_failed',
  )
  expect(failures).toMatchObject([
    { properties: { part: 'llm', message: expect.stringContaining('It failed by itself (500).') } },
  ])
})
