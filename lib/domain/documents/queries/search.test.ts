import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { HandClock } from '@/e2e/support/hand-clock'
import { type TestRegistry, testRegistry } from '@/e2e/support/registry'
import { createConversation } from '@/lib/domain/conversations/service/create'
import { eraseConversation } from '@/lib/domain/conversations/service/remove'
import { createPersona } from '@/lib/domain/personas/service'
import type { MemberScope } from '@/lib/domain/scope'
import { chunksOf } from '@/lib/platform/reading/chunk'
import { countWords, indexedWords } from '@/lib/platform/reading/words'
import { strategies } from '../rules/retrieval'
import { searchQuery } from '../schema'
import { deleteDocument } from '../service/change'
import { storeReading } from '../service/store'
import questions from '../testdata/questions.json'
import { recallPassages, searchDocuments } from './search'

let test: TestRegistry<HandClock>
let me: MemberScope
beforeAll(async () => {
  test = await testRegistry()
  me = await test.member()
  for (const [name, { sections }] of Object.entries(questions)) await store(me, name, sections)
})
afterAll(() => test.close())

let documents = 0
/** A document with these sections, as if it had been read. */
async function store(
  scope: MemberScope,
  name: string,
  sections: string[],
  tags: string[] = [],
): Promise<string> {
  const now = test.clock.now()
  const id = `d${String(++documents).padStart(11, '0')}`
  const row = await test.database.document.create({
    data: {
      id,
      workspaceId: scope.workspaceId,
      name,
      tags,
      status: 'processing',
      createdAt: now,
      updatedAt: now,
    },
  })
  const chunks = sections
    .flatMap((text) => chunksOf([{ text }]))
    .map((chunk) => ({
      ...chunk,
      words: countWords(chunk.text),
      search: indexedWords(chunk.text),
    }))
  await storeReading(row, { format: 'text', title: '', pages: null, chunks, bytes: 1, crawledUrls: [] })
  return id
}

const search = (question: string, more: object = {}, scope = me) =>
  searchDocuments(scope, searchQuery.parse({ question, ...more }))
const texts = async (...asked: Parameters<typeof search>) =>
  (await search(...asked)).data.map(({ text }) => text)

const asked = Object.entries(questions).flatMap(([name, { questions }]) =>
  Object.entries(questions).map(([question, answer]) => [name, question, answer] as const),
)

describe('a question', () => {
  it.each(asked)('%s: %s', async (_name, question, answer) => {
    const found = await texts(question)
    expect(found[0] ?? '').toContain(answer)
  })

  it('finds its answer among the first three by every strategy, nearly always', async () => {
    for (const strategy of strategies) {
      const hits = await Promise.all(
        asked.map(async ([, question, answer]) =>
          (await texts(question, { strategy })).slice(0, 3).some((text) => text.includes(answer)),
        ),
      )
      expect(hits.filter(Boolean).length / hits.length, strategy).toBeGreaterThan(
        strategy === 'speed' ? 0.8 : 0.99,
      )
    }
  })

  it('may be anything', async () => {
    const odd = [
      ...[
        '',
        ' ',
        '?',
        '0',
        "'",
        '";--',
        "'); drop table passages; --",
        'a & | ! <-> b:*',
        '\\',
        '%',
        '(((',
        ':*',
      ],
      ...['the and of', 'x'.repeat(2000), 'word '.repeat(400), '🙂', '\u200b', 'ﷺ'],
    ]
    for (const question of odd) {
      for (const strategy of strategies)
        expect(Array.isArray((await search(question, { strategy })).data)).toBe(true)
    }
    expect(await texts('')).toEqual([])
    expect(await texts('the and of')).toEqual([])
    expect(await texts('xylophone quantum')).toEqual([])
  })

  it('is understood with a word misspelt, but not by the fastest strategy', async () => {
    const [fast, balanced] = await Promise.all([
      texts('waranty', { strategy: 'speed' }),
      texts('waranty', { strategy: 'balanced' }),
    ])
    expect(fast).toEqual([])
    expect(balanced[0]).toContain('warranty')
  })

  it('can be asked of some documents alone, by id or by tag', async () => {
    const tagged = await store(me, 'Tagged', ['Plum jam is made of plums.'], ['jam'])
    const other = await store(me, 'Other', ['Plum cake is made of plums too.'])
    expect(await texts('plums', { tags: 'jam' })).toEqual(['Plum jam is made of plums.'])
    expect(await texts('plums', { document_ids: other })).toEqual(['Plum cake is made of plums too.'])
    expect(await texts('plums', { document_ids: other, tags: 'jam' })).toHaveLength(2)
    expect(await texts('plums', { document_ids: 'd00000000000' })).toEqual([])
    await deleteDocument(me, tagged)
    expect(await texts('plums', { tags: 'jam' })).toEqual([])
  })

  it('finds nothing of another workspace', async () => {
    const other = await test.member()
    const theirs = await store(other, 'Theirs', ['The quince is a fruit.'])
    expect(await texts('quince')).toEqual([])
    expect(await texts('quince', { document_ids: theirs })).toEqual([])
    expect(await texts('quince', {}, other)).toHaveLength(1)
  })
})

describe('strategies', () => {
  it('give so many passages; quality takes neighbours along and repeats nothing', async () => {
    const own = await test.member()
    const sentence = (at: number) => `Paragraph ${at} of many speaks of apples${at % 3 ? '' : ' and pears'}. `
    const sections = Array.from({ length: 30 }, (_, at) => sentence(at).repeat(6).trim())
    const id = await store(own, 'Fruit', sections)
    const counts = await Promise.all(
      strategies.map(async (strategy) => (await search('apples', { strategy }, own)).data.length),
    )
    expect(counts).toEqual([3, 6, 10])
    const unique = await store(
      own,
      'Story',
      [
        'It begins on a hill. '.repeat(8),
        'In the middle a zebra appears. '.repeat(8),
        'It ends by the sea. '.repeat(8),
      ].map((text) => text.trim()),
    )
    const numbers = async (strategy: string) =>
      (await search('zebra', { strategy, document_ids: unique }, own)).data.map(({ number }) => number)
    expect(await numbers('balanced')).toEqual([1])
    expect(await numbers('quality')).toEqual([1, 0, 2])
    await store(own, 'Copy', sections)
    const best = (await search('pears', { strategy: 'quality' }, own)).data
    expect(new Set(best.map(({ text }) => text)).size).toBe(best.length)
    expect((await search('pears', { strategy: 'balanced', document_ids: id }, own)).data).toHaveLength(6)
  })
})

describe('a conversation', () => {
  const origin = 'http://localhost'
  const row = (id: string) => test.database.conversation.findUniqueOrThrow({ where: { id } })

  it('answers from what its request and its persona name, as they were when it was created', async () => {
    const own = await test.member()
    const [one, two, three, four] = [
      await store(own, 'One', ['The blue whale is one.']),
      await store(own, 'Two', ['The grey whale is two.'], ['sea']),
      await store(own, 'Three', ['The white whale is three.'], ['deep']),
      await store(own, 'Four', ['The black whale is four.']),
    ]
    const persona = {
      ...{ persona_name: 'P', system_prompt: 'You talk.', default_replica_id: 'r90bbd427f71' },
      ...{ document_ids: [one], document_tags: ['sea'] },
    }
    const { persona_id } = await createPersona(own, persona, 'p')
    const { conversation_id: id } = await createConversation(
      own,
      { persona_id, document_ids: [four], document_tags: ['deep'], document_retrieval_strategy: 'quality' },
      { origin },
    )
    expect((await row(id)).documentIds).toEqual([one, two, three, four])
    const later = await store(own, 'Five', ['The young whale is five.'], ['sea'])
    const passages = await recallPassages(test.system, id, 'Which whale is it?')
    expect(passages.map(({ documentName }) => documentName).sort()).toEqual(['Four', 'One', 'Three', 'Two'])
    expect(passages.map(({ documentId }) => documentId)).not.toContain(later)
    expect(passages[0]).toEqual({
      documentId: expect.any(String),
      documentName: expect.any(String),
      place: '',
      text: expect.stringContaining('whale'),
    })
    expect(test.provider.rooms.get(id)?.mind.hasDocuments).toBe(true)
    await deleteDocument(own, one)
    expect(await recallPassages(test.system, id, 'blue whale')).toHaveLength(3)
    await eraseConversation(own, id)
    expect((await row(id)).documentIds).toEqual([])
    expect(await recallPassages(test.system, id, 'whale')).toEqual([])
    expect(await test.database.document.count({ where: { workspaceId: own.workspaceId } })).toBe(4)
  })

  it('without documents has none to be asked', async () => {
    const own = await test.member()
    await store(own, 'Unused', ['The blue whale.'])
    const { conversation_id: id } = await createConversation(own, { persona_id: 'pdced222244b' }, { origin })
    expect(test.provider.rooms.get(id)?.mind.hasDocuments).toBe(false)
    expect(await recallPassages(test.system, id, 'whale')).toEqual([])
    expect(await recallPassages(test.system, 'c000000000000000', 'whale')).toEqual([])
  })
})
