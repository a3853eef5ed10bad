import { describe, expect, it } from 'vitest'
import { handClock } from '@/e2e/support/hand-clock'
import { createTurns, type Turn } from './turns'

function build() {
  const clock = handClock()
  const told: Turn[] = []
  return { clock, told, turns: createTurns({ clock, told: (turn) => told.push(turn) }) }
}
const measured = (inference_id: string, latency_ms: number, from: 'speech' | 'text' = 'speech') => ({
  ...{ inference_id, latency_ms, from },
})
const none = { endpoint: null, transcription: null, thinking: null, voice: null, sending: null }

describe('turns', () => {
  it('are told with the first words, with the first sound, and with what is known later', () => {
    const { clock, told, turns } = build()
    const at = clock.now()
    turns.begin({ turn: 1, inferenceId: 'i1', kind: 'text', sessionId: 's1', at })
    turns.saw('i1', 'stub', { messages: [], parts: [], budget: 10 })
    clock.advance(120)
    turns.reached('i1', 'thinking')
    clock.advance(80)
    turns.reached('i1', 'voice')
    turns.reached('i1', 'sending')
    turns.reached('i1', 'sending')
    turns.heard('s1', measured('i1', 231.5, 'text'))
    expect(told.map(({ revision, stages, heard }) => [revision, stages, heard])).toEqual([
      [1, { ...none, thinking: 120 }, null],
      [2, { ...none, thinking: 120, voice: 200, sending: 200 }, null],
      [3, { ...none, thinking: 120, voice: 200, sending: 200 }, 231.5],
    ])
    expect(told.every(({ model }) => model === 'stub')).toBe(true)
  })

  it('believe only whoever asked, once, and no nonsense', () => {
    const { clock, told, turns } = build()
    turns.begin({ turn: 1, inferenceId: 'i1', kind: 'speech', sessionId: 's1', at: clock.now() })
    turns.heard('s2', measured('i1', 100))
    turns.heard('s1', measured('i2', 100))
    turns.heard('s1', measured('i1', 100, 'text'))
    for (const latency of [-1, Number.NaN, Number.POSITIVE_INFINITY, 60_001])
      turns.heard('s1', measured('i1', latency))
    expect(told).toEqual([])
    turns.heard('s1', measured('i1', 0))
    turns.heard('s1', measured('i1', 5))
    expect(told.map(({ heard }) => heard)).toEqual([0])
  })

  it('say why there was no answer, and are forgotten after a while', () => {
    const { clock, told, turns } = build()
    for (let n = 0; n < 21; n += 1)
      turns.begin({ turn: n, inferenceId: `i${n}`, kind: 'text', sessionId: null, at: clock.now() })
    turns.failed('i0', 'gone')
    turns.failed('i1', 'It failed by itself (500).')
    expect(told.map(({ turn, problem }) => [turn, problem])).toEqual([[1, 'It failed by itself (500).']])
  })
})
