import type { SystemScope } from '@/lib/domain/scope'
import { notify } from '@/lib/platform/database/bus'
import { inTransaction } from '@/lib/platform/database/client'
import { registry } from '@/lib/platform/registry'
import type { RoomState, SpokenLine } from '@/lib/providers/port'
import { change } from './change'
import type { Loaded } from './locks'

/** Takes a room's report of who is in it. An older one than the last is ignored. */
export async function reportPresence(_system: SystemScope, id: string, state: RoomState): Promise<void> {
  await change(
    id,
    async (row, tx) => {
      if (row.status === 'ended' || state.version <= row.presenceVersion) return null
      const known = new Set(row.participants.map((person) => person.sessionId))
      const joined = state.presence
        .filter((person) => !known.has(person.sessionId))
        .map((person) => ({ ...person, conversationId: id, lostAt: null, waitUntil: null, leftAt: null }))
      await tx.participant.createMany({ data: joined })
      row.participants.push(...joined)
      await rename(tx, row, state)
      return [{ type: 'presence', presence: state.presence }]
    },
    { presenceVersion: state.version },
  )
}

async function rename(tx: Parameters<typeof notify>[0], row: Loaded, state: RoomState): Promise<void> {
  const names = new Map(row.participants.map((person) => [person.sessionId, person.name]))
  for (const { sessionId, name } of state.presence) {
    if (names.get(sessionId) === name) continue
    const where = { conversationId_sessionId: { conversationId: row.id, sessionId } }
    await tx.participant.update({ where, data: { name } })
  }
}

/**
 * Stores a line of the transcript; one that is stored already stays as it is, and nothing comes into a conversation that
 * was erased.
 */
export async function recordLine(_system: SystemScope, id: string, line: SpokenLine): Promise<void> {
  const { database } = registry()
  await inTransaction(database, async (tx) => {
    // Locked, so that a line is stored before the conversation is erased, or not at all.
    const [row] = await tx.$queryRaw<{ workspaceId: string }[]>`
      select workspace_id as "workspaceId" from conversations where id = ${id} and erased_at is null for share`
    if (!row) return
    await tx.utterance.createMany({ data: [{ conversationId: id, ...line }], skipDuplicates: true })
    await notify(tx, { topic: 'conversation', id, workspaceId: row.workspaceId })
  })
}

/** Remembers that the replica has greeted, so that a room opened again does not greet twice. */
export async function recordGreeting(_system: SystemScope, id: string): Promise<void> {
  const { database, clock } = registry()
  await database.conversation.updateMany({ where: { id, greetedAt: null }, data: { greetedAt: clock.now() } })
}

/** Remembers what the replica knows of the conversation now, so that a room opened again knows it too. */
export async function recordContext(_system: SystemScope, id: string, context: string): Promise<void> {
  const { database, clock } = registry()
  await inTransaction(database, async (tx) => {
    const [row] = await tx.conversation.updateManyAndReturn({
      where: { id, erasedAt: null },
      data: { liveContext: context, updatedAt: clock.now() },
      select: { workspaceId: true },
    })
    if (row) await notify(tx, { topic: 'conversation', id, workspaceId: row.workspaceId })
  })
}

/** Ends a conversation whose room cannot be kept open. */
export async function roomLost(_system: SystemScope, id: string): Promise<void> {
  await change(id, { type: 'room-lost' })
}
