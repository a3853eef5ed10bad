import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from '@playwright/test'
import { build } from 'esbuild'
import { createLog } from '@/lib/platform/log'
import { createEspeak } from '@/lib/studio/replica/tts/espeak'
import type { Asked, Measured } from './meter-page'

// How long a participant waits, as the room measures it, beside the waveforms themselves.

/** Milliseconds by which a figure may be off, and of how many in a hundred figures it may not. */
const tolerance = 20
const exact = 99
/** Turns in each of four rooms; 30 are a benchmark of a hundred and more. */
const each = Number(process.env.METER_TURNS ?? 12)

const root = `${import.meta.dirname}/../..`
async function bundle(entry: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    tsconfig: `${root}/tsconfig.json`,
  })
  return outputFiles[0]?.text ?? ''
}

/** Tells every sample of both inputs, and at which frame a message came. */
const recorder = `registerProcessor('recorder', class extends AudioWorkletProcessor {
  constructor() {
    super()
    this.port.onmessage = () => this.port.postMessage({ mark: currentFrame })
  }
  process([own, replica]) {
    const copy = ([samples]) => samples ? samples.slice() : new Float32Array(128)
    this.port.postMessage({ frame: currentFrame, own: copy(own), replica: copy(replica) })
    return true
  }
})`

/** As the pages of the product have it. */
const policy = "default-src 'none'; script-src 'self' 'nonce-page' 'strict-dynamic'; media-src 'self' blob:"

let server: Server
let address = ''
let words: number[] = []

/** A server, as what runs on the audio thread is asked for past everything that a test could answer itself. */
async function serve(files: Record<string, string>): Promise<void> {
  const page =
    '<!doctype html><title>Meter</title><script type="module" nonce="page" src="/page.js"></script>'
  server = createServer((request, answer) => {
    const script = files[request.url ?? '']
    answer.setHeader('content-type', script === undefined ? 'text/html' : 'text/javascript')
    answer.setHeader('content-security-policy', policy)
    answer.end(script ?? page)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}

test.beforeAll(async () => {
  await serve({
    '/page.js': await bundle(`${import.meta.dirname}/meter-page.ts`),
    '/client/loudness.js': await bundle(`${root}/lib/client/room/meter/loudness.worklet.ts`),
    '/recorder.js': recorder,
  })
  const synthesizer = createEspeak({ log: createLog('silent') })
  const { samples } = await synthesizer.synthesize('When do you open?', {
    language: 'english',
    voice: { variant: 'm3', pitch: 40, rate: 170, gender: 'male' },
  })
  synthesizer.close()
  words = [...samples]
})
test.afterAll(() => void server.close())

/** Turns of every kind, the same each time. */
function turns(lanes: number, each: number): Asked[][] {
  let state = 7
  const between = (least: number, most: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return least + (state / 2_147_483_648) * (most - least)
  }
  return Array.from({ length: lanes }, () =>
    Array.from({ length: each }, (_, n) => ({
      from: n % 3 === 2 ? 'text' : 'speech',
      speaks: n % 3 === 1 ? 'words' : 'tone',
      wait: between(0.12, 0.9),
      long: between(0.2, 0.4),
      hz: between(200, 1500),
    })),
  )
}

const off = (metered: number | null, truth: number | null) =>
  metered === null || truth === null ? Number.POSITIVE_INFINITY : Math.abs(metered - truth)

/** In how many of a hundred the meter is right, and how far off it is in the middle and at worst. */
function judge(measured: Measured[], truth: 'recorded' | 'scheduled') {
  const errors = measured.map((one) => off(one.metered, one[truth])).sort((a, b) => a - b)
  // What was off, to be looked at.
  for (const one of measured) if (off(one.metered, one[truth]) > tolerance) console.log(JSON.stringify(one))
  return {
    turns: errors.length,
    within: (errors.filter((error) => error <= tolerance).length / errors.length) * 100,
    median: errors[Math.floor(errors.length / 2)] ?? 0,
    worst: errors.at(-1) ?? 0,
  }
}

for (const network of [false, true]) {
  test(`the meter has what the waveform has, ${network ? 'over a connection' : 'with nothing in between'}`, async ({
    page,
  }) => {
    test.setTimeout(180_000)
    await page.goto(address)
    await page.waitForFunction(() => window.meter !== undefined)
    await page.evaluate((samples) => window.meter.words(samples), words)
    const measured = await page.evaluate(([all, network]) => window.meter.run(all, network), [
      turns(4, each),
      network,
    ] as const)
    const byWaveform = judge(measured, 'recorded')
    console.log('by the waveform', byWaveform)
    expect(byWaveform.turns).toBeGreaterThanOrEqual(each * 3.3)
    expect(byWaveform.within).toBeGreaterThanOrEqual(exact)
    if (network) return
    // On a busy machine sound stumbles, and then is not where it was meant to be: the ear is right, and the plan is not.
    const planned = measured.filter(({ scheduled }) => scheduled !== null)
    const asPlanned = planned.filter(({ recorded, scheduled }) => off(recorded, scheduled) <= tolerance / 2)
    expect(asPlanned.length).toBeGreaterThanOrEqual(planned.length * 0.8)
    const bySchedule = judge(asPlanned, 'scheduled')
    console.log('by the schedule', bySchedule)
    expect(bySchedule.within).toBeGreaterThanOrEqual(exact)
  })
}
