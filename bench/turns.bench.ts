import { systemClock as clock, wait } from '@/lib/platform/clock'
import { createLog } from '@/lib/platform/log'
import { plainMind } from '@/lib/protocol/mind'
import { createModelClient } from '@/lib/studio/replica/models/endpoint'
import { pcmRate, startModelServer } from '@/lib/studio/replica/models/fixture'
import { chunkAt, female, male, speak } from '@/lib/studio/replica/stt/fixture'
import { createThinker } from '@/lib/studio/replica/thinker'
import type { Turn } from '@/lib/studio/replica/turns'
import { describedRoom } from '@/lib/studio/rooms/fixture'
import { createStage } from '@/lib/studio/rooms/stage'
import type { MediaRoom } from '@/lib/studio/transport/port'

/**
 * What the studio adds to a turn: from the end of somebody's speech to the first sample of the answer that is heard,
 * without the pause that ends a turn and without the delays of language model and voice, which are known. What the
 * recogniser takes is within the pause, so it is not deducted. Ears, turn-taking, adapters and playback are the real
 * ones, the models a server on loopback; several rooms at once, as a server has.
 */
const rooms = 10
const turnsEach = 50
const mark = { p95: 100 }
/** Milliseconds of silence that end a turn at low patience, and of each model. */
const pause = 400
const delays = { stt: 90, llm: 120, tts: 80 }
/** Milliseconds of silence between an answer and the next question. */
const between = 400
/** Of full scale: a question ends with a sample as loud as this, not somewhere in what fades away after it. */
const loud = 2000

const samplesPerMs = 48
const log = createLog('silent')
const server = await startModelServer()
server.manner.transcription.delayMs = delays.stt
server.manner.chat.delayMs = delays.llm
server.manner.speech.delayMs = delays.tts
server.words = () => 'When do you open on Mondays?'
server.reply = () => [{ text: 'At nine.' }]
server.sound = () => Int16Array.from({ length: pcmRate * 0.3 }, (_, i) => 9000 * Math.sin(i / 12))

const client = createModelClient({ privateHosts: '127.0.0.1', appUrl: null }, clock)
const endpoint = { baseUrl: server.baseUrl, apiKey: null, headers: {}, query: {}, extraBody: {} }
const questions = [male, female].flatMap((voice) =>
  ['When do you open on Mondays?', 'How much is a ticket for two?', 'May I bring my dog, please?'].map(
    (text) => {
      const { samples } = speak(text, { language: 'english', voice })
      return samples.slice(0, samples.findLastIndex((sample) => Math.abs(sample) > loud) + 1)
    },
  ),
)

/**
 * One room, in which somebody asks again and again, in real time. Of each turn in milliseconds: what it had beyond
 * pause and delays, and how long before its last sample the ear has the speech end.
 */
async function talk(first: number): Promise<{ added: number; early: number }[]> {
  let listener = (_sessionId: string, _samples: Int16Array) => {}
  let sounding: number | null = null
  const reports: Turn[] = []
  const media: MediaRoom = {
    join() {},
    signal() {},
    setSending() {},
    leave() {},
    publishVideo() {},
    publishAudio(samples) {
      if (samples.some((sample) => Math.abs(sample) > 300)) sounding ??= clock.now().getTime()
    },
    onAudio(next) {
      listener = next
    },
    sendMessage: () => true,
    watchers: () => 1,
    close() {},
  }
  const stage = createStage({
    parts: {
      transport: { openRoom: () => media },
      iceServers: [],
      synthesizer: { synthesize: () => Promise.reject(new Error('not used')), close() {} },
      models: client,
      thinkerFor: (description) => createThinker(description, { client, recall: async () => [] }),
    },
    description: describedRoom({
      audioOnly: true,
      mind: {
        ...plainMind,
        patience: 'low',
        interruptibility: 'low',
        languageModel: { ...endpoint, model: 'stub', tools: [], promptTokens: 8000 },
        voiceModel: { ...endpoint, model: 'stub', voice: 'nova', languages: null },
        transcriber: { ...endpoint, model: 'stub', hotwords: '' },
      },
    }),
    replicaSessionId: 'replica',
    lines: [],
    clock,
    log,
    learned() {},
    said() {},
    turned: (turn) => reports.push(turn),
    problem: (part, message) => {
      throw new Error(`${part}: ${message}`)
    },
    told() {},
    activeSpeaker() {},
    notUnderstood() {},
    nameOf: () => 'Bea',
  })
  stage.watched()

  /** Sends sound in real time, 10 ms at a time, for `ms` milliseconds. */
  async function send(sound: Int16Array, ms: number): Promise<void> {
    const start = clock.now().getTime()
    for (let at = 0; at < ms; at += 10) {
      const early = start + at - clock.now().getTime()
      if (early > 0) await wait(clock, early)
      listener('bea', chunkAt(sound, at * samplesPerMs))
    }
  }

  const turns: { added: number; early: number }[] = []
  const silence = new Int16Array(0)
  await send(silence, 1000 + first * 70)
  for (let turn = 0; turn < turnsEach; turn++) {
    const sound = questions[(first + turn) % questions.length] ?? silence
    sounding = null
    const began = clock.now().getTime()
    await send(sound, Math.ceil(sound.length / samplesPerMs))
    const ended = began + sound.length / samplesPerMs
    while (sounding === null) {
      await send(silence, 50)
      if (clock.now().getTime() - ended > 10_000) throw new Error('No answer came.')
    }
    await send(silence, between + 300)
    const heard = reports.splice(0).at(-1)
    if (!heard) throw new Error('A turn was not told of.')
    const over = heard.at.getTime()
    turns.push({ added: sounding - over - pause - delays.llm - delays.tts, early: ended - over })
  }
  await stage.stop()
  return turns
}

const percentile = (values: number[], part: number) =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * part))] ??
  Number.NaN

const turns = (await Promise.all(Array.from({ length: rooms }, (_, i) => talk(i)))).flat()
await server.close()
const added = turns.map((turn) => turn.added)
const early = percentile(
  turns.map((turn) => turn.early),
  0.5,
)
const figures = { median: percentile(added, 0.5), p95: percentile(added, 0.95), most: Math.max(...added) }
console.log(`What the studio adds to a turn, over ${added.length} turns in ${rooms} rooms at once:`)
console.log(
  `  median ${figures.median.toFixed(0)} ms, p95 ${figures.p95.toFixed(0)} ms (mark ${mark.p95}), most ${figures.most.toFixed(0)} ms`,
)
console.log(`  (The ear has the speech end ${early.toFixed(0)} ms before its last sample, in the median.)`)
if (figures.p95 > mark.p95) {
  console.error(`p95 is beyond its mark of ${mark.p95} ms.`)
  process.exit(1)
}
process.exit(0)
