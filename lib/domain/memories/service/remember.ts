import { settingsOf } from '@/lib/domain/conversations/serialize'
import { roomRequest } from '@/lib/domain/conversations/service/room-request'
import { memoriesIn } from '@/lib/domain/memories/queries'
import type { SystemScope } from '@/lib/domain/scope'
import { registry } from '@/lib/platform/registry'
import { providerNamed } from '@/lib/providers/port'
import { findFacts } from './find-facts'
import { keepFacts } from './keep'

type Due = {
  conversationId: string
  /** How often this was begun, this time included. */
  attempts: number
  /** Aborted when the server stops. */
  signal: AbortSignal
}

/**
 * Keeps what an ended conversation tells of its participants in the stores that it names, once, however often it is
 * called.
 * @throws Error in words when a model failed and is to be asked again
 */
export async function rememberConversation(
  system: SystemScope,
  { conversationId: id, attempts, signal }: Due,
): Promise<void> {
  const { database } = registry()
  const row = await database.conversation.findFirst({
    where: { id, erasedAt: null, rememberedAt: null },
    include: { participants: true, utterances: { orderBy: { seq: 'asc' } } },
  })
  if (!row) return
  const { workspaceId } = row
  const settings = settingsOf(row)
  const stores = [...new Set(settings.memory_stores)]
  const facts = await findFacts(providerNamed(row.provider), {
    language: settings.properties.language,
    lines: row.utterances.map(({ role, speaker, text }) => ({
      role: role === 'user' ? 'user' : 'replica',
      speaker,
      text,
    })),
    known: await memoriesIn(system, workspaceId, stores),
    // Its secrets are opened for the asking, and that may fail as the asking may.
    model: () => roomRequest(row, []).mind.languageModel,
    attempts,
    signal,
  })
  await keepFacts({ id, workspaceId, stores }, facts)
}
