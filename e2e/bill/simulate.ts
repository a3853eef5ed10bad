import { keyScope } from '@/lib/access/scopes'
import { createKey } from '@/lib/domain/api-keys/service'
import { change } from '@/lib/domain/conversations/service/change'
import { createConversation } from '@/lib/domain/conversations/service/create'
import { claimDue, deadlinesReached } from '@/lib/domain/conversations/service/due'
import { endConversation } from '@/lib/domain/conversations/service/end'
import { reportPresence, roomLost } from '@/lib/domain/conversations/service/news'
import { deleteConversation, eraseConversation } from '@/lib/domain/conversations/service/remove'
import { recordReport } from '@/lib/domain/conversations/service/report'
import type { MemberScope, SystemScope, WorkspaceScope } from '@/lib/domain/scope'
import type { Database } from '@/lib/platform/database/client'
import type { HandClock } from '../support/hand-clock'
import type { MemoryProvider } from '../support/memory-provider'

export type BillWorld = {
  clock: HandClock
  database: Database
  system: SystemScope
  provider: MemoryProvider
  /** A new person with a workspace of their own. */
  member(limits: { maxConcurrent: number; maxCallDuration: number }): Promise<MemberScope>
}

/** What was made, by kind. */
export type Made = Record<string, number>

const origin = 'http://localhost:3000'
const day = 86_400_000
const personas = ['pdced222244b', 'pdac61133ac5', 'p9a95912']
const failing = 'cannot start'

/** Whole numbers from 0 up to `below`, the same for the same seed (mulberry32). */
export function seeded(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

/** One conversation of the simulation that may still change. */
type Live = { id: string; scope: WorkspaceScope; remote: boolean; version: number; present: string[] }

/**
 * Lives `count` conversations through the services, `together` at a time, by a clock that is moved at odd milliseconds,
 * over midnights and ends of months. Gives back the workspaces, whose usage there is to compare, and what was made.
 */
export async function simulate(
  world: BillWorld,
  { count, seed, together = 50 }: { count: number; seed: number; together?: number },
): Promise<{ workspaces: MemberScope[]; made: Made }> {
  const { clock, database, system, provider } = world
  const random = seeded(seed)
  const made: Made = {}
  const tally = (kind: string) => {
    made[kind] = (made[kind] ?? 0) + 1
  }
  provider.onStart(async ({ name }) => {
    if (name === failing) throw new Error('No room is left.')
  })
  const workspaces = await Promise.all(
    [0, 1, 2].map(() => world.member({ maxConcurrent: 1000, maxCallDuration: 86_400 })),
  )
  const scopes: WorkspaceScope[] = [...workspaces]
  for (const member of workspaces)
    for (const name of ['One', 'Two']) {
      const { id } = await createKey(member, { name })
      scopes.push(keyScope({ ...member, apiKeyId: id }))
    }

  async function create(at: number): Promise<Live | null> {
    const scope = scopes[random(scopes.length)] as WorkspaceScope
    const kind = random(20)
    const body = {
      persona_id: personas[random(personas.length)],
      conversation_name: kind === 0 ? failing : `Number ${at}`,
      test_mode: kind === 1,
      properties: {
        max_call_duration: 60 + random(kind === 2 ? 86_000 : 3000),
        participant_absent_timeout: 10 + random(600),
        participant_left_timeout: random(3) * random(120),
      },
    }
    try {
      const { conversation_id: id, status } = await createConversation(scope, body, { origin })
      tally(status === 'ended' ? 'tests' : 'created')
      if (status === 'ended') return null
      const remote = kind >= 3 && kind < 7
      if (remote) {
        const { createdAt } = await database.conversation.findUniqueOrThrow({ where: { id } })
        // Its clock is up to an hour off ours.
        const providerCreatedAt = new Date(createdAt.getTime() + random(7_200_000) - 3_600_000)
        const lookAt = null
        await database.conversation.update({
          where: { id },
          data: { provider: 'tavus', providerId: id, providerCreatedAt, lookAt },
        })
        tally('outside')
      }
      return { id, scope, remote, version: 0, present: [] }
    } catch (error) {
      if (kind !== 0) throw error
      tally('failed starts')
      return null
    }
  }

  /** Somebody comes, goes, or is lost. */
  async function moveAbout(live: Live): Promise<void> {
    const now = clock.now()
    const goes = live.present.length > 0 && random(2) === 0
    const sessionId = goes ? (live.present[0] ?? '') : `s${live.version}`
    if (goes) live.present.shift()
    else live.present.push(sessionId)
    const lost = goes && random(3) === 0
    const plain = { name: 'Ana', accountId: null, tokenId: null, joinedAt: now, lostAt: null, leftAt: null }
    const told = { ...plain, sessionId, ...(goes && (lost ? { lostAt: now } : { leftAt: now })) }
    const others = live.present.filter((each) => each !== sessionId)
    const presence = [told, ...others.map((each) => ({ ...plain, sessionId: each }))]
    live.version++
    await reportPresence(system, live.id, { version: live.version, presence })
    tally(goes ? (lost ? 'lost' : 'left') : 'joined')
  }

  /** The provider outside tells when it ended, by its clock; told again, another instant. */
  async function tellEnd({ id }: Live): Promise<void> {
    const row = await database.conversation.findUniqueOrThrow({ where: { id } })
    const began = row.providerCreatedAt?.getTime() ?? 0
    const lasted = clock.now().getTime() - row.createdAt.getTime()
    const at = new Date(began + random(lasted + 5000))
    const words = random(2) === 0 ? 'participant_left_timeout reached' : 'a reason of its own'
    const means = { type: 'ended', reason: words } as const
    const event = { type: 'system.shutdown', at, properties: { shutdown_reason: words }, means }
    await recordReport(system, id, { providerId: id, status: 'ended', createdAt: null, events: [event] })
    tally('ends told from outside')
  }

  async function act(live: Live): Promise<void> {
    const { id, scope } = live
    const what = random(14)
    if (live.remote && what < 6) await tellEnd(live)
    else if (!live.remote && what < 7) await moveAbout(live)
    else if (what === 8) await endConversation(scope, id, origin).then(() => tally('ended by the API'))
    else if (what === 9) await deleteConversation(scope, id).then(() => tally('deleted'))
    else if (what === 10) await eraseConversation(scope, id).then(() => tally('erased'))
    else if (what === 11) await roomLost(system, id).then(() => tally('rooms lost'))
    else if (what === 12) {
      const at = new Date(clock.now().getTime() - random(30_000))
      await change(id, { type: 'host-lost', at }).then(() => tally('hosts lost'))
    }
  }

  /** Deadlines are handled as late as they happen to be. */
  async function handleDue(): Promise<void> {
    for (;;) {
      const due = await claimDue(system, 50)
      if (due.length === 0) return
      await deadlinesReached(system, due)
      made['ended by a deadline'] = (made['ended by a deadline'] ?? 0) + due.length
    }
  }

  for (let at = 0; at < count; at += together) {
    // Often a moment before midnight, of which some end a month.
    const toMidnight = day - (clock.now().getTime() % day)
    clock.advance(random(3) === 0 ? Math.max(0, toMidnight - random(600_000)) : random(900_000))
    const size = Math.min(together, count - at)
    const born = await Promise.all(Array.from({ length: size }, (_, index) => create(at + index)))
    let live = born.filter((each) => each !== null)
    for (let round = 0; live.length > 0; round++) {
      clock.advance(1 + random(round > 6 ? 20_000_000 : 400_000))
      if (random(3) > 0) await handleDue()
      await Promise.all(live.map((each) => act(each).catch(refused)))
      const ids = live.map(({ id }) => id)
      const rows = await database.conversation.findMany({
        where: { id: { in: ids }, status: { not: 'ended' } },
        select: { id: true },
      })
      const open = new Set(rows.map(({ id }) => id))
      // What ended outside may be told of once more.
      for (const each of live.filter(({ id, remote }) => remote && !open.has(id)))
        if (random(2) === 0) await tellEnd(each).catch(refused)
      live = live.filter(({ id }) => open.has(id))
    }
  }
  return { workspaces, made }
}

/** What was deleted in the meantime is unknown to who acts on it. */
function refused(error: unknown): void {
  if (!(error instanceof Error && error.name === 'DomainError')) throw error
}
