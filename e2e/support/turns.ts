import type { SpokenTurn } from '@/lib/providers/port'

/** For tests: a turn that was answered by a model and heard, with `changes`. */
export const answeredTurn = (turn: number, changes: Partial<SpokenTurn> = {}): SpokenTurn => ({
  turn,
  revision: 1,
  inferenceId: crypto.randomUUID(),
  kind: 'speech',
  sessionId: 'session',
  at: new Date('2026-01-20T12:00:04.400Z'),
  stages: { endpoint: 250, transcription: 410, thinking: 690, voice: 780, sending: 800 },
  heard: 884,
  model: 'a-model',
  problem: null,
  prompt: {
    messages: [
      { role: 'system', content: 'You are the receptionist of a small hotel.' },
      { role: 'user', content: 'When is breakfast?' },
    ],
    parts: [
      { kind: 'prompt', tokens: 10, dropped: 0 },
      { kind: 'passages', tokens: 0, dropped: 320 },
      { kind: 'message', tokens: 5, dropped: 0 },
    ],
    budget: 4000,
  },
  ...changes,
})
