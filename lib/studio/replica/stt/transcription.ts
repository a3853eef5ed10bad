import type { Transcriber } from '@/lib/protocol/mind'
import { codeOf } from '@/lib/studio/replica/language-code'
import { type ModelClient, ModelError } from '@/lib/studio/replica/models/endpoint'
import { wholeText } from '@/lib/studio/replica/models/whole-text'
import { wavFile } from '@/lib/studio/replica/tts/wav'

const sampleRate = 16_000

type Asked = {
  /** A name of the wire contract; with `multilingual` the model finds out by itself. */
  language: string
  /** 16,000 a second. */
  samples: Int16Array
  /** Milliseconds until an answer begins, and between two pieces of it. */
  headMs: number
  pieceMs: number
  signal: AbortSignal
}

/**
 * The words of a sound by `POST /audio/transcriptions`. Asks for `json`, which every server and model knows: what
 * language was said is not in it.
 * @throws ModelError in words for whoever set the model up
 */
export async function askForWords(
  client: ModelClient,
  transcriber: Transcriber,
  { language, samples, ...waiting }: Asked,
): Promise<string> {
  const form = new Response(formFor(transcriber, language, samples))
  const answer = await client.ask(transcriber, {
    route: '/audio/transcriptions',
    contentType: form.headers.get('content-type') ?? '',
    body: new Uint8Array(await form.arrayBuffer()),
    accept: 'application/json',
    ...waiting,
  })
  return wordsIn(await wholeText(answer.body))
}

/** What was given to be added comes before ours, but for the sound and the form of the answer; null takes a field out. */
function formFor(
  { model, hotwords, extraBody }: Transcriber,
  language: string,
  samples: Int16Array,
): FormData {
  const code = codeOf(language)
  const fields: Record<string, unknown> = {
    model,
    ...(code && { language: code }),
    ...(hotwords.trim() && { prompt: hotwords.trim() }),
    ...extraBody,
    response_format: 'json',
  }
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) {
    if (value === null || name === 'file') continue
    form.append(name, typeof value === 'object' ? JSON.stringify(value) : String(value))
  }
  const file = new Uint8Array(wavFile(samples, sampleRate))
  form.append('file', new Blob([file], { type: 'audio/wav' }), 'speech.wav')
  return form
}

function wordsIn(answer: string): string {
  try {
    const { text } = JSON.parse(answer) as { text?: unknown }
    if (typeof text === 'string') return text
  } catch {
    // Said below, as for every answer that is none.
  }
  throw new ModelError('It did not answer with the words of what was said, as {"text": …}.')
}
