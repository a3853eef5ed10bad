import { isRemote } from '@/lib/domain/conversations/serialize'
import { DomainError } from '@/lib/domain/errors'
import type { WorkspaceScope } from '@/lib/domain/scope'
import { mayWrite } from '@/lib/domain/workspaces/rules'
import { interaction } from '@/lib/protocol/interactions'
import { providerNamed } from '@/lib/providers/port'
import { findOwn } from './find'

/**
 * Gives the replica a message of the Interactions protocol: a text too long for a browser's channel, or one that has to
 * be known to have come. Returns when the replica has it.
 * @throws DomainError `invalid`, `not-found`, `conflict` when it has ended, `unavailable` when its room is not open
 */
export async function interactWithReplica(
  scope: WorkspaceScope,
  id: string,
  message: unknown,
): Promise<void> {
  mayWrite(scope)
  const parsed = interaction.safeParse(message)
  if (!parsed.success) {
    throw new DomainError(
      'invalid',
      'This is not a message the replica understands, or its text is too long.',
    )
  }
  const row = await findOwn(scope, id)
  if (row.status === 'ended') throw new DomainError('conflict', 'This conversation has ended.')
  if (isRemote(row)) {
    throw new DomainError(
      'conflict',
      'This conversation runs outside this server, and takes messages from those who are in the call only.',
    )
  }
  try {
    await providerNamed(row.provider).interact?.(id, { ...parsed.data, conversation_id: id })
  } catch {
    throw new DomainError('unavailable', 'The room did not take the message. Try again in a moment.')
  }
}
