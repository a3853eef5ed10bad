import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { conversationWorld, origin } from '@/e2e/support/conversations'
import { eachConversation, listConversations } from '@/lib/domain/conversations/queries/list'
import { settle } from '@/lib/domain/conversations/schema/request'
import type { Conversation, ConversationListQuery } from '@/lib/domain/conversations/schema/response'
import { createConversation } from '@/lib/domain/conversations/service/create'
import { endAllConversations, endConversation } from '@/lib/domain/conversations/service/end'
import { deleteConversation, eraseConversation } from '@/lib/domain/conversations/service/remove'
import { type DomainError, isDomainError } from '@/lib/domain/errors'
import type { MemberScope } from '@/lib/domain/scope'

const world = conversationWorld()

/** The same numbers from 0 to 1 in every run. */
function seeded(seed: number) {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

/** Cells of the counts that differ from what the rows say; those that count none are as good as absent. */
const differences = () => world.database.$queryRaw<object[]>`
  with truth as (
    select workspace_id, cell.persona_id, cell.replica_id, cell.day, provider, count(*)::int as count
    from conversations cross join lateral conversation_cells(persona_id, replica_id, created_at) cell
    where deleted_at is null group by 1, 2, 3, 4, 5
  ), counted as (select * from conversation_counts where count <> 0)
  (select * from truth except select * from counted) union all (select * from counted except select * from truth)`

describe('pages of a history', () => {
  const [personas, replicas, providers] = [
    ['p1', 'p2', 'p3'],
    ['r1', 'r2'],
    ['studio', 'tavus'],
  ] as const
  let me: MemberScope
  let all: Conversation[]

  beforeAll(async () => {
    me = await world.member()
    const stranger = await world.member()
    const random = seeded(7)
    const pick = <Item>(items: readonly Item[]) => items[Math.floor(random() * items.length)] as Item
    const settings = settle({}, 3600)
    const rows = Array.from({ length: 400 }, (_, n) => {
      // Days of one conversation and of hundred, and many of one instant.
      const day = Math.floor(random() ** 3 * 12)
      const createdAt = new Date(Date.UTC(2026, 1, 20 + day, Math.floor(random() * 24), pick([0, 30])))
      const isLive = random() < 0.1
      return {
        id: `c${(n * 7919 + 0x1000000).toString(16).padStart(15, '0')}`,
        workspaceId: n % 10 === 0 ? stranger.workspaceId : me.workspaceId,
        name: `${pick(['Garden', 'Order', 'Lesson'])} ${n}`,
        ...{ personaId: pick(personas), personaName: 'P', replicaId: pick(replicas), replicaName: 'R' },
        ...{ provider: pick(providers), settings, cast: {}, createdAt, updatedAt: createdAt },
        ...(isLive
          ? { status: 'active' as const }
          : { status: 'ended' as const, endedAt: createdAt, endReason: 'requested', duration: 0 }),
        ...(random() < 0.15 && { deletedAt: createdAt }),
      }
    })
    await world.database.conversation.createMany({ data: rows })
    const shown = rows
      .filter((row) => row.workspaceId === me.workspaceId && !('deletedAt' in row))
      .sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime() || (a.id < b.id ? 1 : -1))
    all = []
    for await (const part of eachConversation(me, {}, origin)) all.push(...part)
    expect(all.map((row) => row.conversation_id)).toEqual(shown.map((row) => row.id))
  })

  const day = fc
    .integer({ min: 18, max: 34 })
    .map((n) => new Date(Date.UTC(2026, 1, n)).toISOString().slice(0, 10))
  const filters = fc.record(
    {
      status: fc.constantFrom('active' as const, 'ended' as const),
      persona_id: fc.constantFrom(...personas, 'p9'),
      replica_id: fc.constantFrom(...replicas),
      provider: fc.constantFrom(...providers),
      from: day,
      to: day,
      text: fc.constantFrom('garden', 'n 1', 'none'),
    },
    { requiredKeys: [] },
  )

  const matches = (row: Conversation, { from, to, text, ...same }: Partial<ConversationListQuery>) =>
    Object.entries(same).every(([name, value]) => row[name as keyof Conversation] === value) &&
    (!from || row.created_at.slice(0, 10) >= from) &&
    (!to || row.created_at.slice(0, 10) <= to) &&
    (!text || row.conversation_name.toLowerCase().includes(text))

  it('are those of the whole list, by page and by cursor, with its true length', async () => {
    await fc.assert(
      fc.asyncProperty(filters, fc.integer({ min: 1, max: 60 }), async (query, limit) => {
        const expected = all.filter((row) => matches(row, query))
        const pages = Math.ceil(expected.length / limit)
        let cursor: string | undefined
        for (let page = 1; page <= pages + 1; page++) {
          const shown = expected.slice((page - 1) * limit, page * limit)
          const byPage = await listConversations(me, { ...query, limit, page }, origin)
          expect(byPage.data).toEqual(shown)
          expect(byPage.total_count).toBe(expected.length)
          if (page > pages) break
          const byCursor = await listConversations(me, { ...query, limit, cursor }, origin)
          expect(byCursor).toEqual(byPage)
          cursor = byCursor.next_cursor ?? undefined
          expect(cursor === undefined).toBe(page === pages)
        }
      }),
      { numRuns: 40, seed: 11 },
    )
  })
})

describe('the counts', () => {
  it('are those of the rows after creates, ends and deletions that race in several workspaces', {
    timeout: 60_000,
  }, async () => {
    const random = seeded(3)
    const limited = { maxConcurrent: 8, monthlyMinutes: 10_000 }
    const scopes = [await world.member({ maxConcurrent: 8 }), await world.member({ maxConcurrent: 8 })]
    scopes.push(await world.member(limited), await world.member(limited))
    const made: { scope: MemberScope; id: string }[] = []
    /** What is refused, as no slot is free or somebody was faster, is not what is looked for here. */
    const refused = (error: DomainError) => {
      if (!isDomainError(error) || !['concurrency', 'not-found'].includes(error.code)) throw error
    }
    const act = async () => {
      const scope = scopes[Math.floor(random() * scopes.length)] as MemberScope
      const one = made[Math.floor(random() * made.length)]
      const what = random()
      const body = {
        persona_id: random() < 0.5 ? 'pdced222244b' : 'pdac61133ac5',
        test_mode: random() < 0.4,
      }
      if (what < 0.5 || !one) {
        const { conversation_id: id } = await createConversation(scope, body, { origin })
        made.push({ scope, id })
      } else if (what < 0.65) await endConversation(one.scope, one.id, origin)
      else if (what < 0.85) await deleteConversation(one.scope, one.id)
      else if (what < 0.95) await eraseConversation(one.scope, one.id)
      else await endAllConversations(scope)
    }
    for (let round = 0; round < 12; round++) {
      if (round % 4 === 3) world.clock.advance(86_400_000)
      await Promise.all([
        ...Array.from({ length: 16 }, () => act().catch(refused)),
        // What is due of all workspaces ends in one transaction.
        ...(round % 4 === 3 ? [world.letTimePass(0), world.letTimePass(0)] : []),
      ])
    }
    expect(made.length).toBeGreaterThan(40)
    expect(await differences()).toEqual([])
    const [{ deadlocks } = { deadlocks: -1 }] = await world.database.$queryRaw<{ deadlocks: number }[]>`
      select deadlocks::int from pg_stat_database where datname = current_database()`
    expect(deadlocks).toBe(0)
  })

  it('follow rows that are moved, deleted for good, and gone with their workspace', async () => {
    const { conversation_id: id } = await world.create()
    const stranger = await world.member()
    await createConversation(stranger, { persona_id: 'pdced222244b', test_mode: true }, { origin })
    const { database } = world
    await database.conversation.update({ where: { id }, data: { personaId: 'p1', provider: 'tavus' } })
    expect(await differences()).toEqual([])
    await database.conversation.update({
      where: { id },
      data: { createdAt: new Date('2026-01-01T23:59:59Z') },
    })
    expect(await differences()).toEqual([])
    await database.conversation.update({ where: { id }, data: { deletedAt: new Date() } })
    await database.conversation.update({ where: { id }, data: { deletedAt: null } })
    expect(await differences()).toEqual([])
    await database.conversation.delete({ where: { id } })
    await database.workspace.delete({ where: { id: stranger.workspaceId } })
    expect(await differences()).toEqual([])
    expect(await database.conversationCount.count({ where: { workspaceId: stranger.workspaceId } })).toBe(0)
  })
})
