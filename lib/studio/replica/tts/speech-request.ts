import type { VoiceModel } from '@/lib/protocol/mind'
import { codeOf } from '@/lib/studio/replica/language-code'

/** OpenAI's own servers take no field they do not know. */
const openAi = /(?:^|\.)openai\.(?:azure\.)?com$/
/** Models that are told in words how to speak. */
const instructed = /^gpt-/

/**
 * The body of a request to `/audio/speech`. The protocol has no field for the language, and servers that follow it take
 * one: it is sent as `language`, by its ISO 639-1 code, except to OpenAI; OpenAI's models that take `instructions` are told
 * it there. What was given to be added comes before ours, but for the text and its format; null takes a field out.
 */
export function speechRequest(
  { baseUrl, model, voice, extraBody }: VoiceModel,
  input: string,
  language: string,
): Record<string, unknown> {
  const code = codeOf(language)
  const host = URL.canParse(baseUrl) ? new URL(baseUrl).hostname : ''
  const body: Record<string, unknown> = {
    model,
    voice,
    ...(code && !openAi.test(host) && { language: code }),
    ...extraBody,
    input,
    response_format: 'pcm',
  }
  if (code && instructed.test(model) && body.instructions !== null) {
    const name = `${language.charAt(0).toUpperCase()}${language.slice(1)}`
    body.instructions = [body.instructions, `Speak ${name}.`].filter(Boolean).join(' ')
  }
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null))
}
