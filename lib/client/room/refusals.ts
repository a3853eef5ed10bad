import type { FatalErrorType } from '@/lib/protocol/daily-iframe'
import type { RoomStatus } from './room-state'

/** Why the room is over for somebody, as a host of daily-js is told it. `reason` is ours and finer than `type`. */
export type FatalError = { type: FatalErrorType; msg: string; reason: string }

const refused: Record<
  Extract<RoomStatus, { phase: 'refused' }>['reason'],
  { type: FatalErrorType; msg: string }
> = {
  // `no-room` would be the right word, but the host's library reports it to a third party.
  unknown: { type: 'not-allowed', msg: 'There is no room at this link.' },
  ended: { type: 'exp-room', msg: 'This conversation has ended.' },
  full: { type: 'meeting-full', msg: 'This conversation has no place left.' },
  'not-allowed': { type: 'not-allowed', msg: 'This conversation is private and needs a meeting token.' },
  'token-expired': { type: 'exp-token', msg: 'The meeting token has expired.' },
  'token-used': { type: 'exp-token', msg: 'The meeting token has been used already.' },
  busy: { type: 'not-allowed', msg: 'The studio takes nobody in at the moment.' },
  protocol: { type: 'not-allowed', msg: 'The room did not understand this page.' },
}

/** Reasons of an end that came with time; every other was somebody's act. */
const timedOut = /duration|timeout|minutes/

/** The error that a status means to a host; null when it is none. */
export function fatalErrorOf(status: RoomStatus): FatalError | null {
  switch (status.phase) {
    case 'refused':
      return { ...refused[status.reason], reason: status.reason }
    case 'ended':
      return {
        type: timedOut.test(status.reason) ? 'exp-room' : 'ejected',
        msg: 'This conversation has ended.',
        reason: status.reason,
      }
    case 'replaced':
      return { type: 'ejected', msg: 'The call was joined again in another tab.', reason: 'replaced' }
    default:
      return null
  }
}
