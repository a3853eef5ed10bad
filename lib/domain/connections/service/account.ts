import { DomainError } from '@/lib/domain/errors'
import type { WorkspaceScope } from '@/lib/domain/scope'
import { notify } from '@/lib/platform/database/bus'
import { registry } from '@/lib/platform/registry'
import { unseal } from '@/lib/platform/seal'
import { type ProviderProblem, problemOf } from '@/lib/providers/account'
import { type Provider, providerNamed, providerUnder } from '@/lib/providers/port'
import { isOutside, type OutsideProvider, providerTitles } from '../rules'

type Where = { workspaceId: string; provider: string }

/** A provider that is reached under an account. */
export type OutsideAccount = ReturnType<typeof providerUnder>

/** There is no account to ask in. */
export const notConnected = (provider: OutsideProvider) =>
  new DomainError(
    'invalid',
    `${providerTitles[provider]} is not connected. Connect an account of yours in the settings.`,
    { field: 'provider' },
  )

/** The workspace's account at a provider; null when it has none. */
async function accountOf({ workspaceId, provider }: Where): Promise<OutsideAccount | null> {
  const connection = await registry().database.providerConnection.findUnique({
    where: { workspaceId_provider: { workspaceId, provider } },
    select: { key: true, baseUrl: true },
  })
  return connection && providerUnder(provider, { key: unseal(connection.key), baseUrl: connection.baseUrl })
}

/**
 * Asks a provider for what a workspace wants, under its account where it needs one. Whether it did is remembered with the
 * connection. `none` is returned where the account is not connected (any more).
 * @throws what `ask` throws
 */
export async function inAccount<Answer, None>(
  where: Where,
  ask: (provider: OutsideAccount) => Promise<Answer>,
  none: None,
): Promise<Answer | None> {
  const account = await accountOf(where)
  if (!account) return none
  try {
    const answer = await ask(account)
    await remember(where, null)
    return answer
  } catch (error) {
    const problem = problemOf(error)
    // What it refused was the request's fault, or its own rule: it works.
    const works = problem && ['slots', 'credits', 'unknown', 'refused'].includes(problem.kind)
    if (problem) await remember(where, works ? null : problem.message)
    throw error
  }
}

/**
 * The same where nothing can be done without the account.
 * @throws DomainError `invalid` where it is not connected; what `ask` throws
 */
export async function inConnected<Answer>(
  where: { workspaceId: string; provider: OutsideProvider },
  ask: (provider: OutsideAccount) => Promise<Answer>,
): Promise<Answer> {
  const answer = await inAccount(where, async (account) => ({ answer: await ask(account) }), null)
  if (!answer) throw notConnected(where.provider)
  return answer.answer
}

/**
 * Asks whoever runs conversations under that name, be it one of our own or one outside.
 * @throws DomainError `invalid` where its account is not connected; what `ask` throws
 */
export async function inProvider<Answer>(
  { workspaceId, provider }: Where,
  ask: (provider: Provider) => Promise<Answer>,
): Promise<Answer> {
  return isOutside(provider)
    ? await inConnected({ workspaceId, provider }, ask)
    : await ask(providerNamed(provider))
}

/**
 * Asks a provider for what somebody of the workspace wants to know or change in its account.
 * @throws DomainError `invalid` where it is not connected, or in the provider's words; what else `ask` throws
 */
export async function askAccount<Answer>(
  { workspaceId }: WorkspaceScope,
  provider: OutsideProvider,
  ask: (account: OutsideAccount) => Promise<Answer>,
): Promise<Answer> {
  try {
    return await inConnected({ workspaceId, provider }, ask)
  } catch (error) {
    const problem = problemOf(error)
    throw problem ? refusal(problem) : error
  }
}

/** A provider's problem as the refusal of what was asked for here, in its own words. */
export function refusal({ kind, message }: ProviderProblem): DomainError {
  switch (kind) {
    case 'slots':
      return new DomainError('concurrency', `The account has no free slot. ${message}`)
    case 'credits':
      return new DomainError('minutes', message)
    case 'key':
    case 'refused':
      return new DomainError('invalid', message, { field: 'provider' })
    case 'unknown':
      return new DomainError('not-found', message)
    default:
      return new DomainError('unavailable', message)
  }
}

/** Keeps why a provider did not do what it was asked; null: it did. Pages are told when that is news. */
async function remember({ workspaceId, provider }: Where, problem: string | null): Promise<void> {
  const { database, clock } = registry()
  const { count } = await database.providerConnection.updateMany({
    where: {
      ...{ workspaceId, provider },
      ...(problem === null
        ? { problem: { not: null } }
        : { OR: [{ problem: null }, { problem: { not: problem } }] }),
    },
    data: { problem, problemAt: problem === null ? null : clock.now() },
  })
  if (count > 0) await notify(database, { topic: 'workspace', id: workspaceId, workspaceId })
}
