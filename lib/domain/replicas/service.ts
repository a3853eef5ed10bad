import { isDeepStrictEqual } from 'node:util'
import type * as z from 'zod'
import { DomainError } from '@/lib/domain/errors'
import type { SystemScope, WorkspaceScope } from '@/lib/domain/scope'
import { mayWrite } from '@/lib/domain/workspaces/rules'
import { notionistsLook } from '@/lib/face/look'
import type { Prisma } from '@/lib/platform/database/generated/client'
import { keyedId } from '@/lib/platform/ids'
import { registry } from '@/lib/platform/registry'
import { findReplica } from './queries'
import {
  type Look,
  look,
  type Replica,
  type ReplicaPatch,
  type ReplicaRequest,
  replicaPatch,
  replicaRequest,
  type Voice,
  voice,
} from './schema'
import { serializeReplica } from './serialize'

/** A replica that comes with the product. */
export type StockReplica = { replicaId: string; replicaName: string; look: Look; voice: Voice }

/**
 * Stores a stock replica under its fixed id, or brings the stored one up to date. An unchanged one is not touched.
 * @throws ZodError when its look or voice is not one
 */
export async function putStockReplica(_system: SystemScope, replica: StockReplica): Promise<void> {
  const { database, clock } = registry()
  const now = clock.now()
  const values = {
    name: replica.replicaName,
    look: look.parse(replica.look) as Prisma.InputJsonObject,
    voice: voice.parse(replica.voice),
  }
  const stored = await database.replica.findUnique({ where: { id: replica.replicaId } })
  if (stored && isDeepStrictEqual({ name: stored.name, look: stored.look, voice: stored.voice }, values)) {
    return
  }
  await database.replica.upsert({
    where: { id: replica.replicaId },
    create: { id: replica.replicaId, workspaceId: null, ...values, createdAt: now, updatedAt: now },
    update: { ...values, updatedAt: now },
  })
}

/**
 * Makes a replica of the workspace's own. Asked again under the same `requestKey` it returns the one that was made.
 * @throws DomainError `forbidden`, or `invalid` with the field
 */
export async function createReplica(
  scope: WorkspaceScope,
  request: ReplicaRequest,
  requestKey: string,
): Promise<Replica> {
  mayWrite(scope)
  const { replica_name: name, look, voice } = parsed(replicaRequest, request)
  const values = { name, look: drawable(look), voice }
  const { database, clock } = registry()
  const now = clock.now()
  const id = keyedId('r', `${scope.workspaceId} ${requestKey}`)
  await database.replica.createMany({
    data: { id, workspaceId: scope.workspaceId, ...values, createdAt: now, updatedAt: now },
    skipDuplicates: true,
  })
  const made = await findReplica(scope, id)
  if (!made) throw new DomainError('not-found', 'This replica was deleted meanwhile.')
  return made
}

/**
 * Changes a replica of the workspace's own, as far as the request says. Conversations that run keep the one they began
 * with.
 * @throws DomainError `forbidden`, `not-found`, or `invalid` with the field
 */
export async function updateReplica(
  scope: WorkspaceScope,
  id: string,
  request: ReplicaPatch,
): Promise<Replica> {
  mayWrite(scope)
  const { replica_name: name, look, voice } = parsed(replicaPatch, request)
  const values = { name, look: look && drawable(look), voice }
  const { database, clock } = registry()
  const [row] = await database.replica.updateManyAndReturn({
    where: { id, workspaceId: scope.workspaceId },
    data: { ...values, updatedAt: clock.now() },
  })
  if (!row) throw await notOwn(scope, id)
  return serializeReplica(row)
}

/**
 * Deletes a replica of the workspace's own; one that is gone already is fine. Personas that it played have no replica
 * then; what it was in conversations stays readable there.
 * @throws DomainError `forbidden`
 */
export async function deleteReplica(scope: WorkspaceScope, id: string): Promise<void> {
  mayWrite(scope)
  const { count } = await registry().database.replica.deleteMany({
    where: { id, workspaceId: scope.workspaceId },
  })
  if (count === 0 && (await findReplica(scope, id))) throw await notOwn(scope, id)
  await registry().database.persona.updateMany({
    where: { workspaceId: scope.workspaceId, defaultReplicaId: id },
    data: { defaultReplicaId: null },
  })
}

/** Why one cannot be changed. */
async function notOwn(scope: WorkspaceScope, id: string): Promise<DomainError> {
  return (await findReplica(scope, id))
    ? new DomainError('forbidden', 'Stock replicas stay as they are. Duplicate it and change the copy.')
    : new DomainError('not-found', 'There is no such replica any more.')
}

function parsed<Schema extends z.ZodType>(schema: Schema, request: unknown): z.output<Schema> {
  const result = schema.safeParse(request)
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw new DomainError('invalid', issue?.message ?? 'This is not usable.', { field: String(issue?.path[0]) })
}

/** @throws DomainError `invalid` for a look that nobody can draw */
function drawable(look: Look): Prisma.InputJsonObject {
  const { data } = notionistsLook.safeParse(look)
  if (data) return data as Prisma.InputJsonObject
  throw new DomainError('invalid', 'This look cannot be drawn. Choose its parts again.', { field: 'look' })
}
