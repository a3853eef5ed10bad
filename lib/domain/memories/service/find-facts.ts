import type { Remembering } from '@/lib/protocol/remembering'
import type { Provider } from '@/lib/providers/port'
import { factsOf } from '../rules/extract'
import { limits, mostAsks } from '../rules/limits'
import type { Found } from '../rules/merge'

type Heard = Omit<Remembering, 'languageModel'> & {
  /** The model that the conversation ran with; null: none. @throws Error in words when it cannot be asked any more */
  model(): Remembering['languageModel'] | null
  /** How often this was begun, this time included. */
  attempts: number
  /** Aborted when the server stops. */
  signal: AbortSignal
}

/** Facts of a conversation, and in words why they are taken from its words alone although it ran with a model. */
export type Facts = { found: Found[]; problem: string | null }

/**
 * What a conversation tells of its participants: by the model it ran with, or without one, and when that fails again and
 * again, by the words alone.
 * @throws Error in words when the model failed and is to be asked again
 */
export async function findFacts(
  provider: Pick<Provider, 'remember'>,
  { model, attempts, signal, ...heard }: Heard,
): Promise<Facts> {
  const simply = (problem: string | null): Facts => ({
    found: factsOf(heard.lines, heard.language).map((text) => ({ text, replaces: null })),
    problem,
  })
  if (!heard.lines.some(({ role }) => role === 'user')) return { found: [], problem: null }
  let last = 'The server stopped each time while the model was asked.'
  try {
    const languageModel = model()
    if (!languageModel || !provider.remember) return simply(null)
    if (attempts <= mostAsks) {
      const found = await until(signal, provider.remember({ ...heard, languageModel }))
      return {
        found: found.filter(({ text }) => text.length <= limits.fact).slice(-limits.found),
        problem: null,
      }
    }
  } catch (error) {
    if (attempts < mostAsks || signal.aborted) throw error
    last = error instanceof Error ? error.message : String(error)
  }
  return simply(`What is remembered was taken from what was said, without the model. ${last}`)
}

/** A promise, or the signal's reason when that comes first. */
async function until<T>(signal: AbortSignal, promise: Promise<T>): Promise<T> {
  if (signal.aborted) throw signal.reason
  let stop = () => {}
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason)
    signal.addEventListener('abort', stop)
  })
  return await Promise.race([promise, aborted]).finally(() => signal.removeEventListener('abort', stop))
}
