import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createGrowing } from './growing'
import { createFramer, createPcmJoiner, notPcm, pcmRate, withBeginning } from './pcm'
import { loadResampler, loadStreamResampler } from './resampler'
import { createSoundPath } from './sound-path'

const bytesOf = (samples: Int16Array) => Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength)
const tone = (ms: number, loud = 6000, hertz = 200) =>
  Int16Array.from({ length: ms * 24 }, (_, i) => loud * Math.sin((2 * Math.PI * hertz * i) / pcmRate))

/** The same bytes in pieces of the given lengths, over and over. */
function* inPieces(bytes: Buffer, lengths: number[]): Generator<Buffer> {
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const length = lengths[i % lengths.length] ?? 1
    yield bytes.subarray(at, at + length)
    at += length
  }
}
const lengths = fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 12 })

describe('the joiner of samples', () => {
  it('makes the same samples wherever the bytes are parted', () => {
    fc.assert(
      fc.property(
        fc.int16Array({ maxLength: 400 }),
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }),
        (samples, cuts) => {
          const join = createPcmJoiner()
          const joined = [...inPieces(bytesOf(samples), cuts)].flatMap((piece) => [...join(piece)])
          expect(joined).toEqual([...samples])
        },
      ),
    )
  })

  it('keeps half a sample for the next piece, at every border of one sound', () => {
    const bytes = bytesOf(Int16Array.of(1, -2, 300, -32_768, 32_767))
    for (let border = 0; border <= bytes.length; border++) {
      const join = createPcmJoiner()
      expect([...join(bytes.subarray(0, border)), ...join(bytes.subarray(border))]).toEqual([
        1, -2, 300, -32_768, 32_767,
      ])
    }
  })
})

describe('the framer', () => {
  it('hands on all samples in order, the last frame filled up', () => {
    fc.assert(
      fc.property(fc.int16Array({ maxLength: 100 }), fc.integer({ min: 1, max: 30 }), (samples, cut) => {
        const got: number[] = []
        const framer = createFramer(7, (frame) => got.push(...frame))
        for (let at = 0; at < samples.length; at += cut) framer.add(samples.subarray(at, at + cut))
        framer.flush()
        const filled = Math.ceil(samples.length / 7) * 7
        expect(got).toEqual([...samples, ...Array(filled - samples.length).fill(0)])
      }),
    )
  })
})

describe('the resampler of a stream', () => {
  it('makes of parts what it makes of the whole', async () => {
    const sound = tone(300)
    const whole = (await loadResampler(pcmRate, 48_000))(sound)
    const start = await loadStreamResampler(pcmRate, 48_000)
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2000 }), (cut) => {
        const stream = start()
        const got: number[] = []
        for (let at = 0; at < sound.length; at += cut) got.push(...stream.add(sound.subarray(at, at + cut)))
        got.push(...stream.end())
        stream.close()
        expect(Int16Array.from(got)).toEqual(whole)
      }),
      { numRuns: 20 },
    )
    expect(whole).toHaveLength(300 * 48)
  })
})

describe('the way of a sound into a speech', () => {
  const silence = (ms: number) => new Int16Array(ms * 24)
  const joined = (...parts: Int16Array[]) => Int16Array.from(parts.flatMap((part) => [...part]))
  async function made(samples: Int16Array, cuts: number[], loudness: number | null = null) {
    const resampling = (await loadStreamResampler(pcmRate, 48_000))()
    const growing = createGrowing(() => [])
    const path = createSoundPath({ growing, loudness, resampling })
    for (const piece of inPieces(bytesOf(samples), cuts)) path.hear(piece)
    path.finish()
    path.close()
    return { speech: growing.speech, path }
  }
  const rms = (samples: Int16Array) =>
    20 * Math.log10(Math.sqrt(samples.reduce((sum, each) => sum + each ** 2, 0) / samples.length) / 32_768)

  it('does not depend on where the bytes are parted', async () => {
    const sound = joined(silence(35), tone(180), silence(55), tone(101, 1500, 330))
    const reference = (await made(sound, [1 << 20])).speech
    await fc.assert(
      fc.asyncProperty(lengths, async (cuts) => {
        const { speech } = await made(sound, cuts)
        expect(Buffer.compare(bytesOf(speech.samples.slice()), bytesOf(reference.samples.slice()))).toBe(0)
        expect(speech.mouth).toEqual(reference.mouth)
      }),
      { numRuns: 30 },
    )
  })

  it('begins with the sound, and says where the last of it is', async () => {
    const { speech, path } = await made(joined(silence(400), tone(200), silence(300)), [777])
    expect(speech.samples.findIndex((sample) => Math.abs(sample) > 500)).toBeLessThan(48 * 25)
    expect(path.soundMs()).toBeGreaterThanOrEqual(200)
    expect(path.soundMs()).toBeLessThanOrEqual(230)
  })

  it('tells nothing of silence', async () => {
    const { speech, path } = await made(silence(500), [100])
    expect([speech.samples.length, path.soundMs(), path.loudness()]).toEqual([0, 0, null])
  })

  it('brings quiet and loud voices to one loudness, at once when it knows the voice', async () => {
    for (const loud of [400, 3000, 30_000]) {
      const { speech, path } = await made(tone(3000, loud), [4096])
      expect(Math.abs(rms(speech.samples.subarray(48_000)) + 20)).toBeLessThan(2)
      const again = (await made(tone(300, loud), [4096], path.loudness())).speech
      expect(Math.abs(rms(again.samples) + 20)).toBeLessThan(1.5)
    }
  })

  it('has no clicks: no step between two samples is greater than the tone’s own', async () => {
    const { speech } = await made(tone(1000, 2000), [333])
    const steps = speech.samples.subarray(1).map((sample, i) => Math.abs(sample - (speech.samples[i] ?? 0)))
    const loudest = Math.max(...speech.samples.map(Math.abs))
    expect(Math.max(...steps.subarray(960, -1920))).toBeLessThan(
      loudest * ((2 * Math.PI * 200) / 48_000) * 1.1,
    )
  })

  it('moves the mouth with the sound', async () => {
    const { speech } = await made(joined(tone(300), silence(200), tone(300)), [500])
    expect(speech.mouth.energy).toHaveLength(Math.ceil(speech.samples.length / 480))
    expect(new Set(speech.mouth.visemes.map(({ viseme }) => viseme))).toEqual(new Set(['aa', 'E', 'sil']))
    expect(speech.mouth.visemes.every(({ at }, i, all) => i === 0 || at > (all[i - 1]?.at ?? 0))).toBe(true)
  })
})

describe('what is no PCM', () => {
  const of = (hex: string) => Buffer.concat([Buffer.from(hex, 'hex'), Buffer.alloc(32)])
  it.each([
    ['MP3 sound', of('494433040000')],
    ['MP3 sound', of('fffb9064')],
    ['WAV sound', Buffer.from('RIFF\0\0\0\0WAVEfmt ')],
    ['Ogg sound', Buffer.from('OggS\0\x02\0\0\0\0\0\0\0\0\0\0')],
    ['FLAC sound', Buffer.from('fLaC\0\0\0\x22\0\0\0\0\0\0\0\0')],
    ['WebM sound', of('1a45dfa3')],
    ['MP4 sound', of('0000001c66747970')],
    ['AAC sound', of('fff15080')],
    ['text', Buffer.from('{"error":{"message":"no"}}')],
    ['text', Buffer.from('<html><body>Bad gateway</body></html>')],
  ])('is known to be %s', (kind, bytes) => {
    expect(notPcm(bytes, 'audio/pcm')).toBe(kind)
  })

  it('is known by its type', () => {
    for (const type of [
      'application/json',
      'application/problem+json; charset=utf-8',
      'text/html',
      'application/xml',
    ])
      expect(notPcm(Buffer.alloc(16), type)).toBe('text')
    for (const type of ['audio/pcm', 'application/octet-stream', '', 'audio/L16'])
      expect(notPcm(bytesOf(tone(100)), type)).toBeNull()
  })

  it('is looked for in the whole beginning, however it comes', async () => {
    const seen: number[] = []
    const body = async function* () {
      for (let i = 0; i < 40; i++) yield Uint8Array.of(i)
    }
    const pieces: number[] = []
    for await (const piece of withBeginning(body(), (beginning) => seen.push(beginning.length)))
      pieces.push(...piece)
    expect(seen).toEqual([16])
    expect(pieces).toEqual(Array.from({ length: 40 }, (_, i) => i))
    const short = async function* () {
      yield Uint8Array.of(1, 2)
    }
    for await (const piece of withBeginning(short(), (beginning) => seen.push(beginning.length)))
      expect(piece).toHaveLength(2)
    expect(seen).toEqual([16, 2])
  })
})
