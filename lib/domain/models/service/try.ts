import { DomainError } from '@/lib/domain/errors'
import { storedModels } from '@/lib/domain/models/queries'
import { mapModelSecrets, modelsOf } from '@/lib/domain/models/rules/mind'
import { usualServers } from '@/lib/domain/models/rules/usual-servers'
import { type ModelTrial, modelTrial } from '@/lib/domain/models/schema'
import { take } from '@/lib/domain/requests/service/take'
import type { SystemScope, WorkspaceScope } from '@/lib/domain/scope'
import { registry } from '@/lib/platform/registry'
import type { FoundServer, ModelTrial as ProviderTrial, TrialOutcome } from '@/lib/protocol/model-trial'
import { providerNamed } from '@/lib/providers/port'
import { opened, sealedLayers } from './sealing'
import { checkAddresses, modelTargets } from './targets'
import { mayManageModels } from './update'

/** Tries one person may make in a window of milliseconds: each is a request to somebody's server. */
const tries = { most: 20, window: 60_000 }

/** Servers on this machine; `isAllowed` is false where this installation asks none there. */
export type LocalModels = { isAllowed: boolean; servers: FoundServer[] }

/**
 * Asks a model for a little, as it is typed: saved or not. Secrets that are masked are those that are stored.
 * @throws DomainError `forbidden`, `invalid` with the field, `throttled`, or `unavailable` when the studio does not answer
 */
export async function tryModel(
  scope: WorkspaceScope,
  system: SystemScope,
  request: ModelTrial,
): Promise<TrialOutcome> {
  mayManageModels(scope)
  const checked = modelTrial.safeParse(request)
  if (!checked.success) {
    const issue = checked.error.issues[0]
    const [, ...path] = issue?.path ?? []
    const field = [String(Object(request).part), ...path].join('.')
    throw new DomainError('invalid', issue?.message ?? 'This is not usable.', { field })
  }
  const { part, endpoint } = checked.data
  checkAddresses({ [part]: endpoint })
  const workspace = sealedLayers({ [part]: endpoint }, await storedModels(scope))
  const models = mapModelSecrets(modelsOf({ pipelineMode: 'full', layers: {}, workspace }), opened)
  const trial: { [Part in ProviderTrial as Part['part']]: Part['model'] | null } = {
    llm: models.languageModel,
    tts: models.voiceModel,
    stt: models.transcriber,
  }
  await takeOne(scope, system)
  const ask = providerNamed('studio').tryModel
  if (!ask) throw new DomainError('unavailable', 'This server cannot try models.')
  return await answered(ask({ part, model: trial[part] } as ProviderTrial), 'A model could not be tried.')
}

/**
 * Looks for servers of models on the machine that the studio runs on.
 * @throws DomainError `forbidden`, `throttled`, or `unavailable` when the studio does not answer
 */
export async function findModels(scope: WorkspaceScope, system: SystemScope): Promise<LocalModels> {
  mayManageModels(scope)
  const targets = modelTargets()
  const isAllowed = usualServers.some(({ origin }) => targets.refusal(origin) === null)
  if (!isAllowed) return { isAllowed, servers: [] }
  await takeOne(scope, system)
  const look = providerNamed('studio').findModels
  if (!look) throw new DomainError('unavailable', 'This server cannot look for models.')
  return { isAllowed, servers: await answered(look(), 'Servers of models could not be looked for.') }
}

async function takeOne(scope: WorkspaceScope, system: SystemScope): Promise<void> {
  const taken = await take(system, `model-trial ${scope.accountId}`, tries.most, tries.window)
  if (taken.allowed) return
  throw new DomainError('throttled', 'You have tried many models in a minute. Wait a moment.', {
    retryAt: taken.resetAt,
  })
}

async function answered<T>(answer: Promise<T>, what: string): Promise<T> {
  try {
    return await answer
  } catch (error) {
    registry().log.warn({ error }, what)
    throw new DomainError('unavailable', `${what} The studio does not answer at the moment. Try again.`)
  }
}
