import { type ChosenModels, type Models, modelsIn, modelsOf } from './rules/mind'
import { isLayer, type Layers, maskedLayers } from './rules/secrets'
import type { ConversationModels, ModelOutline, WorkspaceModels } from './schema'

/** A workspace's models as the wire shows them: without their secrets. They were written by the schema of the wire. */
export function serializeModels(stored: unknown): WorkspaceModels {
  const models = maskedLayers(layersOf(stored))
  return { llm: null, tts: null, stt: null, ...models } as WorkspaceModels
}

/** A JSON column as layers. */
export const layersOf = (stored: unknown): Layers => (isLayer(stored) ? stored : {})

/** The models of a conversation as they were stored at its creation; null: it runs without any. */
export const chosenModels = (stored: unknown): ChosenModels | null => stored as ChosenModels | null

/** Models that were chosen, as the wire shows them: where and what they are, nothing that they are asked with. */
export function serializeChosen(models: ChosenModels): ConversationModels {
  const { languageModel: llm, voiceModel: tts, transcriber: stt } = models
  return {
    pipeline_mode: models.pipelineMode,
    llm: llm && { base_url: plainAddress(llm.baseUrl), model: llm.model },
    tts: tts && { base_url: plainAddress(tts.baseUrl), model: tts.model, voice: tts.voice },
    stt: stt && { base_url: plainAddress(stt.baseUrl), model: stt.model },
    turn_taking_patience: models.patience,
    replica_interruptibility: models.interruptibility,
    voice_fallback: models.voiceFallback,
  }
}

/** The same for whoever chooses a persona: names alone. */
export const outlineModels = ({
  pipelineMode,
  languageModel,
  voiceModel,
  transcriber,
}: Models): ModelOutline => ({
  pipelineMode,
  llm: languageModel?.model ?? null,
  voice: voiceModel && { name: voiceModel.voice, languages: voiceModel.languages },
  stt: transcriber?.model ?? null,
})

/** What conversations from before there were models ran with. */
export const withoutModels: ChosenModels = modelsIn(
  'english',
  modelsOf({ pipelineMode: 'full', layers: {}, workspace: {} }),
)

/** An address without what stands after the `?`, which may be a key. */
function plainAddress(address: string): string {
  if (!URL.canParse(address)) return ''
  const { origin, pathname } = new URL(address)
  return origin + pathname
}
