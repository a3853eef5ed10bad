import { expect, it } from 'vitest'
import { movableClock } from '@/lib/platform/clock'
import { createStrangers } from '@/lib/studio/rooms/strangers'

it('remembers 10,000 addresses and forgets the oldest first', () => {
  const mayAsk = createStrangers(movableClock())
  for (let i = 0; i < 20; i += 1) expect(mayAsk('first')).toBe(true)
  expect(mayAsk('first')).toBe(false)
  for (let i = 0; i < 9999; i += 1) mayAsk(`other ${i}`)
  expect(mayAsk('first')).toBe(false)
  mayAsk('one more')
  expect(mayAsk('first')).toBe(true)
})
