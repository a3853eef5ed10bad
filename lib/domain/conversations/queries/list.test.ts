import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { conversationWorld, origin, refusal } from '@/e2e/support/conversations'
import { guestScope } from '@/lib/access/scopes'
import { guestView } from '@/lib/domain/conversations/queries/guests'
import { listConversations } from '@/lib/domain/conversations/queries/list'
import { getConversation, getConversationVerbose } from '@/lib/domain/conversations/queries/read'
import { timestamp, timestampOf } from '@/lib/domain/conversations/serialize'
import { createConversation } from '@/lib/domain/conversations/service/create'
import { endConversation } from '@/lib/domain/conversations/service/end'
import { recordLine, reportPresence } from '@/lib/domain/conversations/service/news'
import { deleteConversation } from '@/lib/domain/conversations/service/remove'
import { registry } from '@/lib/platform/registry'

const world = conversationWorld()

describe('other workspaces', () => {
  it('see nothing of it and cannot touch it', async () => {
    const { conversation_id: id } = await world.create()
    const stranger = await world.member()
    expect(await getConversation(stranger, id, origin)).toBeNull()
    expect(await getConversationVerbose(stranger, id, origin)).toBeNull()
    expect((await listConversations(stranger, { limit: 10 }, origin)).total_count).toBe(0)
    const unknown = await endConversation(stranger, 'c000000000000000', origin).catch((error) => error)
    await expect(endConversation(stranger, id, origin)).rejects.toEqual(unknown)
    await expect(deleteConversation(stranger, id)).rejects.toEqual(unknown)
    expect((await world.read(id)).status).toBe('active')
  })
})

describe('a guest', () => {
  it('sees who is there, and neither context nor prompt', async () => {
    const { conversation_id: id } = await world.create({
      persona_id: 'pdced222244b',
      conversational_context: 'SECRET',
      max_participants: 2,
    })
    await reportPresence(world.system, id, { version: 1, presence: [world.somebody('ana')] })
    const view = await guestView(guestScope(id))
    expect(view).toMatchObject({ participants: ['ana'], full: true, status: 'active' })
    expect(JSON.stringify(view)).not.toContain('SECRET')
    expect(await guestView(guestScope('c000000000000000'))).toBeNull()
  })
})

describe('the list', () => {
  it('writes an instant that PostgreSQL wrote as it writes a Date', async () => {
    const instants = fc.sample(
      fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }),
      500,
    )
    const { rows } = await registry().pool.query<{ text: string }>(
      'select instant::text as text from unnest($1::timestamptz[]) with ordinality as each (instant, at) order by at',
      [instants.map((instant) => instant.toISOString())],
    )
    expect(rows.map(({ text }) => timestampOf(text))).toEqual(instants.map(timestamp))
  })

  it('pages newest first without missing or repeating any, while new ones arrive', async () => {
    await world.become({ maxConcurrent: 100 })
    const made: string[] = []
    for (let n = 0; n < 7; n++) {
      if (n % 2) world.clock.advance(1000)
      made.unshift(
        (
          await world.create({
            persona_id: 'pdced222244b',
            test_mode: true,
            conversation_name: `No. ${n} 100%`,
          })
        ).conversation_id,
      )
    }
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await listConversations(world.me, { limit: 3, cursor }, origin)
      seen.push(...page.data.map((row) => row.conversation_id))
      cursor = page.next_cursor ?? undefined
      await world.create({ persona_id: 'pdced222244b', test_mode: true })
      world.clock.advance(1000)
    } while (cursor)
    expect(new Set(seen)).toEqual(new Set(made))
    expect(seen).toHaveLength(made.length)
  })

  it('filters by status, persona, replica, day and text, taking wildcards literally', async () => {
    const live = await world.create({ persona_id: 'pdac61133ac5', conversation_name: '50% off' })
    const ended = await world.create({ persona_id: 'paaee96e4f87', conversation_name: '50 percent' })
    await endConversation(world.me, ended.conversation_id, origin)
    const ids = async (query: object) =>
      (await listConversations(world.me, { limit: 10, ...query }, origin)).data.map(
        (row) => row.conversation_id,
      )
    expect(await ids({ status: 'active' })).toEqual([live.conversation_id])
    expect(await ids({ status: 'ended' })).toEqual([ended.conversation_id])
    expect(await ids({ persona_id: 'pdac61133ac5' })).toEqual([live.conversation_id])
    expect(await ids({ text: '50%' })).toEqual([live.conversation_id])
    expect(await ids({ text: ended.conversation_id })).toEqual([ended.conversation_id])
    const today = world.clock.now().toISOString().slice(0, 10)
    expect(await ids({ from: today, to: today })).toHaveLength(2)
    expect(await ids({ to: '2026-01-01' })).toEqual([])
    await expect(ids({ cursor: 'nonsense' })).rejects.toEqual(refusal('invalid'))
  })
  it('finds what was said, in any script and by any part of it, in this workspace alone', async () => {
    const stranger = await world.member()
    const mine = await world.create()
    const theirs = await createConversation(stranger, { persona_id: 'pdced222244b' }, { origin })
    const lines = ['Der Garten schließt um sechs, 100 % sicher.', '庭は六時に閉まります。']
    for (const { conversation_id: id } of [mine, theirs]) {
      for (const [seq, text] of lines.entries()) {
        const at = world.clock.now()
        const line = {
          seq,
          role: 'replica' as const,
          speaker: 'Nathan',
          text,
          at,
          turn: 0,
          inferenceId: null,
          revision: 1,
          duration: null,
          interrupted: false,
          sources: [],
        }
        await recordLine(world.system, id, line)
      }
    }
    const found = async (text: string) =>
      (await listConversations(world.me, { limit: 10, text }, origin)).data.map((row) => row.conversation_id)
    for (const text of ['schließt um', 'GARTEN', 'chlie', '六時に閉', '100 %'])
      expect(await found(text), text).toEqual([mine.conversation_id])
    for (const text of ['Gartenhaus', '100 _', 'garten sechs']) expect(await found(text), text).toEqual([])
  })
})
