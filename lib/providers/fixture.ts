import { plainRoom } from '@/lib/protocol/fixture'
import type { Held, RoomRequest } from '@/lib/providers/port'

/** For tests: what a provider is asked for one conversation, with `changes`. */
export const roomRequest = (changes: Partial<RoomRequest> = {}): RoomRequest => ({
  conversationId: 'c000000000000000',
  createdAt: new Date(),
  ...plainRoom('You advise.', 'The library opens at nine in the morning.'),
  terms: {
    callbackUrl: 'http://127.0.0.1:3000/callbacks/c000000000000000/secret',
    maxCallDuration: 3600,
    participantAbsentTimeout: 300,
    memoryStores: [],
    documents: { ids: [], tags: [], strategy: 'balanced' },
    recordingStorage: null,
  },
  resume: { presenceVersion: 0, presence: [], greeted: false, lines: [] },
  ...changes,
})

/** For tests: a conversation as its provider finds it, by its own id there. */
export const heldRoom = (conversationId = 'c000000000000000'): Held => ({
  conversationId,
  providerId: conversationId,
  callbackUrl: '',
})
