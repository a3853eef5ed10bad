import { isDeepStrictEqual } from 'node:util'
import { DomainError } from '@/lib/domain/errors'
import { patched } from '@/lib/domain/requests/rules'
import type { WorkspaceScope } from '@/lib/domain/scope'
import { mayWrite } from '@/lib/domain/workspaces/rules'
import { inTransaction } from '@/lib/platform/database/client'
import type { Prisma } from '@/lib/platform/database/generated/client'
import { keyedId, keyedUuid } from '@/lib/platform/ids'
import { registry } from '@/lib/platform/registry'
import { type GuidanceKind, guidanceKinds, guidanceName } from './rules'
import type { GuidanceRow } from './serialize'

/** The shape of its id; it is made from the key it is asked for under. */
const idOf: Record<GuidanceKind, (key: string) => string> = {
  objectives: (key) => keyedId('o', key),
  'guardrail-set': (key) => keyedId('g', key),
  guardrail: keyedUuid,
}

type Wish = { kind: GuidanceKind; body: unknown; requestKey: string }

/**
 * Stores objectives, a set of guardrails or a guardrail. Asked again under the same `requestKey` it returns what was
 * stored.
 * @throws DomainError `forbidden`, or `invalid` with the field
 */
export async function createGuidance(
  scope: WorkspaceScope,
  { kind, body: request, requestKey }: Wish,
): Promise<GuidanceRow> {
  mayWrite(scope)
  const body = parsed(kind, request)
  const { database, clock } = registry()
  const { workspaceId } = scope
  const now = clock.now()
  const id = idOf[kind](`${workspaceId} ${requestKey}`)
  await database.guidance.createMany({
    data: {
      ...{ id, workspaceId, kind, name: guidanceName(body) },
      ...{ body: body as Prisma.InputJsonObject, createdAt: now, updatedAt: now },
    },
    skipDuplicates: true,
  })
  const made = await database.guidance.findFirst({ where: { id, workspaceId } })
  if (!made) throw new DomainError('not-found', 'This was deleted meanwhile.')
  return made
}

/**
 * Changes it by a JSON Patch (RFC 6902), all of it or nothing; null when there is none. `changed` is false when it is
 * what it was before.
 * @throws DomainError `forbidden`, `unprocessable` for a patch that does not apply, or `invalid` with the field
 */
export async function patchGuidance(
  scope: WorkspaceScope,
  kinds: GuidanceKind[],
  id: string,
  patch: unknown,
): Promise<{ row: GuidanceRow; changed: boolean } | null> {
  mayWrite(scope)
  const { database, clock } = registry()
  return await inTransaction(database, async (tx) => {
    await tx.$queryRaw`
      select id from guidance where id = ${id} and workspace_id = ${scope.workspaceId} for update`
    const row = await tx.guidance.findFirst({
      where: { id, workspaceId: scope.workspaceId, kind: { in: kinds } },
    })
    if (!row) return null
    const body = parsed(row.kind as GuidanceKind, patched(row.body as object, patch))
    if (isDeepStrictEqual(body, row.body)) return { row, changed: false }
    const data = { body: body as Prisma.InputJsonObject, name: guidanceName(body), updatedAt: clock.now() }
    return { row: await tx.guidance.update({ where: { id }, data }), changed: true }
  })
}

/**
 * Deletes it; false when there is none. Personas that it led go without.
 * @throws DomainError `forbidden`
 */
export async function deleteGuidance(
  scope: WorkspaceScope,
  kinds: GuidanceKind[],
  id: string,
): Promise<boolean> {
  mayWrite(scope)
  const { workspaceId } = scope
  return await inTransaction(registry().database, async (tx) => {
    const { count } = await tx.guidance.deleteMany({ where: { id, workspaceId, kind: { in: kinds } } })
    if (count === 0) return false
    await tx.$executeRaw`
      update personas set
        objectives_id = nullif(objectives_id, ${id}), guardrails_id = nullif(guardrails_id, ${id}),
        guardrail_ids = array_remove(guardrail_ids, ${id})
      where workspace_id = ${workspaceId}
        and (objectives_id = ${id} or guardrails_id = ${id} or ${id} = any(guardrail_ids))`
    return true
  })
}

function parsed(kind: GuidanceKind, request: unknown): object {
  const result = guidanceKinds[kind].safeParse(request)
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw new DomainError('invalid', issue?.message ?? 'This is not usable.', {
    field: issue?.path.join('.'),
  })
}
