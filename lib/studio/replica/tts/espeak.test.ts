import { spawn } from 'node:child_process'
import { afterEach, describe, expect, it } from 'vitest'
import { movableClock } from '@/lib/platform/clock'
import { createLog } from '@/lib/platform/log'
import { createEspeak } from './espeak'
import type { Synthesizer, Voice } from './port'

const log = createLog('silent')
const voice: Voice = { variant: 'f2', pitch: 56, rate: 160, gender: 'female' }
const how = { language: 'english', voice }

let open: Synthesizer[] = []
const opened = (synthesizer: Synthesizer) => {
  open.push(synthesizer)
  return synthesizer
}
afterEach(() => {
  for (const synthesizer of open) synthesizer.close()
  open = []
})

/** A thread that says of each text a sample per character, dies of "die", and never comes back from "hang". */
const frail = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort, threadId } from 'node:worker_threads'
    parentPort.on('message', ({ id, text }) => {
      if (text === 'die') process.exit(7)
      if (text === 'refuse') return parentPort.postMessage({ id, error: 'I will not.' })
      while (text === 'hang') {}
      const samples = new Int16Array(480).fill(threadId)
      parentPort.postMessage({ id, speech: { samples, words: [], mouth: { visemes: [], energy: new Float32Array(1) }, ended: true } })
    })
    parentPort.postMessage({ ready: true })
  `)}`,
)
const stillborn = new URL('data:text/javascript,throw new Error("no voice")')

describe('the built-in voice in its thread', () => {
  it('speaks, a long text beside a short one, and remembers', async () => {
    const espeak = opened(createEspeak({ log }))
    const greeting = "Hey there, how's it going? What can I do for you today?"
    const speech = await espeak.synthesize(greeting, how)
    expect(speech.samples.length / 48_000).toBeGreaterThan(2.5)
    expect(speech.mouth.energy).toHaveLength(Math.ceil(speech.samples.length / 480))
    expect(speech.words.map(({ end }) => greeting.slice(0, end)).slice(0, 3)).toEqual([
      'Hey',
      'Hey there,',
      "Hey there, how's",
    ])
    expect(speech.words.at(-1)?.end).toBe(greeting.length)
    expect(await espeak.synthesize(greeting, how)).toBe(speech)

    const order: string[] = []
    const long = espeak.synthesize('This is a long story about nothing at all. '.repeat(30), how)
    await Promise.all([
      long.then(() => order.push('long')),
      espeak.synthesize('A short one.', how).then(() => order.push('short')),
    ])
    expect(order).toEqual(['short', 'long'])
    const { words, mouth } = await long
    expect(
      words.every(
        ({ at, end }, i) => i === 0 || (at > (words[i - 1]?.at ?? 0) && end > (words[i - 1]?.end ?? 0)),
      ),
    ).toBe(true)
    expect(mouth.visemes.every(({ at }, i) => i === 0 || at > (mouth.visemes[i - 1]?.at ?? -1))).toBe(true)
  })

  it('loses only what it was saying when its thread dies, and goes on in another', async () => {
    const espeak = opened(createEspeak({ log, program: frail }))
    const before = await espeak.synthesize('before', how)
    const dying = espeak.synthesize('die', how)
    const after = espeak.synthesize('after', how)
    await expect(dying).rejects.toThrow('The voice broke off while it made this sentence. Try again.')
    expect((await after).samples[0]).toBeGreaterThan(before.samples[0] ?? 0)
    // What failed is tried anew.
    await expect(espeak.synthesize('die', how)).rejects.toThrow('broke off')
    await expect(espeak.synthesize('once more', how)).resolves.toBeDefined()
  })

  it('gives up a thread that does not come back', async () => {
    const clock = movableClock()
    const espeak = opened(createEspeak({ log, clock, program: frail }))
    await espeak.synthesize('before', how)
    const hanging = expect(espeak.synthesize('hang', how)).rejects.toThrow('broke off')
    clock.advance(10_000)
    await hanging
    await expect(espeak.synthesize('after', how)).resolves.toBeDefined()
  })

  it('says why it cannot say something', async () => {
    const espeak = opened(createEspeak({ log, program: frail }))
    await expect(espeak.synthesize('refuse', how)).rejects.toThrow('The voice cannot say this: I will not.')
  })

  it('rejects what waits when it cannot be started, and tries again with the next', async () => {
    const espeak = opened(createEspeak({ log, program: stillborn }))
    const two = [espeak.synthesize('one', how), espeak.synthesize('two', how)]
    const outcomes = await Promise.allSettled(two)
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    await expect(espeak.synthesize('three', how)).rejects.toThrow(/cannot be started|broke off/)
  })

  it('rejects what is under way when it is closed', async () => {
    const espeak = createEspeak({ log, program: frail })
    const rejected = Promise.all(
      ['hang', 'next'].map((text) =>
        expect(espeak.synthesize(text, how)).rejects.toThrow('The voice is closed.'),
      ),
    )
    espeak.close()
    await rejected
    await expect(espeak.synthesize('later', how)).rejects.toThrow('The voice is closed.')
  })

  it('is loaded as TypeScript in a process that is started as the studio is', async () => {
    const program = `
      const { createEspeak } = await import('@/lib/studio/replica/tts/espeak')
      const { createLog } = await import('@/lib/platform/log')
      const espeak = createEspeak({ log: createLog('silent') })
      const { samples } = await espeak.synthesize('Good morning.', { language: 'english', voice: ${JSON.stringify(voice)} })
      process.stdout.write(String(samples.length))
      espeak.close()
    `
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', program])
    let output = ''
    child.stdout.on('data', (data) => {
      output += data
    })
    const code = await new Promise((resolve) => child.on('exit', resolve))
    expect(code).toBe(0)
    expect(Number(output)).toBeGreaterThan(20_000)
  })
})
