import { openDatabase } from '@/lib/platform/database/client'
import { openEmbedded } from '@/lib/platform/database/embedded'
import type { Prisma } from '@/lib/platform/database/generated/client'
import { createLog } from '@/lib/platform/log'
import type { App } from './app'
import { answeredTurn } from './turns'

const knowledge = 'The front desk is open from seven in the morning. '

/**
 * Puts into a conversation of a running app what a call with a language model leaves behind, as the studio's reports would
 * store it: an answer that rests on documents, one that was cut off, and one that its model failed to give.
 */
export async function addModelCall(app: App, conversationId: string): Promise<void> {
  const log = createLog('silent')
  const embedded = await openEmbedded({ dataDir: app.dataDir, log, purpose: 'admin' })
  const { database, close } = openDatabase({ url: embedded.url, log, max: 1 })
  const { createdAt } = await database.conversation.findUniqueOrThrow({ where: { id: conversationId } })
  const at = (seconds: number) => new Date(createdAt.getTime() + seconds * 1000)
  const line = (seq: number, role: 'user' | 'replica', inferenceId: string, text: string) => ({
    ...{ conversationId, seq, revision: 3, role, text, inferenceId, turn: seq },
    ...{ speaker: role === 'user' ? 'Ana' : 'Nathan', at: at(seq / 1000), duration: 1840 },
  })
  await database.utterance.createMany({
    data: [
      line(100_000, 'user', 'i1', 'When is breakfast?'),
      {
        ...line(
          104_400,
          'replica',
          'i1',
          'Breakfast is from seven to ten, in the winter garden on the ground floor.',
        ),
        sources: [
          { documentId: 'd3f1b0c92a7e', documentName: 'House guide' },
          { documentId: 'd77a1c0e52bf', documentName: 'Opening hours, summer 2026.pdf' },
        ],
      },
      line(110_000, 'user', 'i2', 'And dinner?'),
      { ...line(112_000, 'replica', 'i2', 'Dinner is served from'), interrupted: true },
      line(120_000, 'user', 'i3', 'Is there a pool?'),
    ],
  })
  const messages = [
    { role: 'system', content: `You are the receptionist of a small hotel.\n\n${knowledge.repeat(30)}` },
    { role: 'assistant', content: 'Good morning, how can I help?' },
    { role: 'user', content: 'When is breakfast?' },
  ]
  const parts = [
    ...(['rules', 'prompt', 'knowledge'] as const).map((kind) => ({ kind, tokens: 120, dropped: 0 })),
    { kind: 'passages' as const, tokens: 1840, dropped: 1210 },
    { kind: 'message' as const, tokens: 6, dropped: 0 },
  ]
  const prompt = { messages, parts, budget: 3000 }
  const stages = { endpoint: 410, transcription: 690, thinking: 1480, voice: 1610, sending: 1625 }
  const silent = { ...stages, thinking: null, voice: null, sending: null }
  for (const { at: _at, ...turn } of [
    answeredTurn(1, { inferenceId: 'i1', prompt }),
    answeredTurn(2, { inferenceId: 'i2', prompt, stages, heard: null }),
    answeredTurn(3, {
      ...{ inferenceId: 'i3', prompt: null, stages: silent, heard: null },
      problem: 'It does not accept the API key (401).',
    }),
  ]) {
    const stored = { ...turn, prompt: turn.prompt as Prisma.InputJsonObject | null }
    const { prompt: seen, ...rest } = stored
    await database.turn.create({
      data: { ...rest, ...(seen && { prompt: seen }), conversationId, at: at(100 + turn.turn) },
    })
  }
  const properties = { part: 'llm', message: 'It does not accept the API key (401).' }
  await database.conversationEvent.create({
    data: {
      id: `${conversationId}-failed`,
      conversationId,
      type: 'system.model_failed',
      properties,
      at: at(121),
    },
  })
  await close()
  await embedded.stop()
}
