import type { SystemScope } from '@/lib/domain/scope'
import { registry } from '@/lib/platform/registry'
import { providerNamed } from '@/lib/providers/port'

/** Announcements under way, by conversation: each tells what is true when its turn comes. */
const turns = new Map<string, Promise<void>>()

/**
 * Tells everybody in the room whether a recording runs, and whose.
 * @throws Error when the room cannot be told at this moment
 */
export async function announceRecording(_system: SystemScope, conversationId: string): Promise<void> {
  const before = turns.get(conversationId) ?? Promise.resolve()
  const turn = before.catch(() => {}).then(() => announce(conversationId))
  turns.set(conversationId, turn)
  try {
    await turn
  } finally {
    if (turns.get(conversationId) === turn) turns.delete(conversationId)
  }
}

async function announce(conversationId: string): Promise<void> {
  const row = await registry().database.conversation.findUnique({
    where: { id: conversationId },
    select: { provider: true, status: true, recordings: { where: { status: 'recording' } } },
  })
  if (!row || row.status === 'ended') return
  const [running] = row.recordings
  await providerNamed(row.provider).announce?.(
    conversationId,
    running
      ? {
          recordingId: running.id,
          sessionId: running.sessionId,
          name: running.name,
          startedAt: running.startedAt,
        }
      : null,
  )
}
