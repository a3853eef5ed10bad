import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { ConversationTurn } from '@/lib/domain/conversations/schema/turns'
import { lengthOf, partsOf, turnsByLine } from './turns'

const none = { endpoint: null, transcription: null, thinking: null, voice: null, sending: null }

it('parts a wait where each stage was done, and the way to the ear after them', () => {
  const stages = { endpoint: 250, transcription: null, thinking: 690, voice: 780, sending: 800 }
  expect(partsOf({ stages, heard: 884 })).toEqual([
    { name: 'endpoint', took: 250, until: 250 },
    { name: 'thinking', took: 440, until: 690 },
    { name: 'voice', took: 90, until: 780 },
    { name: 'sending', took: 20, until: 800 },
    { name: 'way', took: 84, until: 884 },
  ])
  expect(lengthOf({ stages, heard: null })).toBe(800)
  expect(lengthOf({ stages: none, heard: null })).toBe(0)
})

it('has parts that are never negative and sum to the whole, whatever was told', () => {
  const instant = fc.option(fc.integer({ min: 0, max: 60_000 }))
  const stages = fc.record({
    ...{ endpoint: instant, transcription: instant, thinking: instant, voice: instant, sending: instant },
  })
  fc.assert(
    fc.property(stages, instant, (stages, heard) => {
      const parts = partsOf({ stages, heard })
      for (const { took } of parts) expect(took).toBeGreaterThanOrEqual(0)
      expect(parts.reduce((sum, { took }) => sum + took, 0)).toBe(lengthOf({ stages, heard }))
    }),
  )
})

it('shows a turn with its answer, and without one with what was asked', () => {
  const turn = (inference_id: string) => ({ inference_id }) as ConversationTurn
  const line = (role: 'user' | 'assistant', inference_id?: string) => ({ role, inference_id })
  const lines = [line('assistant'), line('user', 'a'), line('assistant', 'a'), line('user', 'b')]
  const found = turnsByLine(lines, [turn('a'), turn('b'), turn('c')])
  expect([...found].map(([place, { inference_id }]) => [place, inference_id])).toEqual([
    [2, 'a'],
    [3, 'b'],
  ])
})
