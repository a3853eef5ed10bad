import { describe, expect, it } from 'vitest'
import { movableClock } from '@/lib/platform/clock'
import { createTranscript, type Line } from './transcript'

function build(lines: Line[] = [], age = 0) {
  const told: Line[] = []
  const transcript = createTranscript(
    { lines, age },
    { clock: movableClock(), changed: (line) => told.push(line) },
  )
  return { transcript, told }
}
const said = (text: string) => ({
  role: 'replica' as const,
  speaker: 'Anna',
  text,
  turn: 1,
  inferenceId: 'i',
})

describe('a transcript', () => {
  it('tells a line when it begins, and again as it goes on, each time newer', () => {
    const { transcript, told } = build()
    const { seq } = transcript.add(said('One.'))
    transcript.change(seq, { text: 'One. Two.' })
    transcript.change(seq, {
      duration: 900,
      interrupted: true,
      sources: [{ documentId: 'd', documentName: 'D' }],
    })
    expect(
      told.map(({ revision, text, duration, interrupted }) => [revision, text, duration, interrupted]),
    ).toEqual([
      [1, 'One.', null, false],
      [2, 'One. Two.', null, false],
      [3, 'One. Two.', 900, true],
    ])
    expect(transcript.lines()).toEqual([told[2]])
    expect(transcript.change(99, { text: 'x' })).toBeNull()
  })

  it('numbers on from the lines and from the time before', () => {
    const [line] = build().told
    expect(line).toBeUndefined()
    const before = build()
    before.transcript.add(said('Hi.'))
    const lines = before.told
    expect(build(lines, 4000.5).transcript.number()).toBe(4001)
    expect(build(lines, -5).transcript.number()).toBe((lines[0]?.seq ?? 0) + 1)
  })

  it('has lines in the order in which they began, whenever they are recorded', () => {
    const { transcript } = build()
    const seq = transcript.number()
    transcript.add(said('Meanwhile.'))
    transcript.add({ ...said('First.'), seq })
    expect(transcript.lines().map(({ text }) => text)).toEqual(['First.', 'Meanwhile.'])
  })

  it('keeps the last 200 lines, or 200,000 characters, and always the last line', () => {
    const { transcript } = build()
    for (let n = 0; n < 210; n += 1) transcript.add(said(`${n}`))
    expect(transcript.lines()).toHaveLength(200)
    expect(transcript.lines()[0]?.text).toBe('10')
    for (let n = 0; n < 6; n += 1) transcript.add(said('x'.repeat(40_000)))
    expect(transcript.lines()).toHaveLength(5)
    transcript.add(said('y'.repeat(300_000)))
    expect(transcript.lines()).toHaveLength(1)
  })
})
