import { headersText, headersTyped, jsonText, jsonTyped } from '@/components/models/typed'
import { isLayer, type Layer } from '@/lib/domain/models/rules/secrets'
import type { Persona } from '@/lib/domain/personas/schema'

type Layers = Persona['layers']

const endpoint = ['base_url', 'model', 'api_key'] as const
/** What is typed as one line, as headers and as JSON, by layer and by the name it has on the wire. */
const fields = {
  llm: { lines: endpoint, json: ['tools', 'extra_body', 'default_query'] },
  tts: { lines: ['base_url', 'tts_model_name', 'voice', 'api_key'], json: [] },
  stt: { lines: [...endpoint, 'hotwords'], json: [] },
} as const

/** The layers of a persona as they are typed. */
export type TypedLayers = {
  llm: Record<'base_url' | 'model' | 'api_key' | 'headers' | 'tools' | 'extra_body' | 'default_query', string>
  tts: Record<'base_url' | 'tts_model_name' | 'voice' | 'api_key' | 'headers', string>
  stt: Record<'base_url' | 'model' | 'api_key' | 'headers' | 'hotwords', string>
  languages: string[]
  /** Empty: as it is assumed. */
  patience: string
  interruptibility: string
}

/** What cannot be read of what was typed, by the field's place in `TypedLayers`. */
export type LayersProblem = { field: string; problem: 'headers' | 'list' | 'object' }

const textOf = (value: unknown) => (typeof value === 'string' ? value : '')

/** Layers as a form begins with them. */
export function typedLayers(layers: Layers): TypedLayers {
  const { llm = {}, tts = {}, stt = {}, conversational_flow: flow = {} } = layers
  const lines = (layer: Layer, names: readonly string[]) =>
    Object.fromEntries(names.map((name) => [name, textOf(layer[name])]))
  const json = fields.llm.json.map((name) => [name, jsonText(llm[name])])
  return {
    llm: { ...lines(llm, fields.llm.lines), ...Object.fromEntries(json), headers: headersText(llm.headers) },
    tts: {
      ...lines(tts, fields.tts.lines),
      voice: textOf(tts[voiceName(tts)]),
      headers: headersText(tts.headers),
    },
    stt: { ...lines(stt, fields.stt.lines), headers: headersText(stt.headers) },
    languages: tts.languages ?? [],
    patience: flow.turn_taking_patience ?? '',
    interruptibility: flow.replica_interruptibility ?? '',
  } as TypedLayers
}

/** A voice has two names on the wire, of which a persona has one. */
const voiceName = (tts: Layer) => (typeof tts.voice_id === 'string' ? 'voice_id' : 'external_voice_id')

/** The layers that were typed, with everything of `before` that has no field; or what cannot be read. */
export function layersTyped(typed: TypedLayers, before: Layers): { layers: Layers } | LayersProblem {
  const after: Record<string, unknown> = { ...before }
  const put = (name: string, changes: Layer) => {
    const merged = Object.entries({ ...(isLayer(before[name]) ? before[name] : {}), ...changes })
    const filled = merged.filter(([, value]) => value !== undefined && value !== '')
    if (filled.length > 0) after[name] = Object.fromEntries(filled)
    else delete after[name]
  }
  for (const name of ['llm', 'tts', 'stt'] as const) {
    const { lines, json } = fields[name]
    const own: Record<string, string> = typed[name]
    const headers = headersTyped(own.headers ?? '')
    if (!headers) return { field: `${name}.headers`, problem: 'headers' }
    const changes: Layer = { headers: Object.keys(headers).length > 0 ? headers : undefined }
    for (const line of lines) changes[line] = own[line]?.trim()
    for (const part of json) {
      const value = jsonTyped(own[part] ?? '')
      const isList = part === 'tools'
      const fits = value === undefined || (isList ? Array.isArray(value) : isLayer(value))
      if (!fits) return { field: `${name}.${part}`, problem: isList ? 'list' : 'object' }
      changes[part] = value
    }
    if (name === 'tts') {
      changes[voiceName(before.tts ?? {})] = changes.voice
      changes.voice = undefined
      changes.languages = typed.languages.length > 0 ? typed.languages : undefined
    }
    put(name, changes)
  }
  put('conversational_flow', {
    turn_taking_patience: typed.patience,
    replica_interruptibility: typed.interruptibility,
  })
  return { layers: after as Layers }
}

/** Whether anything of the layers is said that a form shows. */
export const saysAnything = (typed: TypedLayers): boolean =>
  [typed.llm, typed.tts, typed.stt].some((layer) => Object.values(layer).some(Boolean)) ||
  [typed.patience, typed.interruptibility].some(Boolean)
