import type * as z from 'zod'
import { storedModels } from '@/lib/domain/models/queries'
import { modelsOf } from '@/lib/domain/models/rules/mind'
import type { Layers } from '@/lib/domain/models/rules/secrets'
import { layersOf, outlineModels } from '@/lib/domain/models/serialize'
import type { WorkspaceScope } from '@/lib/domain/scope'
import type { Database, Transaction } from '@/lib/platform/database/client'
import type { Prisma } from '@/lib/platform/database/generated/client'
import { registry } from '@/lib/platform/registry'
import type { Persona, PersonaChoice, PersonaListQuery, PersonaOutline, personaList } from './schema'
import { serializeOutline, serializePersona } from './serialize'

/** What a workspace may use: the stock personas and its own. */
const usable = (scope: WorkspaceScope) => [{ workspaceId: null }, { workspaceId: scope.workspaceId }]

/** Its own first, newest first, then the stock ones by name. */
const inOrder = [
  { workspaceId: { sort: 'asc', nulls: 'last' } },
  { createdAt: 'desc' },
  { name: 'asc' },
  { id: 'asc' },
] satisfies Prisma.PersonaOrderByWithRelationInput[]

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
      orderBy: inOrder,
      skip: (query.page - 1) * query.limit,
      take: query.limit,
    }),
    database.persona.count({ where }),
  ])
  return { data: rows.map(serializePersona), total_count: total }
}

/** What a persona is chosen by. */
const outline = { id: true, workspaceId: true, name: true, defaultReplicaId: true, language: true } as const

/** What all personas of the workspace are chosen by, in the order of `listPersonas`. */
export async function listPersonaOutlines(scope: WorkspaceScope): Promise<PersonaOutline[]> {
  const rows = await registry().database.persona.findMany({
    where: { OR: usable(scope) },
    orderBy: inOrder,
    select: outline,
  })
  return rows.map(serializeOutline)
}

/** The same with what each of them thinks, speaks and hears with in this workspace. */
export async function listPersonaChoices(scope: WorkspaceScope): Promise<PersonaChoice[]> {
  const [rows, workspace] = await Promise.all([
    registry().database.persona.findMany({
      where: { OR: usable(scope) },
      orderBy: inOrder,
      select: { ...outline, pipelineMode: true, layers: true },
    }),
    storedModels(scope),
  ])
  return rows.map(({ pipelineMode, layers, ...row }) => ({
    ...serializeOutline(row),
    models: outlineModels(modelsOf({ pipelineMode, layers: layersOf(layers), workspace })),
  }))
}

/** One persona; null when there is none with this id, or only in another workspace. */
export async function findPersona(
  scope: WorkspaceScope,
  id: string,
  db: Database | Transaction = registry().database,
): Promise<Persona | null> {
  const row = await db.persona.findFirst({ where: { id, OR: usable(scope) } })
  return row && serializePersona(row)
}

/** The same with its layers as they are stored, secrets sealed. */
export async function findPersonaWithLayers(
  scope: WorkspaceScope,
  id: string,
): Promise<{ persona: Persona; layers: Layers } | null> {
  const row = await registry().database.persona.findFirst({ where: { id, OR: usable(scope) } })
  return row && { persona: serializePersona(row), layers: layersOf(row.layers) }
}

/** The layers of a persona as they are stored, secrets sealed; none when there is no such persona. */
export async function storedLayers(
  scope: WorkspaceScope,
  id: string,
  db: Database | Transaction = registry().database,
): Promise<Layers> {
  const row = await db.persona.findFirst({ where: { id, OR: usable(scope) }, select: { layers: true } })
  return layersOf(row?.layers)
}
