import { plainMind } from '@/lib/protocol/mind'
import type { RoomRequest } from '@/lib/providers/port'

/** For tests: what a provider is asked for one conversation, with `changes`. */
export const roomRequest = (changes: Partial<RoomRequest> = {}): RoomRequest => ({
  conversationId: 'c000000000000000',
  createdAt: new Date(),
  name: 'Interview',
  cast: {
    persona: {
      id: 'p1',
      name: 'Advisor',
      systemPrompt: 'You advise.',
      context: 'The library opens at nine in the morning.',
    },
    replica: {
      id: 'r1',
      name: 'Anna',
      look: { style: 'notionists', options: {} },
      voice: { variant: 'f1', pitch: 50, rate: 170, gender: 'female' },
    },
  },
  conversationalContext: '',
  greeting: 'Hello there.',
  language: 'english',
  mind: plainMind,
  audioOnly: false,
  closedCaptions: true,
  requireAuth: false,
  maxParticipants: null,
  participantLeftTimeout: 0,
  whoRecords: 'nobody',
  background: null,
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
