import type { Refusal } from '@/lib/protocol/room'

/** Every refusal in words: what happened, and what to do next. */
export const refusalInWords: Record<Refusal, string> = {
  unknown: 'There is no conversation at this address. Check the link, or ask for it again.',
  ended: 'This conversation has ended.',
  full: 'This conversation is full. Try again when somebody has left.',
  'not-allowed': 'This conversation is private. Ask whoever invited you for a link that lets you in.',
  'token-expired': 'This link has expired. Ask whoever invited you for a new one.',
  'token-used': 'This link has been used already. Ask whoever invited you for a new one.',
  busy: 'The conversation cannot be joined at this moment. Try again in a minute.',
  protocol: 'The connection was closed because of a message that could not be understood. Reload the page.',
}
