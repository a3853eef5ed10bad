import { DomainError } from '@/lib/domain/errors'
import type { WorkspaceScope } from '@/lib/domain/scope'
import { type AccountItem, itemName } from '../schema'
import { patchAtProvider } from './manage'

/**
 * Gives something in the workspace's account another name; the same again is fine.
 * @throws DomainError `forbidden`, `not-found`, `invalid` for an unusable name, where the account is not connected, or in
 * the provider's words
 */
export async function renameAtProvider(
  scope: WorkspaceScope,
  item: AccountItem,
  name: string,
): Promise<void> {
  const parsed = itemName.safeParse(name)
  if (!parsed.success)
    throw new DomainError('invalid', parsed.error.issues[0]?.message ?? 'This name is not usable.')
  const value = parsed.data
  const patch =
    item.kind === 'persona' ? [{ op: 'replace', path: '/persona_name', value }] : { replica_name: value }
  await patchAtProvider(scope, item, patch)
}
