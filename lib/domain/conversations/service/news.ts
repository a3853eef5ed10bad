import type { SystemScope } from '@/lib/domain/scope'
import { publish } from '@/lib/domain/webhooks/service/publish'
import { notify } from '@/lib/platform/database/bus'
import { inTransaction, type Transaction } from '@/lib/platform/database/client'
import { Prisma } from '@/lib/platform/database/generated/client'
import { storable, storableText } from '@/lib/platform/database/storable'
import { registry } from '@/lib/platform/registry'
import type { News, RoomState, SpokenLine, SpokenTurn } from '@/lib/providers/port'
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
 * Stores a line of the transcript, or how it goes on; an older revision than the stored one changes nothing, and nothing
 * comes into a conversation that was erased.
 */
export async function recordLine(_system: SystemScope, id: string, line: SpokenLine): Promise<void> {
  await into(id, async (tx) => {
    const { seq, ...values } = storable(line)
    const { count } = await tx.utterance.updateMany({
      where: { conversationId: id, seq, revision: { lt: line.revision } },
      data: values,
    })
    if (count === 0)
      await tx.utterance.createMany({
        data: [{ conversationId: id, seq, ...values }],
        skipDuplicates: true,
      })
  })
}

/** Stores what is known of a turn; an older revision than the stored one changes nothing. */
export async function recordTurn(_system: SystemScope, id: string, spoken: SpokenTurn): Promise<void> {
  await into(id, async (tx) => {
    const { turn, prompt, ...told } = storable(spoken)
    const values = { ...told, prompt: prompt ? (prompt as Prisma.InputJsonObject) : Prisma.DbNull }
    const { count } = await tx.turn.updateMany({
      where: { conversationId: id, turn, revision: { lt: spoken.revision } },
      data: values,
    })
    if (count === 0)
      await tx.turn.createMany({ data: [{ conversationId: id, turn, ...values }], skipDuplicates: true })
  })
}

/** Remembers that a model did not do what it was asked; `number` names the problem, told again it is the same. */
export async function recordProblem(
  _system: SystemScope,
  id: string,
  { number, problem, at }: Pick<Extract<News, { type: 'problem' }>, 'number' | 'problem' | 'at'>,
): Promise<void> {
  await into(id, async (tx) => {
    // Counted anew in each room that is opened again, so the instant belongs to the name.
    const name = `${id}-problem-${at.getTime()}-${number}`
    await publish(tx, [
      { id: name, conversationId: id, type: 'system.model_failed', at, properties: { ...storable(problem) } },
    ])
  })
}

/** Writes what was told of a conversation, unless it was erased, and says that it changed. */
async function into(id: string, write: (tx: Transaction) => Promise<void>): Promise<void> {
  await inTransaction(registry().database, async (tx) => {
    // Locked, so that what is told is stored before the conversation is erased, or not at all.
    const [row] = await tx.$queryRaw<{ workspaceId: string }[]>`
      select workspace_id as "workspaceId" from conversations where id = ${id} and erased_at is null for share`
    if (!row) return
    await write(tx)
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
      data: { liveContext: storableText(context), updatedAt: clock.now() },
      select: { workspaceId: true },
    })
    if (row) await notify(tx, { topic: 'conversation', id, workspaceId: row.workspaceId })
  })
}

/** Ends a conversation whose room cannot be kept open. */
export async function roomLost(_system: SystemScope, id: string): Promise<void> {
  await change(id, { type: 'room-lost' })
}
