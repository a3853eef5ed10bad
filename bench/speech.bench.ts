import { setTimeout as sleep } from 'node:timers/promises'
import { systemClock as clock } from '@/lib/platform/clock'
import { createLog } from '@/lib/platform/log'
import { createModelClient } from '@/lib/studio/replica/models/endpoint'
import { pcmRate, startModelServer } from '@/lib/studio/replica/models/fixture'
import { createPlayback } from '@/lib/studio/replica/playback'
import { createEspeak } from '@/lib/studio/replica/tts/espeak'
import { createVoice } from '@/lib/studio/replica/tts/model-voice'

/**
 * What our code adds to the time until a model's voice is heard: from when a server of the protocol hands its first
 * sound to its socket to the first sample that goes out. The server sends 100 ms at a time, as fast as it can and as fast
 * as it is spoken.
 */
const rounds = 100
const mark = { p95: 50 }
const voice = { variant: 'f1', pitch: 50, rate: 160, gender: 'female' as const }

const percentile = (values: number[], part: number) =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * part))] ??
  Number.NaN

const log = createLog('silent')
const server = await startModelServer()
const builtIn = createEspeak({ log })
const problems: string[] = []
const synthesizer = createVoice({
  voiceModel: {
    baseUrl: server.baseUrl,
    apiKey: null,
    headers: {},
    query: {},
    extraBody: {},
    model: 'bench',
    voice: 'bench',
    languages: null,
  },
  client: createModelClient({ privateHosts: '127.0.0.1', appUrl: null }, clock),
  builtIn,
  clock,
  problem: (message) => problems.push(message),
})
let heardAt = 0
let told = () => {}
const playback = createPlayback({
  room: {
    watchers: () => 1,
    publishAudio(samples) {
      if (heardAt > 0 || samples.every((sample) => sample === 0)) return
      heardAt = performance.now()
      told()
    },
    publishVideo() {},
  },
  painter: null,
  clock,
  log,
  played() {},
})
playback.wake()

async function added(pace: number, what = 'Sentence'): Promise<number[]> {
  const times: number[] = []
  server.soundPace = pace
  for (let round = 0; round < rounds; round++) {
    let sentAt = 0
    server.sound = () => {
      sentAt = performance.now()
      return Int16Array.from(
        { length: 0.4 * pcmRate },
        (_, i) => 6000 * Math.sin((2 * Math.PI * 200 * i) / pcmRate),
      )
    }
    const speech = await synthesizer.synthesize(`${what} ${pace} ${round}.`, { language: 'english', voice })
    heardAt = 0
    const heard = new Promise<void>((resolve) => {
      told = resolve
    })
    const played = playback.play(speech, { began() {}, word() {} })
    await heard
    playback.cut()
    await played
    times.push(heardAt - sentAt)
    await sleep(5 + (round % 10))
  }
  return times
}

await added(0, 'Nothing')
const rows = [
  { what: 'as fast as it can', times: await added(0) },
  { what: 'as fast as it is spoken', times: await added(100) },
]
console.table(
  rows.map(({ what, times }) => ({
    'the server sends': what,
    'ms median': Math.round(percentile(times, 0.5) * 10) / 10,
    'ms p95': Math.round(percentile(times, 0.95) * 10) / 10,
    'ms most': Math.round(Math.max(...times) * 10) / 10,
  })),
)
playback.stop()
synthesizer.close()
builtIn.close()
await server.close()
if (problems.length > 0 || rows.some(({ times }) => percentile(times, 0.95) > mark.p95)) {
  console.error(
    `The mark is ${mark.p95} ms at p95, and no problem. There were ${problems.length}: ${problems.join(' ')}`,
  )
  process.exitCode = 1
}
