import type * as z from 'zod'
import type { WorkspaceScope } from '@/lib/domain/scope'
import { registry } from '@/lib/platform/registry'
import type { Persona, PersonaListQuery, personaList } from './schema'
import { serializePersona } from './serialize'

/** What a workspace may use: the stock personas and its own. */
const usable = (scope: WorkspaceScope) => [{ workspaceId: null }, { workspaceId: scope.workspaceId }]

/** A page of the personas the workspace may use: its own first, newest first, then the stock ones by name. */
export async function listPersonas(
  scope: WorkspaceScope,
  query: PersonaListQuery,
): Promise<z.infer<typeof personaList>> {
  const { database } = registry()
  const kinds = { user: [{ workspaceId: scope.workspaceId }], system: [{ workspaceId: null }] }
  const where = { OR: query.persona_type ? kinds[query.persona_type] : usable(scope) }
  const [rows, total] = await Promise.all([
    database.persona.findMany({
      where,
      orderBy: [
        { workspaceId: { sort: 'asc', nulls: 'last' } },
        { createdAt: 'desc' },
        { name: 'asc' },
        { id: 'asc' },
      ],
      skip: (query.page - 1) * query.limit,
      take: query.limit,
    }),
    database.persona.count({ where }),
  ])
  return { data: rows.map(serializePersona), total_count: total }
}

/** One persona; null when there is none with this id, or only in another workspace. */
export async function findPersona(scope: WorkspaceScope, id: string): Promise<Persona | null> {
  const row = await registry().database.persona.findFirst({ where: { id, OR: usable(scope) } })
  return row && serializePersona(row)
}
