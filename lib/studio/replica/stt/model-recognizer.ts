import type { Transcriber } from '@/lib/protocol/mind'
import { type ModelClient, ModelError } from '@/lib/studio/replica/models/endpoint'
import type { Recognizer } from '@/lib/studio/replica/stt/port'
import { askForWords } from '@/lib/studio/replica/stt/transcription'

/** Milliseconds until an answer begins: who waits longer says it again. And between two pieces of it. */
const patience = { headMs: 10_000, pieceMs: 5000 }

type Options = {
  transcriber: Transcriber
  client: ModelClient
  /** A name of the wire contract; with `multilingual` the model finds out by itself. */
  language: string
  /** The model did not do what it was asked; told each time. In words for whoever set it up. */
  problem(message: string): void
}

/** Words of a model's, one segment at a time. What language was said is told from the words. */
export function createModelRecognizer({ transcriber, client, language, problem }: Options): Recognizer {
  return {
    async recognize({ samples, signal }) {
      try {
        return await askForWords(client, transcriber, { language, samples, ...patience, signal })
      } catch (error) {
        if (!signal.aborted)
          problem(error instanceof ModelError ? error.message : 'It failed in a way we did not foresee.')
        throw error
      }
    },
  }
}
