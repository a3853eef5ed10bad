import { isLayer, secretMask } from '@/lib/domain/models/rules/secrets'
import type { ModelPart, ModelTrial, WorkspaceModels } from '@/lib/domain/models/schema'
import { builtIn, choiceOf } from './presets'
import { headersText, headersTyped, jsonText, jsonTyped } from './typed'

/** An endpoint as it is typed. */
export type Typed = {
  choice: string
  base_url: string
  model: string
  voice: string
  api_key: string
  headers: string
  extra_body: string
  prompt_tokens: string
  languages: string[]
}

/** Names of what can be wrong before anything is sent. */
export type TypingProblem = { field: keyof Typed; problem: 'headers' | 'json' | 'number' }

/** What a form of this part begins with. */
export function typedOf(part: ModelPart, stored: WorkspaceModels[ModelPart]): Typed {
  const endpoint: Partial<NonNullable<WorkspaceModels['llm'] & WorkspaceModels['tts']>> = stored ?? {}
  const { base_url = '', model = '', voice = '', api_key = '', prompt_tokens } = endpoint
  return {
    choice: stored ? choiceOf(part, base_url) : builtIn,
    ...{ base_url, model, voice, api_key },
    headers: headersText(endpoint.headers),
    extra_body: jsonText(endpoint.extra_body),
    prompt_tokens: prompt_tokens === undefined ? '' : String(prompt_tokens),
    languages: endpoint.languages ?? [],
  }
}

/** The endpoint that was typed, as the service takes it; or what of it cannot be read. */
export function endpointTyped(part: ModelPart, typed: Typed): ModelTrial | TypingProblem {
  const headers = headersTyped(typed.headers)
  if (!headers) return { field: 'headers', problem: 'headers' }
  const extra = jsonTyped(typed.extra_body)
  if (extra !== undefined && !isLayer(extra)) return { field: 'extra_body', problem: 'json' }
  const common = {
    base_url: typed.base_url.trim(),
    model: typed.model.trim(),
    ...(typed.api_key.trim() && { api_key: typed.api_key.trim() }),
    ...(Object.keys(headers).length > 0 && { headers }),
    ...(extra && { extra_body: extra }),
  }
  switch (part) {
    case 'llm': {
      const tokens = typed.prompt_tokens.replaceAll(/[\s,]/g, '')
      if (!/^\d*$/.test(tokens)) return { field: 'prompt_tokens', problem: 'number' }
      return { part, endpoint: { ...common, ...(tokens && { prompt_tokens: Number(tokens) }) } }
    }
    case 'tts': {
      const languages = typed.languages as NonNullable<WorkspaceModels['tts']>['languages']
      return { part, endpoint: { ...common, voice: typed.voice.trim(), languages } }
    }
    case 'stt':
      return { part, endpoint: common }
  }
}

/**
 * The same form at another address: secrets that are `kept` for the one before do not go with it, and are there again
 * when it is typed again.
 */
export function movedTo(typed: Typed, choice: string, base_url: string, kept: Typed): Typed {
  const isBack = base_url.trim() === kept.base_url
  const headers = withoutMasks(typed.headers)
  return {
    ...typed,
    ...{ choice, base_url },
    api_key: keyAt(typed.api_key, isBack ? kept.api_key : ''),
    headers: isBack && !headers.trim() ? kept.headers : headers,
  }
}

/** Lines of headers, without those that are kept and not known here. */
const withoutMasks = (headers: string): string =>
  headers
    .split('\n')
    .filter((line) => !line.includes(secretMask))
    .join('\n')

/** The API key of a form that moved: what was typed goes along, what is kept elsewhere does not. */
export const keyAt = (typed: string, kept: string): string =>
  typed === '' || typed === secretMask ? kept : typed

/** The form once nothing of it is kept: a mask would stand for no secret, and is not there to be sent. */
export const forgotten = (typed: Typed): Typed => ({
  ...typed,
  api_key: typed.api_key === secretMask ? '' : typed.api_key,
  headers: withoutMasks(typed.headers),
})

/** The form once it is saved: what is secret of it is not shown any more. */
export const masked = (typed: Typed): Typed => ({
  ...typed,
  api_key: typed.api_key && secretMask,
  headers: typed.headers.replaceAll(/^(\s*[^:\s]+\s*:).*$/gm, `$1 ${secretMask}`),
})
