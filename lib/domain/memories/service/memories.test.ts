import { afterEach, describe, expect, it, vi } from 'vitest'
import { conversationWorld, origin, refusal } from '@/e2e/support/conversations'
import { endConversation } from '@/lib/domain/conversations/service/end'
import { recordLine, roomLost } from '@/lib/domain/conversations/service/news'
import { deleteConversation, eraseConversation } from '@/lib/domain/conversations/service/remove'
import { reopenRooms } from '@/lib/domain/conversations/service/reopen'
import { roomClosed } from '@/lib/domain/conversations/service/room-closed'
import { claimEffects } from '@/lib/domain/effects/service'
import { type Engine, startEngine } from '@/lib/engine/index'
import { createLog } from '@/lib/platform/log'
import { registry } from '@/lib/platform/registry'
import type { Remembering } from '@/lib/protocol/remembering'
import { listMemories, listStores, memoriesOfConversation } from '../queries'
import { limits, mostAsks, rememberEffectId } from '../rules/limits'
import { findFacts } from './find-facts'
import { keepFacts } from './keep'
import { rememberConversation } from './remember'
import { lockStores } from './stores'
import { addMemory, deleteMemory, deleteStore, updateMemory } from './write'

const world = conversationWorld()

let engine: Engine | undefined
afterEach(async () => {
  await engine?.stop()
  engine = undefined
})
function runEngine() {
  const { clock, bus } = registry()
  engine = startEngine(world.system, { clock, log: createLog('silent'), bus })
}

/** Effects of other tests are carried out too. */
const patience = { timeout: 10_000 }
const page = { limit: 1000, page: 1 }
const signal = new AbortController().signal
const facts = async (store: string) =>
  ((await listMemories(world.me, store, page))?.data ?? []).map(({ content }) => content)
const add = (store: string, content: string, key: string = crypto.randomUUID()) =>
  addMemory(world.me, store, { content }, key)

/** A live conversation with these stores, in which Ana said this. */
async function talked(stores: string[], ...texts: string[]): Promise<string> {
  const { conversation_id: id } = await world.create({ persona_id: 'pdced222244b', memory_stores: stores })
  for (const [index, text] of texts.entries()) {
    await recordLine(world.system, id, {
      ...{ seq: index + 1, role: 'user', speaker: 'Ana', text, turn: 1, inferenceId: null, revision: 1 },
      ...{ duration: null, interrupted: false, sources: [], at: world.clock.now() },
    })
  }
  return id
}
async function ended(stores: string[], ...texts: string[]): Promise<string> {
  const id = await talked(stores, ...texts)
  await endConversation(world.me, id, origin)
  await roomClosed(world.system, id)
  return id
}
const remember = (conversationId: string, attempts = 1) =>
  rememberConversation(world.system, { conversationId, attempts, signal })
const events = async (id: string, type: string) =>
  (await world.read(id)).events.filter(({ event_type }) => event_type === type)

describe('an ended conversation', () => {
  it('adds what was said in it to its stores, tells so, and the next one knows it', async () => {
    runEngine()
    const id = await ended(['ana', 'team/ü'], 'My name is Ana.', 'I live in Rome.', 'Hello?')
    await vi.waitFor(async () => expect(await facts('team/ü')).toHaveLength(2), patience)
    // What was said last comes first.
    expect(await facts('ana')).toEqual(['Ana lives in Rome.', "Ana's name is Ana."])
    const told = await memoriesOfConversation(world.me, id)
    expect(told).toMatchObject({ status: 'done', memory_stores: ['ana', 'team/ü'] })
    expect(told?.data).toHaveLength(4)
    const [event] = await events(id, 'application.memory_consolidation')
    expect(event?.properties).toEqual({
      memory_stores: ['ana', 'team/ü'],
      memories: expect.arrayContaining(
        (told?.data ?? []).map(({ memory_id, memory_store }) => ({ memory_id, memory_store })),
      ),
    })
    expect(JSON.stringify(event)).not.toContain('Rome')

    const { conversation_id: next } = await world.create({
      persona_id: 'pdced222244b',
      memory_stores: ['ana'],
    })
    expect(world.provider.rooms.get(next)?.mind.memories).toHaveLength(2)
    const { conversation_id: other } = await world.create()
    expect(world.provider.rooms.get(other)?.mind.memories).toEqual([])
  })

  it('waits for the room to tell what was said last, and no longer than a while', async () => {
    const id = await talked(['ana'], 'I live in Rome.')
    await endConversation(world.me, id, origin)
    const due = async () =>
      (await world.database.effect.findUniqueOrThrow({ where: { id: rememberEffectId(id) } })).nextAttemptAt
    expect((await due())?.getTime()).toBe(world.clock.now().getTime() + 30_000)
    expect(await memoriesOfConversation(world.me, id)).toMatchObject({ status: 'pending', data: [] })
    await roomClosed(world.system, id)
    expect(await due()).toEqual(world.clock.now())
  })

  it('is remembered however it ended', async () => {
    const id = await talked(['ana'], 'I live in Rome.')
    await roomLost(world.system, id)
    const late = await talked(['ana'], 'I like tea.')
    await world.letTimePass(3_600_000)
    runEngine()
    await vi.waitFor(async () => {
      // Alarms for what is due already.
      world.clock.advance(0)
      expect((await facts('ana')).sort()).toEqual(['Ana likes tea.', 'Ana lives in Rome.'])
    }, patience)
    expect(await memoriesOfConversation(world.me, late)).toMatchObject({ status: 'done' })
    expect(id).not.toBe(late)
  })

  it('adds its facts once, after a crash between the storing and its note, too', async () => {
    const id = await ended(['ana'], 'I live in Rome.')
    const claimed = await claimEffects(world.system, 'memories', 100)
    expect(claimed.map(({ conversationId }) => conversationId)).toContain(id)
    await remember(id)
    // The server died here: the effect comes back.
    world.clock.advance(31_000)
    runEngine()
    await vi.waitFor(async () => {
      const effect = await world.database.effect.findUniqueOrThrow({ where: { id: rememberEffectId(id) } })
      expect(effect.doneAt).not.toBeNull()
      expect(effect.attempts).toBe(2)
    }, patience)
    expect(await facts('ana')).toEqual(['Ana lives in Rome.'])
    expect(await events(id, 'application.memory_consolidation')).toHaveLength(1)
  })

  it('adds them once where two servers do it at the same moment', async () => {
    const id = await ended(['ana', 'bea'], 'I live in Rome.')
    await Promise.all([remember(id), remember(id), remember(id)])
    expect(await facts('ana')).toEqual(['Ana lives in Rome.'])
    expect(await events(id, 'application.memory_consolidation')).toHaveLength(1)
  })

  it('shares its stores with others that end at the same moment', async () => {
    const ids = await Promise.all([
      ended(['a', 'b'], 'I live in Rome.'),
      ended(['b', 'a'], 'I like tea.'),
      ended(['a', 'b'], 'I like tea.'),
    ])
    await Promise.all(ids.map((id) => remember(id)))
    for (const store of ['a', 'b'])
      expect((await facts(store)).sort()).toEqual(['Ana likes tea.', 'Ana lives in Rome.'])
  })

  it('says that there was nothing to remember, and tells nobody', async () => {
    const id = await ended(['ana'], 'What time is it?')
    await remember(id)
    expect(await memoriesOfConversation(world.me, id)).toMatchObject({ status: 'done', data: [] })
    expect(await events(id, 'application.memory_consolidation')).toEqual([])
  })

  it('that names no store is not remembered', async () => {
    const id = await ended([], 'I live in Rome.')
    expect(await world.database.effect.count({ where: { id: rememberEffectId(id) } })).toBe(0)
    expect(await memoriesOfConversation(world.me, id)).toMatchObject({ status: 'none' })
  })

  it('corrects what is known, but not what was written by hand', async () => {
    await remember(await ended(['ana'], 'I live in Rome.'))
    await remember(await ended(['ana'], 'I live in Oslo.'))
    expect(await facts('ana')).toEqual(['Ana lives in Oslo.'])
    const [known] = (await listMemories(world.me, 'ana', page))?.data ?? []
    await updateMemory(world.me, 'ana', known?.memory_id ?? '', { content: 'Ana lives in Bergen.' })
    world.clock.advance(1000)
    await remember(await ended(['ana'], 'I live in Bath.'))
    expect(await facts('ana')).toEqual(['Ana lives in Bath.', 'Ana lives in Bergen.'])
  })

  it('is given its facts again when its room is opened again', async () => {
    await add('ana', 'Ana lives in Rome.')
    const id = await talked(['ana'])
    world.clock.advance(1000)
    await add('ana', 'Ana likes tea.')
    world.provider.rooms.delete(id)
    await reopenRooms(world.system, [id], world.clock.now())
    expect(world.provider.rooms.get(id)?.mind.memories).toEqual(['Ana likes tea.', 'Ana lives in Rome.'])
  })
})

describe('a conversation that is deleted', () => {
  it('leaves its facts, without its name', async () => {
    const id = await ended(['ana'], 'I live in Rome.')
    await remember(id)
    await deleteConversation(world.me, id)
    expect((await listMemories(world.me, 'ana', page))?.data).toMatchObject([
      { content: 'Ana lives in Rome.', conversation_id: id, conversation_name: null },
    ])
    expect(await memoriesOfConversation(world.me, id)).toBeNull()
  })

  it('for good takes its facts along, but for those that somebody changed', async () => {
    const id = await ended(['ana'], 'I live in Rome.', 'I like tea.')
    await remember(id)
    const { data = [] } = (await listMemories(world.me, 'ana', page)) ?? {}
    const tea = data.find(({ content }) => content.includes('tea'))
    await updateMemory(world.me, 'ana', tea?.memory_id ?? '', { content: 'Ana likes green tea.' })
    await eraseConversation(world.me, id)
    expect((await listMemories(world.me, 'ana', page))?.data).toMatchObject([
      { content: 'Ana likes green tea.', conversation_id: null, by_hand: true },
    ])
  })

  it('for good adds nothing any more', async () => {
    const ids = await Promise.all([1, 2, 3].map(() => ended(['ana'], 'I live in Rome.')))
    await Promise.all(ids.flatMap((id) => [remember(id), eraseConversation(world.me, id), remember(id)]))
    await Promise.all(ids.map((id) => remember(id)))
    expect(await facts('ana')).toEqual([])
  })
})

describe('the facts of a conversation with a model', () => {
  const languageModel = {
    ...{
      baseUrl: 'http://models.test/v1',
      apiKey: null,
      headers: {},
      query: {},
      extraBody: {},
      model: 'stub',
    },
    ...{ tools: [], promptTokens: 8000 },
  }
  const heard = (changes: object = {}) => ({
    language: 'english',
    lines: [{ role: 'user' as const, speaker: 'Ana', text: 'I live in Rome.' }],
    known: ['Ana has a dog.'],
    model: () => languageModel,
    attempts: 1,
    signal,
    ...changes,
  })

  it('are what the model says', async () => {
    const asked: Remembering[] = []
    world.provider.onRemember(async (conversation) => {
      asked.push(conversation)
      return [
        { text: 'Ana is Roman.', replaces: null },
        { text: 'x'.repeat(limits.fact + 1), replaces: null },
      ]
    })
    expect(await findFacts(world.provider, heard())).toEqual({
      found: [{ text: 'Ana is Roman.', replaces: null }],
      problem: null,
    })
    expect(asked).toMatchObject([{ languageModel, known: ['Ana has a dog.'], language: 'english' }])
    expect(await findFacts(world.provider, heard({ lines: [] }))).toEqual({ found: [], problem: null })
    expect(asked).toHaveLength(1)
  })

  it('are asked for again when the model fails, and in the end taken from the words alone', async () => {
    let asks = 0
    world.provider.onRemember(async () => {
      asks += 1
      throw new Error('It failed by itself (500).')
    })
    for (let attempts = 1; attempts < mostAsks; attempts++)
      await expect(findFacts(world.provider, heard({ attempts }))).rejects.toThrow('(500)')
    const simply = [{ text: 'Ana lives in Rome.', replaces: null }]
    expect(await findFacts(world.provider, heard({ attempts: mostAsks }))).toEqual({
      found: simply,
      problem:
        'What is remembered was taken from what was said, without the model. It failed by itself (500).',
    })
    expect(asks).toBe(mostAsks)
    // Each time the server died before the model had answered.
    expect(await findFacts(world.provider, heard({ attempts: mostAsks + 1 }))).toMatchObject({
      found: simply,
      problem: expect.stringContaining('stopped'),
    })
    expect(asks).toBe(mostAsks)
  })

  it('are taken from the words alone where its key cannot be opened', async () => {
    const model = () => {
      throw new Error('The API key was stored under another secret.')
    }
    await expect(findFacts(world.provider, heard({ model }))).rejects.toThrow('another secret')
    expect(await findFacts(world.provider, heard({ model, attempts: mostAsks }))).toMatchObject({
      found: [{ text: 'Ana lives in Rome.' }],
      problem: expect.stringContaining('The API key was stored under another secret.'),
    })
  })

  it('are waited for no longer than the server runs', async () => {
    const stopping = new AbortController()
    world.provider.onRemember(() => new Promise(() => {}))
    const asked = findFacts(world.provider, heard({ attempts: mostAsks, signal: stopping.signal }))
    stopping.abort(new Error('The server stops.'))
    await expect(asked).rejects.toThrow('The server stops.')
  })

  it('come to be known with what went wrong, once, whatever is answered after a crash', async () => {
    const id = await ended(['ana'], 'I live in Rome.')
    const of = { id, workspaceId: world.me.workspaceId, stores: ['ana'] }
    const problem = 'It failed by itself (500).'
    await keepFacts(of, { found: [{ text: 'Ana lives in Rome.', replaces: null }], problem })
    await keepFacts(of, { found: [{ text: 'Ana resides in Rome.', replaces: null }], problem })
    expect(await facts('ana')).toEqual(['Ana lives in Rome.'])
    expect(await events(id, 'system.model_failed')).toMatchObject([
      { properties: { part: 'llm', message: problem } },
    ])
  })
})

describe('stores and facts', () => {
  it('are there when they are named or written to, those used last first', async () => {
    await add('by hand', 'Ana lives in Rome.')
    world.clock.advance(1000)
    await world.create({ persona_id: 'pdced222244b', memory_stores: ['named', 'Named too'] })
    expect((await listStores(world.me, page)).data).toMatchObject([
      { memory_store: 'Named too', memories: 0 },
      { memory_store: 'named', memories: 0 },
      { memory_store: 'by hand', memories: 1, last_used_at: null },
    ])
    expect(await listStores(world.me, { ...page, text: 'NAMED' })).toMatchObject({ total_count: 2 })
    await world.create({ persona_id: 'pdced222244b', memory_stores: ['tried'], test_mode: true })
    expect(await listStores(world.me, { ...page, text: 'tried' })).toMatchObject({ total_count: 0 })
  })

  it('are written once under one key, searched, and deleted', async () => {
    const one = await add('ana', 'Ana has 100 % cotton.', 'key')
    expect(await add('ana', 'Ana has 100 % cotton.', 'key')).toEqual(one)
    await add('ana', 'Ana likes tea.')
    expect(await listMemories(world.me, 'ana', { ...page, text: '% COTTON' })).toMatchObject({
      total_count: 1,
    })
    expect(await listMemories(world.me, 'ana', { ...page, text: '_' })).toMatchObject({ total_count: 0 })
    await deleteMemory(world.me, 'ana', one.memory_id)
    await expect(deleteMemory(world.me, 'ana', one.memory_id)).rejects.toEqual(refusal('not-found'))
    expect(await facts('ana')).toEqual(['Ana likes tea.'])
    await deleteStore(world.me, 'ana')
    await expect(deleteStore(world.me, 'ana')).rejects.toEqual(refusal('not-found'))
    expect(await listMemories(world.me, 'ana', page)).toBeNull()
  })

  it('are refused in words where they are of no use', async () => {
    await expect(add('..', 'x')).rejects.toMatchObject({ code: 'invalid', field: 'memory_store' })
    await expect(add('x'.repeat(201), 'x')).rejects.toMatchObject({ code: 'invalid', field: 'memory_store' })
    for (const content of ['', '  ', 'x'.repeat(501), '\0'])
      await expect(add('ana', content), content).rejects.toMatchObject({ code: 'invalid', field: 'content' })
    await expect(world.create({ persona_id: 'pdced222244b', memory_stores: ['..'] })).rejects.toMatchObject({
      field: 'memory_stores.0',
    })
  })

  it('are bounded: the oldest that nobody wrote leave', async () => {
    const id = await ended(['ana'])
    const of = { id, workspaceId: world.me.workspaceId, stores: ['ana'] }
    await add('ana', 'By hand.')
    const found = Array.from({ length: limits.facts }, (_, i) => ({ text: `Fact ${i}.`, replaces: null }))
    await keepFacts(of, { found, problem: null })
    expect(await facts('ana')).toHaveLength(limits.facts)
    await add('ana', 'Another by hand.')
    const kept = await facts('ana')
    expect(kept).toHaveLength(limits.facts)
    expect(kept).toEqual(expect.arrayContaining(['By hand.', 'Another by hand.']))
    await world.database.memory.updateMany({ where: { store: 'ana' }, data: { byHand: true } })
    await expect(add('ana', 'One more.')).rejects.toEqual(refusal('conflict'))
  })

  it('are written into a store that is deleted at the same moment, which is made again', async () => {
    await add('ana', 'Ana likes tea.')
    const { workspaceId } = world.me
    // As `deleteStore` does, held where it has the lock and has not deleted yet.
    let goOn = () => {}
    let deletion = Promise.resolve()
    await new Promise<void>((locked) => {
      deletion = world.database.$transaction(async (tx) => {
        await lockStores(tx, workspaceId, ['ana'])
        await new Promise<void>((resolve) => {
          goOn = resolve
          locked()
        })
        await tx.memoryStore.delete({ where: { workspaceId_name: { workspaceId, name: 'ana' } } })
      })
    })
    const waiting = () =>
      world.database.$queryRaw<unknown[]>`
        select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
    const added = add('ana', 'Ana has a dog.')
    await vi.waitFor(async () => expect(await waiting()).not.toEqual([]), patience)
    goOn()
    await deletion
    expect(await added).toMatchObject({ content: 'Ana has a dog.' })
    expect(await facts('ana')).toEqual(['Ana has a dog.'])
  })

  it('are of one workspace alone', async () => {
    const mine = await add('ana', 'Ana lives in Rome.')
    await world.become({})
    expect(await listMemories(world.me, 'ana', page)).toBeNull()
    await expect(updateMemory(world.me, 'ana', mine.memory_id, { content: 'x' })).rejects.toEqual(
      refusal('not-found'),
    )
    await expect(deleteMemory(world.me, 'ana', mine.memory_id)).rejects.toEqual(refusal('not-found'))
    await expect(deleteStore(world.me, 'ana')).rejects.toEqual(refusal('not-found'))
    const { conversation_id: id } = await world.create({ persona_id: 'pdced222244b', memory_stores: ['ana'] })
    expect(world.provider.rooms.get(id)?.mind.memories).toEqual([])
  })
})
