import { DomainError } from '@/lib/domain/errors'
import type { GuestScope } from '@/lib/domain/scope'
import { registry } from '@/lib/platform/registry'
import { type Holder, providerNamed } from '@/lib/providers/port'

/**
 * Whose ticket of this conversation's room it is; null when it is nobody's.
 * @throws DomainError `unavailable` when the room cannot be asked at this moment
 */
export async function holderOf({ conversationId }: GuestScope, ticket: string): Promise<Holder | null> {
  const row = await registry().database.conversation.findFirst({
    where: { id: conversationId, deletedAt: null, provider: 'studio' },
    select: { provider: true },
  })
  if (!row) return null
  try {
    return (await providerNamed(row.provider).holder?.(conversationId, ticket)) ?? null
  } catch (error) {
    const why = error instanceof Error ? error.message : 'It does not answer.'
    throw new DomainError('unavailable', `The room cannot be asked at this moment. ${why}`)
  }
}
