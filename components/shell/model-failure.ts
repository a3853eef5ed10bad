import type { Translator } from './translator'

const parts = ['llm', 'tts', 'stt'] as const

/** What an event of a model that failed says, in words; null for another event, and for one that says nothing. */
export function modelFailure(
  { event_type, properties }: { event_type: string; properties: Record<string, unknown> },
  t: Translator<'shell.modelFailure'>,
): string | null {
  if (event_type !== 'system.model_failed') return null
  const { message } = properties
  const part = parts.find((each) => each === properties.part)
  return part && typeof message === 'string' ? t(part, { message }) : null
}
