import type { Cast } from './cast'
import { plainMind } from './mind'

const replica: Cast['replica'] = {
  id: 'r1',
  name: 'Anna',
  look: { style: 'notionists', options: {} },
  voice: { variant: 'f1', pitch: 50, rate: 170, gender: 'female' },
}

/** For tests: what is said of a room wherever it is described, with a persona of that prompt and context. */
export const plainRoom = (systemPrompt: string, context: string) => ({
  name: 'Interview',
  cast: { persona: { id: 'p1', name: 'Advisor', systemPrompt, context }, replica },
  conversationalContext: '',
  greeting: 'Hello there.',
  language: 'english',
  mind: plainMind,
  audioOnly: false,
  closedCaptions: true,
  requireAuth: false,
  maxParticipants: null,
  participantLeftTimeout: 0,
  whoRecords: 'nobody' as const,
  background: null,
})
