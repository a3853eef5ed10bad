import type { Persona, PersonaRequest } from '@/lib/domain/personas/schema'

/** A persona that is not written yet. */
export const newPersona: PersonaRequest = {
  persona_name: '',
  system_prompt: '',
  context: '',
  default_replica_id: '',
  language: '',
  pipeline_mode: 'full',
  document_ids: [],
  document_tags: [],
}

/** A persona as it is edited; a copy has a name of its own. */
export const editable = (persona: Persona, isCopy: boolean): PersonaRequest => ({
  persona_name: isCopy ? `${persona.persona_name.slice(0, 190)} (copy)` : persona.persona_name,
  system_prompt: persona.system_prompt,
  context: persona.context,
  default_replica_id: persona.default_replica_id ?? '',
  language: persona.language ?? '',
  pipeline_mode: persona.pipeline_mode,
  layers: persona.layers,
  document_ids: persona.document_ids,
  document_tags: persona.document_tags,
})

/** Which persona is saved: the one that is changed (null for a new one), and of a copy its original. */
export type SavedPersona = { personaId: string | null; requestKey: string; copyOf: string | null }
