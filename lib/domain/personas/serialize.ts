import { languages } from '@/lib/domain/conversations/schema/request'
import { timestamp } from '@/lib/domain/conversations/serialize'
import type { Persona } from './schema'

/** The columns of a persona that the wire shows. */
export type PersonaRow = {
  id: string
  workspaceId: string | null
  name: string
  systemPrompt: string
  context: string
  defaultReplicaId: string | null
  language: string | null
  createdAt: Date
  updatedAt: Date
}

/** A persona's row as the wire shows it. Stock ones belong to no workspace: `system`. */
export function serializePersona(row: PersonaRow): Persona {
  return {
    persona_id: row.id,
    persona_name: row.name,
    persona_type: row.workspaceId === null ? 'system' : 'user',
    system_prompt: row.systemPrompt,
    context: row.context,
    default_replica_id: row.defaultReplicaId,
    language: languages.find((name) => name === row.language) ?? null,
    pipeline_mode: 'full',
    created_at: timestamp(row.createdAt),
    updated_at: timestamp(row.updatedAt),
  }
}
