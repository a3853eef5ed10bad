import { isDeepStrictEqual } from 'node:util'
import { wantedDocuments } from '@/lib/domain/documents/queries/read'
import { DomainError } from '@/lib/domain/errors'
import { missingGuidance } from '@/lib/domain/guidance/queries'
import type { Layers } from '@/lib/domain/models/rules/secrets'
import { layersOf } from '@/lib/domain/models/serialize'
import { sealedLayers } from '@/lib/domain/models/service/sealing'
import { checkAddresses } from '@/lib/domain/models/service/targets'
import { findReplica } from '@/lib/domain/replicas/queries'
import { patched } from '@/lib/domain/requests/rules'
import type { SystemScope, WorkspaceScope } from '@/lib/domain/scope'
import { mayWrite } from '@/lib/domain/workspaces/rules'
import { type Database, inTransaction, type Transaction } from '@/lib/platform/database/client'
import type { Prisma } from '@/lib/platform/database/generated/client'
import { keyedId } from '@/lib/platform/ids'
import { registry } from '@/lib/platform/registry'
import { findPersona, storedLayers } from './queries'
import { type Persona, type PersonaRequest, personaRequest } from './schema'
import { serializePersona } from './serialize'

/** A persona that comes with the product. */
export type StockPersona = {
  personaId: string
  personaName: string
  systemPrompt: string
  /** What it knows. */
  context: string
  defaultReplicaId: string
}

/** Stores a stock persona under its fixed id, or brings the stored one up to date. An unchanged one is not touched. */
export async function putStockPersona(_system: SystemScope, persona: StockPersona): Promise<void> {
  const { database, clock } = registry()
  const now = clock.now()
  const values = {
    name: persona.personaName,
    systemPrompt: persona.systemPrompt,
    context: persona.context,
    defaultReplicaId: persona.defaultReplicaId,
  }
  const stored = await database.persona.findUnique({ where: { id: persona.personaId } })
  if (
    stored &&
    stored.name === values.name &&
    stored.systemPrompt === values.systemPrompt &&
    stored.context === values.context &&
    stored.defaultReplicaId === values.defaultReplicaId
  ) {
    return
  }
  await database.persona.upsert({
    where: { id: persona.personaId },
    create: { id: persona.personaId, workspaceId: null, ...values, createdAt: now, updatedAt: now },
    update: { ...values, updatedAt: now },
  })
}

/**
 * Makes a persona of the workspace's own. Asked again under the same `requestKey` it returns the one that was made. Of a
 * copy, `copyOf` is the original, which has the secrets that the request masks.
 * @throws DomainError `forbidden`, or `invalid` or `not-found` with the field
 */
export async function createPersona(
  scope: WorkspaceScope,
  request: PersonaRequest,
  requestKey: string,
  copyOf?: string,
): Promise<Persona> {
  mayWrite(scope)
  const { database, clock } = registry()
  const original = copyOf ? await storedLayers(scope, copyOf) : {}
  const values = await checked(database, scope, request, original)
  const now = clock.now()
  const id = keyedId('p', `${scope.workspaceId} ${requestKey}`)
  await database.persona.createMany({
    data: { id, workspaceId: scope.workspaceId, ...values, createdAt: now, updatedAt: now },
    skipDuplicates: true,
  })
  const made = await findPersona(scope, id)
  if (!made) throw new DomainError('not-found', 'This persona was deleted meanwhile.')
  return made
}

/**
 * Changes a persona of the workspace's own. Conversations that run keep the one they began with. What the request leaves
 * out of a persona's further parts stays as it is.
 * @throws DomainError `forbidden`, `not-found`, or `invalid` with the field
 */
export async function updatePersona(
  scope: WorkspaceScope,
  id: string,
  request: PersonaRequest,
): Promise<Persona> {
  mayWrite(scope)
  return await inTransaction(registry().database, async (tx) => {
    const stored = await lockOwn(tx, scope, id)
    return await store(tx, id, await checked(tx, scope, request, layersOf(stored.layers)))
  })
}

/**
 * Changes a persona of the workspace's own by a JSON Patch (RFC 6902), all of it or nothing. `changed` is false when the
 * persona is what it was before.
 * @throws DomainError `unprocessable` for a patch that is none or does not apply, and what `updatePersona` throws
 */
export async function patchPersona(
  scope: WorkspaceScope,
  id: string,
  patch: unknown,
): Promise<{ persona: Persona; changed: boolean }> {
  mayWrite(scope)
  return await inTransaction(registry().database, async (tx) => {
    const stored = await lockOwn(tx, scope, id)
    const persona = serializePersona(stored)
    // What identifies a persona and when it was made are not for a patch to change.
    const { persona_id: _id, persona_type: _type, created_at: _at, updated_at: _on, ...before } = persona
    const all = patched(before, patch) as Record<string, unknown>
    const after = Object.fromEntries(Object.keys(before).map((name) => [name, all[name]]))
    if (isDeepStrictEqual(after, before)) return { persona, changed: false }
    const values = await checked(tx, scope, after as PersonaRequest, layersOf(stored.layers))
    return { persona: await store(tx, id, values), changed: true }
  })
}

/**
 * Deletes a persona of the workspace's own; one that is gone already is fine. What it was in conversations stays
 * readable there.
 * @throws DomainError `forbidden`
 */
export async function deletePersona(scope: WorkspaceScope, id: string): Promise<void> {
  mayWrite(scope)
  const { count } = await registry().database.persona.deleteMany({
    where: { id, workspaceId: scope.workspaceId },
  })
  if (count === 0 && (await findPersona(scope, id))) throw await notOwn(registry().database, scope, id)
}

/** The row of a persona of the workspace's own, which nobody else changes until the transaction ends. */
async function lockOwn(tx: Transaction, scope: WorkspaceScope, id: string) {
  await tx.$queryRaw`
    select id from personas where id = ${id} and workspace_id = ${scope.workspaceId} for update`
  const row = await tx.persona.findFirst({ where: { id, workspaceId: scope.workspaceId } })
  if (!row) throw await notOwn(tx, scope, id)
  return row
}

async function store(
  tx: Transaction,
  id: string,
  values: Awaited<ReturnType<typeof checked>>,
): Promise<Persona> {
  const data = { ...values, updatedAt: registry().clock.now() }
  return serializePersona(await tx.persona.update({ where: { id }, data }))
}

/** Why one cannot be changed. */
async function notOwn(db: Database | Transaction, scope: WorkspaceScope, id: string): Promise<DomainError> {
  return (await findPersona(scope, id, db))
    ? new DomainError('forbidden', 'Stock personas stay as they are. Duplicate it and change the copy.')
    : new DomainError('not-found', 'There is no such persona any more.')
}

/** The request as columns; those it leaves out are undefined. `stored` has the secrets that it may leave as they are. */
async function checked(
  db: Database | Transaction,
  scope: WorkspaceScope,
  request: PersonaRequest,
  stored: Layers = {},
) {
  const parsed = personaRequest.safeParse(request)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    const field = issue?.path.join('.')
    throw new DomainError('invalid', issue?.message ?? 'This is not usable.', { field })
  }
  const { default_replica_id, layers, ...given } = parsed.data
  if (default_replica_id && !(await findReplica(scope, default_replica_id, db))) {
    throw new DomainError('not-found', 'This replica does not exist any more. Choose another.', {
      field: 'default_replica_id',
    })
  }
  await checkGuidance(db, scope, given)
  if (layers) checkAddresses(layers, 'layers.')
  await checkDocuments(db, scope, given.document_ids ?? [])
  return {
    name: given.persona_name,
    systemPrompt: given.system_prompt,
    context: given.context,
    defaultReplicaId: default_replica_id,
    language: given.language,
    pipelineMode: given.pipeline_mode,
    layers: layers && (sealedLayers(layers, stored, 'layers.') as Prisma.InputJsonObject),
    documentIds: given.document_ids,
    documentTags: given.document_tags,
    objectivesId: given.objectives_id,
    guardrailsId: given.guardrails_id,
    guardrailIds: given.guardrail_ids,
    guardrailTags: given.guardrail_tags,
  }
}

/** Objectives and guardrails have to be the workspace's own. */
async function checkGuidance(
  db: Database | Transaction,
  scope: WorkspaceScope,
  {
    objectives_id,
    guardrails_id,
    guardrail_ids,
  }: Pick<PersonaRequest, 'objectives_id' | 'guardrails_id' | 'guardrail_ids'>,
): Promise<void> {
  const wanted = [
    ['objectives_id', 'objectives', objectives_id ? [objectives_id] : []],
    ['guardrails_id', 'guardrail-set', guardrails_id ? [guardrails_id] : []],
    ['guardrail_ids', 'guardrail', guardrail_ids ?? []],
  ] as const
  for (const [field, kind, ids] of wanted) {
    const [missing] = await missingGuidance(scope, [kind], [...ids], db)
    if (missing) throw new DomainError('invalid', `Invalid ${field}: there is no ${missing}.`, { field })
  }
}

/** Documents have to be there; of those that are deleted later personas are relieved. */
async function checkDocuments(
  db: Database | Transaction,
  scope: WorkspaceScope,
  ids: string[],
): Promise<void> {
  const { missing } = await wantedDocuments(scope, { ids, tags: [] }, db)
  const [unknown] = missing
  if (unknown === undefined) return
  throw new DomainError('invalid', `Invalid document_ids: there is no document "${unknown.slice(0, 40)}".`, {
    field: 'document_ids',
  })
}
