import { DomainError } from '@/lib/domain/errors'
import { findReplica } from '@/lib/domain/replicas/queries'
import type { SystemScope, WorkspaceScope } from '@/lib/domain/scope'
import { mayWrite } from '@/lib/domain/workspaces/rules'
import { keyedId } from '@/lib/platform/ids'
import { registry } from '@/lib/platform/registry'
import { findPersona } from './queries'
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
 * Makes a persona of the workspace's own. Asked again under the same `requestKey` it returns the one that was made.
 * @throws DomainError `forbidden`, or `invalid` or `not-found` with the field
 */
export async function createPersona(
  scope: WorkspaceScope,
  request: PersonaRequest,
  requestKey: string,
): Promise<Persona> {
  mayWrite(scope)
  const values = await checked(scope, request)
  const { database, clock } = registry()
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
 * Changes a persona of the workspace's own. Conversations that run keep the one they began with.
 * @throws DomainError `forbidden`, `not-found`, or `invalid` with the field
 */
export async function updatePersona(
  scope: WorkspaceScope,
  id: string,
  request: PersonaRequest,
): Promise<Persona> {
  mayWrite(scope)
  const values = await checked(scope, request)
  const { database, clock } = registry()
  const [row] = await database.persona.updateManyAndReturn({
    where: { id, workspaceId: scope.workspaceId },
    data: { ...values, updatedAt: clock.now() },
  })
  if (!row) throw await notOwn(scope, id)
  return serializePersona(row)
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
  if (count === 0 && (await findPersona(scope, id))) throw await notOwn(scope, id)
}

/** Why one cannot be changed. */
async function notOwn(scope: WorkspaceScope, id: string): Promise<DomainError> {
  return (await findPersona(scope, id))
    ? new DomainError('forbidden', 'Stock personas stay as they are. Duplicate it and change the copy.')
    : new DomainError('not-found', 'There is no such persona any more.')
}

async function checked(scope: WorkspaceScope, request: PersonaRequest) {
  const parsed = personaRequest.safeParse(request)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    throw new DomainError('invalid', issue?.message ?? 'This is not usable.', {
      field: String(issue?.path[0]),
    })
  }
  const { default_replica_id, persona_name, system_prompt, context, language } = parsed.data
  if (default_replica_id && !(await findReplica(scope, default_replica_id))) {
    throw new DomainError('not-found', 'This replica does not exist any more. Choose another.', {
      field: 'default_replica_id',
    })
  }
  return {
    name: persona_name,
    systemPrompt: system_prompt,
    context,
    defaultReplicaId: default_replica_id,
    language,
  }
}
