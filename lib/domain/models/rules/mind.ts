import type { LanguageModel, Level, Mind, Transcriber, VoiceModel } from '@/lib/protocol/mind'
import { isLayer, type Layer, type Layers } from './secrets'

/** The most tokens of a prompt where nobody says how many: what models on one's own machine read well, too. */
export const defaultPromptTokens = 8000

/** What of a mind is decided when a conversation is made, and stays. Its secrets are as they are stored. */
export type Models = Pick<
  Mind,
  'pipelineMode' | 'languageModel' | 'voiceModel' | 'transcriber' | 'patience' | 'interruptibility'
>

/** A voice that was chosen and does not speak the conversation's language: the built-in one does. */
export type VoiceFallback = { voice: string; language: string }

/** As a conversation stores them. */
export type ChosenModels = Models & { voiceFallback: VoiceFallback | null }

/** Who thinks, speaks and hears: what a persona says of it, and what its workspace does. */
type Wishes = { pipelineMode: string; layers: Layers; workspace: Layers }

/**
 * Which models a persona runs with. A layer with an address is asked there, with its own secrets. A name without one is
 * asked at the workspace's address with the workspace's secrets, unless it is a name of the compatible service's own,
 * which means whatever is the default. Without an address anywhere it is done without a model (null).
 */
export function modelsOf({ pipelineMode, layers, workspace }: Wishes): Models {
  const [llm, tts, stt, flow] = ['llm', 'tts', 'stt', 'conversational_flow'].map((name) =>
    layerOf(layers, name),
  )
  const echoes = pipelineMode === 'echo'
  return {
    pipelineMode: echoes ? 'echo' : 'full',
    languageModel: echoes ? null : languageModelOf(llm ?? {}, layerOf(workspace, 'llm')),
    voiceModel: voiceModelOf(tts ?? {}, layerOf(workspace, 'tts')),
    transcriber: transcriberOf(stt ?? {}, layerOf(workspace, 'stt')),
    patience:
      levelOf(flow?.turn_taking_patience) ?? patienceOf(stt?.participant_pause_sensitivity) ?? 'medium',
    interruptibility:
      levelOf(flow?.replica_interruptibility) ??
      sensitivityOf(stt?.participant_interrupt_sensitivity) ??
      'medium',
  }
}

/** The same in a conversation of this language: a voice that does not speak it is left out, and that is noted. */
export function modelsIn(language: string, models: Models): ChosenModels {
  const { voiceModel } = models
  if (!voiceModel || speaks(voiceModel, language)) return { ...models, voiceFallback: null }
  return { ...models, voiceModel: null, voiceFallback: { voice: voiceModel.voice, language } }
}

/** Whether a voice speaks a language as far as is known. Which of several are spoken is decided by the sentence. */
export const speaks = ({ languages }: Pick<VoiceModel, 'languages'>, language: string): boolean =>
  languages === null || language === 'multilingual' || languages.includes(language)

/** The models with every secret of their requests replaced. */
export function mapModelSecrets<M extends Models>(models: M, replace: (secret: string) => string): M {
  const inEndpoint = <E extends LanguageModel | VoiceModel | Transcriber>(endpoint: E | null): E | null =>
    endpoint && {
      ...endpoint,
      apiKey: endpoint.apiKey && replace(endpoint.apiKey),
      headers: mapValues(endpoint.headers, replace),
      query: mapValues(endpoint.query, replace),
    }
  return {
    ...models,
    languageModel: inEndpoint(models.languageModel),
    voiceModel: inEndpoint(models.voiceModel),
    transcriber: inEndpoint(models.transcriber),
  }
}

const mapValues = (record: Record<string, string>, replace: (value: string) => string) =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, replace(value)]))

function languageModelOf(own: Layer, shared: Layer | null): LanguageModel | null {
  const tools = Array.isArray(own.tools) ? own.tools.filter(isLayer) : []
  if (textOf(own.base_url)) {
    return {
      ...endpointOf(own),
      extraBody: recordOf(own.extra_body),
      model: textOf(own.model) ?? '',
      tools,
      promptTokens: countOf(own.prompt_tokens) ?? defaultPromptTokens,
    }
  }
  if (!shared) return null
  return {
    ...endpointOf(shared),
    extraBody: { ...recordOf(shared.extra_body), ...recordOf(own.extra_body) },
    model: nameOf(own.model) ?? textOf(shared.model) ?? '',
    tools,
    promptTokens: countOf(own.prompt_tokens) ?? countOf(shared.prompt_tokens) ?? defaultPromptTokens,
  }
}

/** Voices of these are known there alone, by ids that mean nothing elsewhere. */
const hostedEngines = ['cartesia', 'elevenlabs', 'azure', 'playht']

function voiceModelOf(own: Layer, shared: Layer | null): VoiceModel | null {
  const voice = textOf(own.external_voice_id) ?? textOf(own.voice_id)
  const languages = languagesOf(own.languages)
  if (textOf(own.base_url)) {
    return {
      ...endpointOf(own),
      extraBody: recordOf(own.extra_body),
      model: textOf(own.tts_model_name) ?? '',
      voice: voice ?? '',
      languages,
    }
  }
  if (!shared) return null
  const isElsewhere = hostedEngines.includes(textOf(own.tts_engine)?.toLowerCase() ?? '')
  return {
    ...endpointOf(shared),
    extraBody: { ...recordOf(shared.extra_body), ...(isElsewhere ? {} : recordOf(own.extra_body)) },
    model: (isElsewhere ? null : nameOf(own.tts_model_name)) ?? textOf(shared.model) ?? '',
    voice: (isElsewhere ? null : voice) ?? textOf(shared.voice) ?? '',
    languages: (isElsewhere ? null : languages) ?? languagesOf(shared.languages),
  }
}

function transcriberOf(own: Layer, shared: Layer | null): Transcriber | null {
  const hotwords = textOf(own.hotwords) ?? ''
  if (textOf(own.base_url)) {
    return {
      ...endpointOf(own),
      extraBody: recordOf(own.extra_body),
      model: textOf(own.model) ?? '',
      hotwords,
    }
  }
  if (!shared) return null
  return {
    ...endpointOf(shared),
    extraBody: { ...recordOf(shared.extra_body), ...recordOf(own.extra_body) },
    model: nameOf(own.model) ?? textOf(shared.model) ?? '',
    hotwords,
  }
}

/** Where a layer is asked, and with what, all of it its own. */
const endpointOf = (layer: Layer) => ({
  baseUrl: textOf(layer.base_url) ?? '',
  apiKey: textOf(layer.api_key),
  headers: textsOf(layer.headers),
  query: textsOf(layer.default_query),
})

/** A model by its name; null where there is none, or one of the compatible service's own. */
function nameOf(value: unknown): string | null {
  const name = textOf(value)
  return name && !/^tavus-/i.test(name) ? name : null
}

function layerOf(layers: Layers, name: string): Layer | null {
  const layer = layers[name]
  return isLayer(layer) ? layer : null
}

const textOf = (value: unknown): string | null =>
  typeof value === 'string' && value.trim() ? value.trim() : null
const countOf = (value: unknown): number | null =>
  typeof value === 'number' && Number.isInteger(value) && value > 0 ? value : null
const recordOf = (value: unknown): Layer => (isLayer(value) ? value : {})
const textsOf = (value: unknown): Record<string, string> =>
  Object.fromEntries(
    Object.entries(recordOf(value))
      .filter(([, each]) => ['string', 'number', 'boolean'].includes(typeof each))
      .map(([name, each]) => [name, String(each)]),
  )
const languagesOf = (value: unknown): string[] | null => {
  const names = Array.isArray(value) ? value.filter((name) => typeof name === 'string') : []
  return names.length > 0 ? names : null
}

const levelOf = (value: unknown): Level | null =>
  value === 'low' || value === 'medium' || value === 'high' ? value : null

/** The older, finer scale. */
function sensitivityOf(value: unknown): Level | null {
  switch (value) {
    case 'superlow':
    case 'verylow':
      return 'low'
    case 'auto':
      return 'medium'
    default:
      return levelOf(value)
  }
}

/** Who is sensitive to pauses has little patience. */
function patienceOf(value: unknown): Level | null {
  const sensitivity = sensitivityOf(value)
  if (sensitivity === 'low') return 'high'
  return sensitivity === 'high' ? 'low' : sensitivity
}
