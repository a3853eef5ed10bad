import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { handClock } from '@/e2e/support/hand-clock'
import { createSoundEchoes } from './sound-echo'
import type { Speech } from './tts/port'

const rate = 16_000
const tone = Int16Array.from({ length: rate / 2 }, (_, i) => 9000 * Math.sin((i / rate) * 2 * Math.PI * 300))
const bytes = Buffer.from(tone.buffer)
const part = (audio: Buffer, more: object = {}) => ({
  modality: 'audio' as const,
  audio: audio.toString('base64'),
  inference_id: 'mine',
  ...more,
})

async function echoOf(cuts: number[]): Promise<Speech> {
  const echoes = createSoundEchoes(handClock())
  const begun: Speech[] = []
  const parts = [0, ...cuts].map((from, i) => bytes.subarray(from, cuts[i] ?? bytes.length))
  for (const [i, audio] of parts.entries())
    expect(
      echoes.take(part(audio, { done: i === parts.length - 1 }), (_id, sound) => begun.push(sound)),
    ).toBeNull()
  await vi.waitFor(() => expect(begun[0]?.ended).toBe(true))
  expect(begun).toHaveLength(1)
  return begun[0] as Speech
}

describe('an echo of sound', () => {
  it('is the same sound wherever its bytes are parted, at the rate of the room', async () => {
    const whole = await echoOf([])
    expect(Math.abs(whole.samples.length - 24_000)).toBeLessThan(1000)
    const loudness = Math.sqrt(whole.samples.reduce((sum, s) => sum + s * s, 0) / whole.samples.length)
    expect(loudness).toBeGreaterThan(5500)
    expect(loudness).toBeLessThan(7000)
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.integer({ min: 1, max: bytes.length - 1 }), { maxLength: 8 }),
        async (cuts) => {
          const { samples } = await echoOf(cuts.sort((a, b) => a - b))
          expect(samples).toEqual(whole.samples)
        },
      ),
      { numRuns: 20 },
    )
  })

  it('begins with its first part, and grows', async () => {
    const echoes = createSoundEchoes(handClock())
    const begun: [string, Speech][] = []
    echoes.take(part(bytes.subarray(0, 8000)), (...one) => begun.push(one))
    await vi.waitFor(() => expect(begun).toHaveLength(1))
    const [id, sound] = begun[0] ?? []
    expect(id).toMatch(/^[0-9a-f-]{36}$/)
    const before = sound?.samples.length ?? 0
    expect(sound?.ended).toBe(false)
    echoes.take(part(bytes.subarray(8000)), () => expect.unreachable())
    await vi.waitFor(() => expect(sound?.samples.length).toBeGreaterThan(before))
    echoes.close()
    await vi.waitFor(() => expect(sound?.ended).toBe(true))
  })

  it('has ended when no part has come for 5 s, and makes room for others', async () => {
    const clock = handClock()
    const echoes = createSoundEchoes(clock)
    const begun: Speech[] = []
    const take = (name: string, more: object = {}, audio = bytes.subarray(0, 8000)) =>
      echoes.take(part(audio, { inference_id: name, ...more }), (_id, sound) => begun.push(sound))
    for (const name of ['a', 'b', 'c', 'd']) expect(take(name)).toBeNull()
    clock.advance(4000)
    expect(take('a')).toBeNull()
    expect(take('e')).toContain('have not ended')
    clock.advance(1000)
    await vi.waitFor(() => expect(begun.map(({ ended }) => ended)).toEqual([false, true, true, true]))
    expect(take('e')).toBeNull()
    clock.advance(4000)
    await vi.waitFor(() => expect(begun.map(({ ended }) => ended)).toEqual([true, true, true, true, false]))
    // An end that comes too late is no sound of its own.
    expect(take('a', { done: true }, Buffer.alloc(0))).toBeNull()
    await new Promise(setImmediate)
    expect(begun).toHaveLength(5)
    echoes.close()
  })

  it('is whole in one part where it has no inference id, however many come, in their order', async () => {
    const echoes = createSoundEchoes(handClock())
    const begun: [string, Speech][] = []
    const nameless = { inference_id: undefined, done: false }
    for (let i = 0; i < 6; i++)
      expect(
        echoes.take(part(bytes.subarray(0, 1600 * (i + 1)), nameless), (...one) => begun.push(one)),
      ).toBeNull()
    await vi.waitFor(() => expect(begun.map(([, { ended }]) => ended)).toEqual(Array(6).fill(true)))
    expect(new Set(begun.map(([id]) => id)).size).toBe(6)
    const lengths = begun.map(([, { samples }]) => samples.length)
    expect(lengths).toEqual([...lengths].sort((a, b) => a - b))
  })

  it('is refused in words where it is none', () => {
    const echoes = createSoundEchoes(handClock())
    const take = (more: object, audio = bytes) => echoes.take(part(audio, more), () => {})
    expect(take({ sample_rate: 1 })).toContain('sample_rate must be one of 8000')
    expect(take({}, Buffer.alloc(0))).toContain('no sound')
    for (const name of ['a', 'b', 'c', 'd']) expect(take({ inference_id: name })).toBeNull()
    expect(take({ inference_id: 'e' })).toContain('have not ended')
    expect(take({ inference_id: 'a', done: true })).toBeNull()
    expect(take({ inference_id: 'e' })).toBeNull()
    echoes.close()
  })
})
