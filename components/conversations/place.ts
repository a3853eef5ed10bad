import { isOutside, type ProviderName } from '@/lib/domain/connections/rules'
import type { CatalogueWire, ProviderWire } from '@/lib/domain/connections/schema'
import { defaultPersonaId } from '@/lib/domain/conversations/rules'
import type { ConversationCreate } from '@/lib/domain/conversations/schema/request'

/** What another page asks of the form that creates. */
export type Chosen = Pick<ConversationCreate, 'persona_id' | 'replica_id' | 'provider'>

/** Who talks, as the form has it: empty where nobody is chosen. */
export type FormCast = { persona_id: string; replica_id: string }

type Standing = Pick<ProviderWire, 'provider' | 'is_default' | 'is_connected'>

export const emptyForm: ConversationCreate = {
  persona_id: defaultPersonaId,
  replica_id: '',
  conversation_name: '',
  conversational_context: '',
  custom_greeting: '',
  properties: {},
}

/** Who can be chosen to run it; nobody where there is no choice, as only the built-in studio can. */
export function choicesOf(providers: Standing[]): ProviderName[] {
  const connected = providers.filter(({ is_connected }) => is_connected)
  return connected.length > 1 ? connected.map(({ provider }) => provider) : []
}

/** Whom the form begins with. Of an account nobody is known before it was read, see `firstCast`. */
export const castBefore = (provider: ProviderName): FormCast => ({
  persona_id: isOutside(provider) ? '' : defaultPersonaId,
  replica_id: '',
})

/**
 * What the form begins with. Nobody chosen to run it: the workspace's default does, but the studio where a persona or
 * replica was chosen, as all that do not say whose they are are its own.
 */
export function startOf(
  providers: Standing[],
  { provider: asked, ...cast }: Chosen = {},
): ConversationCreate {
  const choices = choicesOf(providers)
  const usual = providers.find(({ is_default }) => is_default)?.provider
  const wanted = asked ?? (cast.persona_id || cast.replica_id ? 'studio' : usual)
  if (choices.length === 0) return { ...emptyForm, ...cast }
  const provider = choices.find((name) => name === wanted) ?? 'studio'
  return { ...emptyForm, provider, ...castBefore(provider), ...cast }
}

/** Values of before, or of a link, for a form with these choices. Where there was none, the studio ran it. */
export function fitting(
  { provider = 'studio', ...values }: ConversationCreate,
  choices: ProviderName[],
): ConversationCreate {
  if (choices.length === 0) return values
  return { ...values, provider: choices.includes(provider) ? provider : 'studio' }
}

/** The same conversation run by `provider`, with nobody of whoever ran it before. */
export const movedTo = (values: ConversationCreate, provider: ProviderName): ConversationCreate =>
  values.provider === provider ? values : { ...values, provider, ...castBefore(provider) }

/**
 * What of the form is sent. A provider outside gets nothing that only the rooms and documents of this server have, and
 * records into a bucket or not at all.
 */
export function sentOf(values: ConversationCreate): ConversationCreate {
  if (!values.provider || !isOutside(values.provider)) return values
  const {
    document_ids: _ids,
    document_tags: _tags,
    document_retrieval_strategy: _strategy,
    properties: {
      background: _background,
      guests_may_record: _guests,
      enable_recording,
      recording_storage,
      ...properties
    } = {},
    ...others
  } = values
  const isRecorded = enable_recording && recording_storage
  return {
    ...others,
    properties: { ...properties, ...(isRecorded && { enable_recording, recording_storage }) },
  }
}

/**
 * Whom a form for an account begins with: the first persona whose own replica can talk. Where there is none, the first one
 * is played by the first replica that can.
 */
export function firstCast({ personas, replicas }: CatalogueWire): FormCast {
  const inTraining = new Set(replicas.filter(({ is_ready }) => !is_ready).map(({ replica_id }) => replica_id))
  const complete = personas.find(({ default_replica_id: own }) => own !== null && !inTraining.has(own))
  if (complete) return { persona_id: complete.persona_id, replica_id: '' }
  return {
    persona_id: personas[0]?.persona_id ?? '',
    replica_id: replicas.find(({ is_ready }) => is_ready)?.replica_id ?? '',
  }
}

/** Whether a refusal says that the account itself, and not the workspace, has no slot free. */
export const saysAccountIsFull = (message: string) => message.startsWith('The account has no free slot.')
