import { DomainError } from '@/lib/domain/errors'
import type { WorkspaceScope } from '@/lib/domain/scope'
import { mayWrite } from '@/lib/domain/workspaces/rules'
import type { CatalogueKind } from '@/lib/providers/account'
import type { OutsideProvider } from '../rules'
import { askAccount } from './account'
import { readCatalogue } from './catalogue'

/** What of an account is meant: a kind, and which one of it. */
type Item = { provider: OutsideProvider; kind: CatalogueKind; id: string }

/**
 * A persona or replica of the workspace's account, in the provider's own words.
 * @throws DomainError `not-found`, `invalid` where the account is not connected, or in the provider's words
 */
export async function readAtProvider(scope: WorkspaceScope, { provider, kind, id }: Item): Promise<object> {
  const found = await askAccount(scope, provider, ({ outside }) => outside.manage.read(kind, id))
  if (!found) throw new DomainError('not-found', `The account has no ${kind} with this id.`)
  return found
}

/**
 * Makes one in the account; what it is made of is the provider's to check.
 * @throws DomainError `forbidden`, `invalid` where the account is not connected, or in the provider's words
 */
export async function createAtProvider(
  scope: WorkspaceScope,
  { provider, kind }: Omit<Item, 'id'>,
  body: object,
): Promise<object> {
  mayWrite(scope)
  const made = await askAccount(scope, provider, ({ outside }) => outside.manage.create(kind, body))
  await readCatalogue(scope, provider, true)
  return made
}

/**
 * Changes one: a persona by a JSON Patch, the name of a replica by an object.
 * @throws DomainError `forbidden`, `not-found`, `invalid` where the account is not connected, or in the provider's words
 */
export async function patchAtProvider(
  scope: WorkspaceScope,
  { provider, kind, id }: Item,
  patch: unknown,
): Promise<object> {
  mayWrite(scope)
  await askAccount(scope, provider, ({ outside }) => outside.manage.patch(kind, id, patch))
  await readCatalogue(scope, provider, true)
  return await readAtProvider(scope, { provider, kind, id })
}

/**
 * Takes one out of the account; one that is not there is fine.
 * @throws DomainError `forbidden`, `invalid` where the account is not connected, or in the provider's words
 */
export async function removeAtProvider(scope: WorkspaceScope, { provider, kind, id }: Item): Promise<void> {
  mayWrite(scope)
  await askAccount(scope, provider, ({ outside }) => outside.manage.remove(kind, id))
  await readCatalogue(scope, provider, true)
}
