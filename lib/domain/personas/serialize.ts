import { timestamp } from '@/lib/domain/conversations/serialize'
import { maskedLayers } from '@/lib/domain/models/rules/secrets'
import { layersOf } from '@/lib/domain/models/serialize'
import { languages } from '@/lib/protocol/languages'
import type { Persona, PersonaOutline } from './schema'

type OutlineRow = {
  id: string
  workspaceId: string | null
  name: string
  defaultReplicaId: string | null
  language: string | null
}

/** The columns of a persona that the wire shows. */
export type PersonaRow = OutlineRow & {
  systemPrompt: string
  context: string
  pipelineMode: string
  layers: unknown
  documentIds: string[]
  documentTags: string[]
  objectivesId: string | null
  guardrailsId: string | null
  guardrailIds: string[]
  guardrailTags: string[]
  createdAt: Date
  updatedAt: Date
}

/** A persona's row as what it is chosen by. Stock ones belong to no workspace: `system`. */
export function serializeOutline(row: OutlineRow): PersonaOutline {
  return {
    persona_id: row.id,
    persona_name: row.name,
    persona_type: row.workspaceId === null ? 'system' : 'user',
    default_replica_id: row.defaultReplicaId,
    language: languages.find((name) => name === row.language) ?? null,
  }
}

/** A persona's row as the wire shows it: without its secrets. */
export function serializePersona(row: PersonaRow): Persona {
  return {
    ...serializeOutline(row),
    system_prompt: row.systemPrompt,
    context: row.context,
    pipeline_mode: row.pipelineMode === 'echo' ? 'echo' : 'full',
    layers: maskedLayers(layersOf(row.layers)),
    document_ids: row.documentIds,
    document_tags: row.documentTags,
    objectives_id: row.objectivesId,
    guardrails_id: row.guardrailsId,
    guardrail_ids: row.guardrailIds,
    guardrail_tags: row.guardrailTags,
    created_at: timestamp(row.createdAt),
    updated_at: timestamp(row.updatedAt),
  }
}
