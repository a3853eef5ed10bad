import { expect, it } from 'vitest'
import { endReasonFromWire, endReasonOnWire } from './end-reasons'

it('is read from strings with and without what follows the name', () => {
  expect(endReasonFromWire('participant_left_timeout reached')).toBe('left')
  expect(endReasonFromWire('participant_left_timeout')).toBe('left')
  expect(endReasonFromWire('bot_could_not_join_meeting_it_was_probably_ended')).toBe('provider_ended')
  expect(endReasonFromWire('internal error occurred at step 4')).toBe('provider_ended')
  expect(endReasonFromWire('')).toBe('provider_ended')
  for (const reason of ['requested', 'max_duration', 'absent', 'left', 'room_lost'] as const)
    expect(endReasonFromWire(endReasonOnWire[reason])).toBe(reason)
})
