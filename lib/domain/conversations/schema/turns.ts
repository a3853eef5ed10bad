import * as z from 'zod'
import { promptPart, turnReport } from '@/lib/protocol/studio'

const { kind, heard, problem } = turnReport.shape

/** One turn: how long somebody waited for an answer, and why. */
export const conversationTurn = z.object({
  turn: z.int().describe('Rising within the conversation'),
  inference_id: z.string().describe('As the lines of the transcript have it'),
  kind: kind.describe('Whether something said or something written was answered'),
  session_id: z.string().nullable().describe('Who was answered; null when it came from outside of the room'),
  timestamp: z.number().describe('When what was asked had ended, in Unix seconds'),
  seconds_from_start: z.number(),
  stages: turnReport.shape.stages.describe(
    'Milliseconds since what was asked had ended, each until that stage was done; null where there was none',
  ),
  heard: heard.describe(
    'Milliseconds until whoever asked heard the answer, by the audio clock of their browser; null where it did not tell',
  ),
  model: z.string().nullable().describe('Null where no language model was asked'),
  problem,
})

/** The same with what its model saw. */
export const conversationTurnVerbose = conversationTurn.extend({
  prompt: z
    .object({
      messages: z.array(z.record(z.string(), z.unknown())).describe('As they were sent'),
      parts: z.array(promptPart).describe('What they are made of'),
      budget: z.int().describe('Tokens that there was room for'),
    })
    .nullable()
    .describe('What the model saw; null without a model'),
})

/** `GET /v2/conversations/{id}/turns`. */
export const conversationTurnList = z.object({ data: z.array(conversationTurn) })

export type ConversationTurn = z.infer<typeof conversationTurn>
export type ConversationTurnVerbose = z.infer<typeof conversationTurnVerbose>
