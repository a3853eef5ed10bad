import { afterAll, beforeAll, expect, it } from 'vitest'
import type { HandClock } from '@/e2e/support/hand-clock'
import { type TestRegistry, testRegistry } from '@/e2e/support/registry'
import { speakSample } from './service'

let test: TestRegistry<HandClock>
beforeAll(async () => {
  test = await testRegistry()
})
afterAll(() => test.close())

const voice = { variant: 'f2', pitch: 50, rate: 160, gender: 'female' as const }
const request = { text: ' Hello ', language: 'Spanish', voice }

it('asks the provider for the words as they are understood', async () => {
  const asked: unknown[] = []
  test.provider.preview = async (sample) => {
    asked.push(sample)
    return { wav: Buffer.from([1, 2]), mouth: { visemes: [{ at: 0, viseme: 'aa' }], energy: [0.5] } }
  }
  const answer = await speakSample(await test.member({}, 'viewer'), test.system, request)
  expect(asked).toEqual([{ text: 'Hello', language: 'spanish', voice }])
  expect(answer).toEqual({
    wav: new Uint8Array([1, 2]),
    mouth: { visemes: [{ at: 0, viseme: 'aa' }], energy: [0.5] },
  })
})

it.each([
  [{ text: ' ' }, 'text'],
  [{ text: 'x'.repeat(201) }, 'text'],
  [{ language: 'klingon' }, 'language'],
])('refuses %j', async (change, field) => {
  await expect(
    speakSample(await test.member(), test.system, { ...request, ...change }),
  ).rejects.toMatchObject({
    code: 'invalid',
    field,
  })
})

it('is not for making a radio of: forty a minute for one person', async () => {
  const [me, other] = [await test.member(), await test.member()]
  for (let n = 0; n < 40; n += 1) await speakSample(me, test.system, request)
  await expect(speakSample(me, test.system, request)).rejects.toMatchObject({ code: 'throttled' })
  await speakSample(other, test.system, request)
  test.clock.advance(60_000)
  await speakSample(me, test.system, request)
})

it('says in words that the voice does not answer', async () => {
  test.provider.preview = async () => {
    throw new Error('down')
  }
  await expect(speakSample(await test.member(), test.system, request)).rejects.toMatchObject({
    code: 'unavailable',
  })
})
