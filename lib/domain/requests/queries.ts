import { DomainError } from '@/lib/domain/errors'
import type { WorkspaceScope } from '@/lib/domain/scope'
import { dayStart } from '@/lib/domain/usage/rules'
import type { Prisma } from '@/lib/platform/database/generated/client'
import { containing } from '@/lib/platform/database/search'
import { registry } from '@/lib/platform/registry'
import { type ApiRequestList, type ApiRequestListQuery, type ApiRequestWhole, cursorOf } from './schema'
import { toApiRequest, toApiRequestWhole } from './serialize'

const dayMs = 86_400_000
const cursor = cursorOf('[0-9a-f-]{36}')

/** Statuses of each outcome. */
const outcomes = {
  ok: { gte: 200, lt: 400 },
  refused: { gte: 400, lt: 500 },
  failed: { gte: 500 },
}

function filtered(scope: WorkspaceScope, query: ApiRequestListQuery): Prisma.ApiRequestWhereInput {
  const { method, outcome, status, api_key_id, subject_id, path, request_id, from, to } = query
  return {
    workspaceId: scope.workspaceId,
    method,
    ...(outcome && { status: outcomes[outcome] }),
    ...(status && { AND: { status } }),
    ...(api_key_id && { apiKeyId: api_key_id }),
    ...(subject_id && { subjectId: subject_id }),
    ...(path && { path: containing(path) }),
    ...(request_id && { requestId: request_id }),
    ...((from || to) && {
      at: {
        ...(from && { gte: dayStart(from) }),
        ...(to && { lt: new Date(dayStart(to).getTime() + dayMs) }),
      },
    }),
  }
}

/**
 * A page of the workspace's request log, newest first.
 * @throws DomainError `invalid` for a cursor that is not one of ours
 */
export async function listRequests(
  scope: WorkspaceScope,
  query: ApiRequestListQuery,
): Promise<ApiRequestList> {
  const place = query.cursor ? cursor.read(query.cursor) : null
  if (query.cursor && !place) {
    throw new DomainError(
      'invalid',
      'This cursor is not one that a list returned. Leave it out to begin anew.',
      { field: 'cursor' },
    )
  }
  const where = filtered(scope, query)
  const after = place && {
    OR: [{ at: { lt: place.createdAt } }, { at: place.createdAt, id: { lt: place.id } }],
  }
  const rows = await registry().database.apiRequest.findMany({
    where: after ? { AND: [where, after] } : where,
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    take: query.limit + 1,
    omit: { requestBody: true, answerBody: true },
  })
  const page = rows.slice(0, query.limit)
  const names = await keyNames(
    scope,
    page.map((row) => row.apiKeyId),
  )
  const last = page.at(-1)
  return {
    data: page.map((row) => toApiRequest(row, names.get(row.apiKeyId) ?? null)),
    next_cursor: rows.length > query.limit && last ? cursor.write({ createdAt: last.at, id: last.id }) : null,
  }
}

/** One call with its bodies; null when the workspace has none of that id. */
export async function findRequest(scope: WorkspaceScope, id: string): Promise<ApiRequestWhole | null> {
  const row = await registry().database.apiRequest.findFirst({
    where: { id, workspaceId: scope.workspaceId },
  })
  if (!row) return null
  const names = await keyNames(scope, [row.apiKeyId])
  return toApiRequestWhole(row, names.get(row.apiKeyId) ?? null)
}

async function keyNames({ workspaceId }: WorkspaceScope, ids: string[]): Promise<Map<string, string>> {
  const keys = await registry().database.apiKey.findMany({
    where: { workspaceId, id: { in: [...new Set(ids)] } },
    select: { id: true, name: true },
  })
  return new Map(keys.map(({ id, name }) => [id, name]))
}
