import { DomainError } from '@/lib/domain/errors'
import type { WorkspaceScope } from '@/lib/domain/scope'
import { mayWrite } from '@/lib/domain/workspaces/rules'
import { type CatalogueKind, problemOf } from '@/lib/providers/account'
import type { OutsideProvider } from '../rules'
import { askAccount, inConnected, refusal } from './account'
import { readCatalogue } from './catalogue'

/** What of an account is meant: a kind, and which one of it. */
type Item = { provider: OutsideProvider; kind: CatalogueKind; id: string }

const unknown = (kind: CatalogueKind) =>
  new DomainError('not-found', `The account has no ${kind} with this id.`)

/**
 * A persona or replica of the workspace's account, in the provider's own words.
 * @throws DomainError `not-found`, `invalid` where the account is not connected, or in the provider's words
 */
export async function readAtProvider(scope: WorkspaceScope, { provider, kind, id }: Item): Promise<object> {
  const found = await askAccount(scope, provider, ({ outside }) => outside.manage.read(kind, id))
  if (!found) throw unknown(kind)
  return found
}

/**
 * Makes one in the account; what it is made of is the provider's to check.
 * @throws DomainError `forbidden`, `invalid` where the account is not connected, or in the provider's words; `unavailable`
 * where nobody answers, `mayBeDone` when that was too late to know
 */
export async function createAtProvider(
  scope: WorkspaceScope,
  item: Omit<Item, 'id'>,
  body: object,
): Promise<object> {
  mayWrite(scope)
  const made = await madeAtProvider(scope, item, body)
  await readCatalogue(scope, item.provider, true)
  return made
}

async function madeAtProvider(
  { workspaceId }: WorkspaceScope,
  { provider, kind }: Omit<Item, 'id'>,
  body: object,
): Promise<object> {
  try {
    return await inConnected({ workspaceId, provider }, ({ outside }) => outside.manage.create(kind, body))
  } catch (error) {
    const problem = problemOf(error)
    if (!problem) throw error
    if (problem.kind !== 'uncertain') throw refusal(problem)
    const words = `${problem.message} The ${kind} may have been made all the same: look before you try again.`
    throw new DomainError('unavailable', words, { mayBeDone: true })
  }
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
  const isThere = await askAccount(scope, provider, ({ outside }) => outside.manage.patch(kind, id, patch))
  if (!isThere) throw unknown(kind)
  await readCatalogue(scope, provider, true)
  return await readAtProvider(scope, { provider, kind, id })
}

/**
 * Takes one out of the account; one that is not there is fine. Whether it was there.
 * @throws DomainError `forbidden`, `invalid` where the account is not connected, or in the provider's words
 */
export async function removeAtProvider(
  scope: WorkspaceScope,
  { provider, kind, id }: Item,
): Promise<boolean> {
  mayWrite(scope)
  const wasThere = await askAccount(scope, provider, ({ outside }) => outside.manage.remove(kind, id))
  await readCatalogue(scope, provider, true)
  return wasThere
}
