import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { blockLength, joined, loudness, noisy, silence, tone } from './fixture'
import { createReckoning, type Reckoning, type Wait } from './reckoning'

type Word = { at: number; tell(reckoning: Reckoning): void }
const wrote = (at: number, text: string): Word => ({ at, tell: (to) => to.wrote(text, at) })
const said = (at: number, text: string, id: string): Word => ({ at, tell: (to) => to.said(text, id) })
const began = (at: number, id: string): Word => ({ at, tell: (to) => to.began(id, at) })

/** A sound of tones: from when to when, in seconds. */
const sound = (seconds: number, ...parts: [from: number, to: number][]) => {
  const pieces: Float32Array[] = []
  let at = 0
  for (const [from, to] of parts) {
    pieces.push(silence(from - at), tone(to - from, 0.2))
    at = to
  }
  return joined(...pieces, silence(seconds - at))
}

/** What is reckoned of both sounds, with the room's words in between. */
function reckon(own: Float32Array, replica: Float32Array, words: Word[]): Wait[] {
  const reckoning = createReckoning()
  const [ours, theirs] = [loudness(noisy(own, 0.0005)), loudness(replica)]
  const waiting = [...words].sort((a, b) => a.at - b.at)
  const waits: Wait[] = []
  for (const [n, level] of ours.entries()) {
    const at = n * blockLength
    for (let word = waiting[0]; word && word.at <= at; word = waiting[0]) {
      word.tell(reckoning)
      waiting.shift()
    }
    const wait = reckoning.take(level, theirs[n] ?? 0, at, blockLength)
    if (wait) waits.push(wait)
  }
  return waits
}

const within = (ms: number, wait: Wait | undefined) =>
  expect(Math.abs((wait?.latencyMs ?? Number.NaN) - ms)).toBeLessThan(3 * blockLength * 1000)

describe('something said', () => {
  it('is answered when the replica is heard', () => {
    const waits = reckon(sound(6, [1, 2]), sound(6, [2.9, 4]), [began(2.8, 'a')])
    expect(waits).toMatchObject([{ inferenceId: 'a', from: 'speech' }])
    within(900, waits[0])
  })

  it('is counted from its last word, after pauses and in spite of a click', () => {
    const own = sound(8, [1, 2], [2.3, 3])
    own.set(new Float32Array(200).fill(0.8), 3.4 * 48_000)
    const waits = reckon(own, sound(8, [4, 5], [5.4, 6]), [began(3.95, 'a')])
    expect(waits).toHaveLength(1)
    within(1000, waits[0])
  })

  it('is answered once: what the replica says next of its own accord is no answer to it', () => {
    const words = [began(2.4, 'a'), began(4.4, 'b')]
    expect(reckon(sound(7, [1, 2]), sound(7, [2.5, 3.5], [4.5, 5]), words)).toMatchObject([
      { inferenceId: 'a' },
    ])
  })

  it('is answered in turn, each by its own end', () => {
    const waits = reckon(sound(9, [1, 2], [5, 6]), sound(9, [2.5, 3.5], [7, 8]), [
      began(2.4, 'a'),
      began(6.9, 'b'),
    ])
    expect(waits.map(({ inferenceId }) => inferenceId)).toEqual(['a', 'b'])
    within(500, waits[0])
    within(1000, waits[1])
  })

  it('that goes on over the answer is counted from the end that was answered', () => {
    const waits = reckon(sound(7, [1, 2], [2.6, 4]), sound(7, [2.7, 3.5]), [began(2.6, 'a')])
    within(700, waits[0])
  })

  it('over the replica cuts it off, and is answered', () => {
    const waits = reckon(sound(8, [2, 4]), sound(8, [1, 2.3], [4.8, 6]), [
      began(0.9, 'greeting'),
      began(4.75, 'a'),
    ])
    expect(waits).toMatchObject([{ inferenceId: 'a', from: 'speech' }])
    within(800, waits[0])
  })
})

describe('something written', () => {
  const ask = (at: number, id = 'a', text = 'When?') => [wrote(at, ` ${text}`), said(at + 0.05, text, id)]

  it('is answered when the replica is heard, whatever is said meanwhile', () => {
    const waits = reckon(sound(6, [2.2, 2.5]), sound(6, [2.9, 4]), [...ask(2), began(2.8, 'a')])
    expect(waits).toMatchObject([{ inferenceId: 'a', from: 'text' }])
    within(900, waits[0])
  })

  it('twice in the same words is answered twice', () => {
    const waits = reckon(sound(8), sound(8, [2, 3], [5, 6]), [
      ...[...ask(1, 'a'), said(1.2, 'When?', 'a'), began(1.9, 'a')],
      ...[...ask(4.5, 'b'), began(4.9, 'b')],
    ])
    expect(waits.map(({ inferenceId }) => inferenceId)).toEqual(['a', 'b'])
    within(1000, waits[0])
    within(500, waits[1])
  })

  it('into what the replica says is answered after it, once there is silence between', () => {
    const waits = reckon(sound(6), sound(6, [1, 2.2], [2.7, 4]), [...ask(2.1), began(2.6, 'a')])
    within(600, waits[0])
  })

  it('has no figure where what was said before runs into the answer', () => {
    expect(
      reckon(sound(6), sound(6, [1, 2.3], [2.36, 4], [4.4, 5]), [...ask(2.1), began(2.25, 'a')]),
    ).toEqual([])
  })

  it('by somebody else is not ours', () => {
    expect(reckon(sound(6), sound(6, [2.9, 4]), [said(2, 'When?', 'a'), began(2.8, 'a')])).toEqual([])
  })
})

describe('the word that an answer begins', () => {
  it.each([-0.5, -0.1, -0.02, 0, 0.05, 0.4, 1.2])('may come %f s after its sound', (delay) => {
    const waits = reckon(sound(8, [1, 2]), sound(8, [3, 4], [4.1, 6]), [began(3 + delay, 'a')])
    expect(waits).toHaveLength(1)
    within(1000, waits[0])
  })

  it.each([1.6, -5.5])('that comes %f s after the sound is none of it', (delay) => {
    expect(reckon(sound(16, [1, 2]), sound(16, [8, 11]), [began(8 + delay, 'a')])).toEqual([])
  })

  it('without a sound has no figure', () => {
    expect(reckon(sound(12, [1, 2]), sound(12), [began(2.5, 'a')])).toEqual([])
  })

  it('before anything was asked has no figure', () => {
    expect(reckon(sound(4), sound(4, [1, 2]), [began(0.9, 'greeting')])).toEqual([])
  })
})

it('whatever is said and heard, a wait is of an answer that was told, and neither negative nor beyond a minute', () => {
  const instant = fc.double({ min: 0, max: 9.9, noNaN: true })
  const words = fc.array(
    fc.record({
      at: instant,
      what: fc.constantFrom('wrote', 'said', 'began'),
      id: fc.constantFrom('a', 'b', 'c'),
    }),
    { maxLength: 12 },
  )
  const stretches = fc
    .array(instant, { maxLength: 8 })
    .map((ends) => [...ends].sort((a, b) => a - b))
    .map((ends) => ends.flatMap((end, n): [number, number][] => (n % 2 ? [[ends[n - 1] ?? 0, end]] : [])))
  fc.assert(
    fc.property(stretches, stretches, words, (own, replica, told) => {
      const waits = reckon(
        sound(10, ...own),
        sound(10, ...replica),
        told.map(({ at, what, id }) =>
          what === 'wrote' ? wrote(at, id) : what === 'said' ? said(at, id, id) : began(at, id),
        ),
      )
      const begun = told.filter(({ what }) => what === 'began')
      expect(waits.length).toBeLessThanOrEqual(begun.length)
      for (const { inferenceId, latencyMs } of waits) {
        expect(begun.map(({ id }) => id)).toContain(inferenceId)
        expect(latencyMs).toBeGreaterThanOrEqual(0)
        expect(latencyMs).toBeLessThanOrEqual(60_000)
      }
    }),
    { numRuns: 30 },
  )
})
