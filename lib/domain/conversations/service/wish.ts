import { isOutside, type OutsideProvider, type ProviderName } from '@/lib/domain/connections/rules'
import { catalogueToWire } from '@/lib/domain/connections/serialize'
import { readCatalogue } from '@/lib/domain/connections/service/catalogue'
import {
  type CastChoice,
  defaultPersonaId,
  resolveCast,
  resolveOutsideCast,
} from '@/lib/domain/conversations/rules'
import type { ConversationRequest } from '@/lib/domain/conversations/schema/request'
import { wantedDocuments } from '@/lib/domain/documents/queries/read'
import { DomainError } from '@/lib/domain/errors'
import type { Layers } from '@/lib/domain/models/rules/secrets'
import { findPersonaWithLayers } from '@/lib/domain/personas/queries'
import { findReplica } from '@/lib/domain/replicas/queries'
import type { WorkspaceScope } from '@/lib/domain/scope'
import { registry } from '@/lib/platform/registry'
import type { Cast } from '@/lib/protocol/cast'
import type { Language } from '@/lib/protocol/languages'

/**
 * What is to be made. `thinking` and `spoken` are how the persona thinks, speaks and hears, and its language, `documentIds`
 * what it answers from; a provider outside knows these by itself.
 */
export type Wish = {
  request: ConversationRequest
  provider: ProviderName
  cast: Cast
  thinking: { pipelineMode: string; layers: Layers } | null
  spoken: Language | undefined
  documentIds: string[]
}

/**
 * What a create request asks for, and of whom.
 * @throws DomainError `invalid` or `not-found` with the field to blame
 */
export async function resolveWish(scope: WorkspaceScope, request: ConversationRequest): Promise<Wish> {
  const provider = request.provider ?? (await defaultProvider(scope))
  return isOutside(provider)
    ? await outsideWish(scope, request, provider)
    : await ownWish(scope, request, provider)
}

async function defaultProvider({ workspaceId }: WorkspaceScope): Promise<ProviderName> {
  const { defaultProvider: name } = await registry().database.workspace.findUniqueOrThrow({
    where: { id: workspaceId },
    select: { defaultProvider: true },
  })
  return name as ProviderName
}

function chosen<P, R>(
  choice: { ok: true; persona: P; replica: R } | CastRefusal,
): { persona: P; replica: R } {
  if (choice.ok) return choice
  throw new DomainError(choice.code, choice.message, { field: choice.field })
}
type CastRefusal = Extract<CastChoice<never, never>, { ok: false }>

async function ownWish(
  scope: WorkspaceScope,
  request: ConversationRequest,
  provider: ProviderName,
): Promise<Wish> {
  const known = await findPersonaWithLayers(scope, request.persona_id ?? defaultPersonaId)
  const wanted = [request.replica_id, known?.persona.default_replica_id].filter(
    (id) => typeof id === 'string',
  )
  const replicas = await Promise.all(wanted.map((id) => findReplica(scope, id)))
  const { persona, replica } = chosen(
    resolveCast(
      request,
      known ? [known.persona] : [],
      replicas.filter((each) => each !== null),
    ),
  )
  const cast: Cast = {
    persona: {
      id: persona.persona_id,
      name: persona.persona_name,
      systemPrompt: persona.system_prompt,
      context: persona.context,
    },
    replica: {
      id: replica.replica_id,
      name: replica.replica_name,
      look: replica.look,
      voice: replica.voice,
    },
  }
  return {
    request,
    provider,
    cast,
    thinking: {
      pipelineMode: persona.pipeline_mode,
      layers: known?.layers ?? {},
    },
    spoken: persona.language ?? undefined,
    documentIds: await documentsOf(scope, request, persona),
  }
}

/**
 * What it answers from: the documents that the request and the persona name, by id or by tag. A persona may name some
 * that are gone; the request may not.
 */
async function documentsOf(
  scope: WorkspaceScope,
  request: ConversationRequest,
  persona: { document_ids: string[]; document_tags: string[] },
): Promise<string[]> {
  const given = request.document_ids ?? []
  const { ids, missing } = await wantedDocuments(scope, {
    ids: [...given, ...persona.document_ids],
    tags: [...(request.document_tags ?? []), ...persona.document_tags],
  })
  const unknown = given.find((id) => missing.includes(id))
  if (unknown === undefined) return ids
  throw new DomainError(
    'invalid',
    `Invalid document_ids: there is no document "${unknown.slice(0, 40)}". Choose among those under Knowledge.`,
    { field: 'document_ids' },
  )
}

/** How nobody looks and sounds: a provider outside brings face and voice. */
const unseen = {
  look: { style: 'notionists', options: {} },
  voice: { variant: '', pitch: 1, rate: 1, gender: 'neutral' },
} as const

async function outsideWish(
  scope: WorkspaceScope,
  request: ConversationRequest,
  provider: OutsideProvider,
): Promise<Wish> {
  if (request.properties?.background) {
    throw new DomainError(
      'invalid',
      'A background is shown in the rooms of this server only. Use apply_greenscreen to have the replica on green.',
      { field: 'properties.background' },
    )
  }
  const { persona, replica } = chosen(await outsideCast(scope, request, provider))
  return {
    request,
    provider,
    cast: {
      persona: {
        id: persona.persona_id,
        name: persona.persona_name || 'Default persona',
        systemPrompt: '',
        context: '',
      },
      replica: { id: replica.replica_id, name: replica.replica_name, ...unseen },
    },
    thinking: null,
    spoken: undefined,
    documentIds: [],
  }
}

/** By what the account showed last; what is not there may have been made a moment ago, and is asked for once. */
async function outsideCast(scope: WorkspaceScope, request: ConversationRequest, provider: OutsideProvider) {
  for (const fresh of [false, true]) {
    const { catalogue, readAt } = await readCatalogue(scope, provider, fresh)
    const choice = resolveOutsideCast(request, catalogueToWire(catalogue, readAt))
    if (choice.ok || choice.code !== 'not-found' || fresh) return choice
  }
  throw new Error('A cast was neither found nor refused.')
}
