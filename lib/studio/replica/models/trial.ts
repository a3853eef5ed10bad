import type { Clock } from '@/lib/platform/clock'
import type { LanguageModel, Transcriber, VoiceModel } from '@/lib/protocol/mind'
import type { ModelTrial, TrialOutcome } from '@/lib/protocol/model-trial'
import { streamChat } from '@/lib/studio/replica/llm/chat'
import { decimated } from '@/lib/studio/replica/stt/decimator'
import { askForWords } from '@/lib/studio/replica/stt/transcription'
import { notPcm, pcmRate, withBeginning } from '@/lib/studio/replica/tts/pcm'
import type { Synthesizer } from '@/lib/studio/replica/tts/port'
import { speechRequest } from '@/lib/studio/replica/tts/speech-request'
import { wavFile } from '@/lib/studio/replica/tts/wav'
import { type ModelClient, ModelError } from './endpoint'

/** Milliseconds until an answer begins (a model may have to be loaded first), between its pieces, and for all of it. */
const patience = { headMs: 30_000, pieceMs: 15_000 }
const wholeTimeout = 45_000
/** The most characters of what a model says that are kept, and bytes of its voice. */
const mostText = 200
const mostBytes = 1_000_000

const greeting = 'Hello. This is how I sound.'
const question = 'Say hello in one short sentence.'
const sample = 'The quick brown fox jumps over the lazy dog.'
const reader = { variant: 'f2', pitch: 50, rate: 160, gender: 'female' } as const

type Seen = Pick<TrialOutcome, 'text' | 'wav'>
type Trying = {
  client: ModelClient
  signal: AbortSignal
  /** The first token or sound came. */
  began(): void
}

/**
 * Asks a model for a little, as a conversation would, and says what came of it.
 * @throws Error when the trial itself could not be made
 */
export async function tryModel(
  trial: ModelTrial,
  { client, synthesizer, clock }: { client: ModelClient; synthesizer: Synthesizer; clock: Clock },
): Promise<TrialOutcome> {
  const spoken = trial.part === 'stt' ? await recordingOf(synthesizer) : null
  const start = clock.now().getTime()
  const passed = () => clock.now().getTime() - start
  let firstMs: number | null = null
  const over = new AbortController()
  const late = new ModelError(`It took longer than ${wholeTimeout / 1000} s.`)
  const alarm = clock.alarm(new Date(start + wholeTimeout), () => over.abort(late))
  const trying: Trying = {
    client,
    signal: over.signal,
    began() {
      firstMs ??= passed()
    },
  }
  try {
    const seen = await asked(trial, trying, spoken)
    return { problem: null, firstMs, wholeMs: passed(), ...seen }
  } catch (error) {
    if (!(error instanceof ModelError)) throw error
    return { problem: error.message, firstMs: null, wholeMs: null, text: null, wav: null }
  } finally {
    alarm.cancel()
  }
}

function asked(trial: ModelTrial, trying: Trying, spoken: Int16Array | null): Promise<Seen> {
  switch (trial.part) {
    case 'llm':
      return think(trial.model, trying)
    case 'tts':
      return speak(trial.model, trying)
    case 'stt':
      return hear(trial.model, trying, spoken ?? new Int16Array(0))
  }
}

/** A sentence as an ear has it: 16,000 samples a second. */
async function recordingOf(synthesizer: Synthesizer): Promise<Int16Array> {
  const { samples } = await synthesizer.synthesize(sample, { language: 'english', voice: reader })
  return decimated(samples)
}

/** The words of its answer, asked for as conversations do. */
async function think(model: LanguageModel, { client, signal, began }: Trying): Promise<Seen> {
  const messages = [{ role: 'user' as const, content: question }]
  let text = ''
  for await (const piece of streamChat(client, model, messages, signal)) {
    began()
    if ('text' in piece) text += piece.text
    if (text.length >= mostText) break
  }
  return { text: text.trim().slice(0, mostText), wav: null }
}

/** The sound of a few words, asked for as conversations do. */
async function speak(model: VoiceModel, { client, signal, began }: Trying): Promise<Seen> {
  const answer = await client.ask(model, {
    route: '/audio/speech',
    body: Buffer.from(JSON.stringify(speechRequest(model, greeting, 'english'))),
    contentType: 'application/json',
    accept: 'audio/pcm',
    ...patience,
    signal,
  })
  const refuse = (beginning: Uint8Array) => {
    if (!notPcm(beginning, answer.contentType)) return
    throw new ModelError(
      'It did not answer with plain samples (response_format pcm). Use a server that can, or the built-in voice.',
    )
  }
  const pieces: Uint8Array[] = []
  let size = 0
  for await (const piece of withBeginning(answer.body, refuse)) {
    began()
    pieces.push(piece)
    size += piece.length
    if (size >= mostBytes) break
  }
  const bytes = Buffer.concat(pieces)
  const samples = Int16Array.from({ length: bytes.length >> 1 }, (_, i) => bytes.readInt16LE(i * 2))
  if (!samples.some((value) => value !== 0)) throw new ModelError('It answered without a sound.')
  return { text: null, wav: wavFile(samples, pcmRate).toString('base64') }
}

/** The words that it heard in a sentence of the built-in voice, asked for as conversations do. */
async function hear(
  model: Transcriber,
  { client, signal, began }: Trying,
  samples: Int16Array,
): Promise<Seen> {
  const text = await askForWords(client, model, { language: 'english', samples, ...patience, signal })
  began()
  if (!text.trim()) throw new ModelError('It heard nothing in a clear sentence.')
  return { text: text.trim().slice(0, mostText), wav: null }
}
