import { lockWorkspace } from '@/lib/domain/conversations/service/locks'
import { DomainError } from '@/lib/domain/errors'
import type { MemberScope } from '@/lib/domain/scope'
import { mayManage } from '@/lib/domain/workspaces/rules'
import { notify } from '@/lib/platform/database/bus'
import { inTransaction, type Transaction } from '@/lib/platform/database/client'
import type { Prisma } from '@/lib/platform/database/generated/client'
import { storable } from '@/lib/platform/database/storable'
import { registry } from '@/lib/platform/registry'
import { seal } from '@/lib/platform/seal'
import { type Catalogue, problemOf } from '@/lib/providers/account'
import { providerUnder } from '@/lib/providers/port'
import { hintOf, isOutside, type OutsideProvider, providerTitles, usualAddresses } from '../rules'
import { type ConnectRequest, connectRequest, providerName } from '../schema'
import { notConnected } from './account'

function checkManages(scope: MemberScope): void {
  if (mayManage(scope.role)) return
  throw new DomainError('forbidden', 'Only owners and admins of the workspace can change this.')
}

/** A catalogue as it is stored; it is made of what JSON can say. */
export const storedCatalogue = (catalogue: Catalogue) =>
  storable(catalogue) as unknown as Prisma.InputJsonObject

/**
 * Connects an account of the workspace's own, or another key or address of it, once the provider has accepted the key by
 * showing its personas and replicas. Again is fine.
 * @throws DomainError `forbidden`, `invalid` with the field in the provider's own words, `unavailable` when it cannot be
 * asked
 */
export async function connectProvider(
  scope: MemberScope,
  provider: OutsideProvider,
  request: ConnectRequest,
): Promise<void> {
  checkManages(scope)
  const parsed = connectRequest.safeParse(request)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    throw new DomainError('invalid', issue?.message ?? 'This is not usable.', {
      field: String(issue?.path[0]),
    })
  }
  const { api_key: key, base_url: baseUrl = usualAddresses[provider] } = parsed.data
  const catalogue = await shown(provider, { key, baseUrl })
  const { database, clock } = registry()
  const { workspaceId } = scope
  const now = clock.now()
  const values = {
    ...{ key: seal(key), hint: hintOf(key), baseUrl, problem: null, problemAt: null },
    ...{ catalogue: storedCatalogue(catalogue), catalogueAt: now },
  }
  await inTransaction(database, async (tx) => {
    await tx.providerConnection.upsert({
      where: { workspaceId_provider: { workspaceId, provider } },
      create: { workspaceId, provider, createdAt: now, ...values },
      update: values,
    })
    await changed(tx, workspaceId)
  })
}

/** What an account shows to a key: that it does is what proves the key. */
async function shown(provider: OutsideProvider, account: { key: string; baseUrl: string }) {
  try {
    return await providerUnder(provider, account).outside.catalogue()
  } catch (error) {
    const problem = problemOf(error)
    if (!problem) throw error
    if (problem.kind === 'key') throw new DomainError('invalid', problem.message, { field: 'api_key' })
    const isAnswer = problem.kind === 'unknown' || problem.kind === 'refused'
    throw new DomainError(isAnswer ? 'invalid' : 'unavailable', problem.message, { field: 'base_url' })
  }
}

/**
 * Forgets the workspace's account at a provider. Conversations that run there have to be ended before: nobody could
 * after. Again is fine.
 * @throws DomainError `forbidden`, or `conflict` while conversations run there
 */
export async function disconnectProvider(scope: MemberScope, provider: OutsideProvider): Promise<void> {
  checkManages(scope)
  const { workspaceId } = scope
  await inTransaction(registry().database, async (tx) => {
    // One that is being created is counted, or finds no account any more.
    await lockWorkspace(tx, workspaceId)
    const live = await tx.conversation.count({ where: { workspaceId, provider, status: { not: 'ended' } } })
    if (live > 0) {
      const many = live === 1 ? 'A conversation runs' : `${live} conversations run`
      throw new DomainError(
        'conflict',
        `${many} on ${providerTitles[provider]} now. End them first: without the account nobody can.`,
      )
    }
    await tx.providerConnection.deleteMany({ where: { workspaceId, provider } })
    await tx.workspace.updateMany({
      where: { id: workspaceId, defaultProvider: provider },
      data: { defaultProvider: 'studio' },
    })
    await tx.conversation.updateMany({ where: { workspaceId, provider }, data: { lookAt: null } })
    await changed(tx, workspaceId)
  })
}

/**
 * Chooses who runs conversations that name no provider.
 * @throws DomainError `forbidden`, or `invalid` for one that is not connected
 */
export async function chooseDefaultProvider(scope: MemberScope, name: string): Promise<void> {
  checkManages(scope)
  const parsed = providerName.safeParse(name)
  if (!parsed.success) throw new DomainError('invalid', 'There is no such provider.', { field: 'provider' })
  const provider = parsed.data
  const { workspaceId } = scope
  await inTransaction(registry().database, async (tx) => {
    await lockWorkspace(tx, workspaceId)
    const where = { workspaceId, provider }
    if (isOutside(provider) && (await tx.providerConnection.count({ where })) === 0)
      throw notConnected(provider)
    await tx.workspace.update({ where: { id: workspaceId }, data: { defaultProvider: provider } })
    await changed(tx, workspaceId)
  })
}

const changed = (tx: Transaction, workspaceId: string) =>
  notify(tx, { topic: 'workspace', id: workspaceId, workspaceId })
