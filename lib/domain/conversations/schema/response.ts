import * as z from 'zod'
import { providerName } from '@/lib/domain/connections/schema'
import { conversationModels } from '@/lib/domain/models/schema'
import { recording } from '@/lib/domain/recordings/schema'
import { paging, utcDate } from '@/lib/domain/requests/schema'

const timestamp = z.string().describe('UTC, ISO 8601 with microseconds and Z')
export const wireStatus = z.enum(['active', 'ended'])

/** One line of the transcript. */
export const transcriptLine = z.object({
  role: z.enum(['user', 'assistant']),
  content: z.string(),
  speaker: z.string().describe('Name shown in the room'),
  timestamp: z.number().describe('Unix seconds'),
  seconds_from_start: z.number(),
  duration: z.number().nullable().describe('Seconds; null while it is being said, and of what was typed'),
  interrupted: z.boolean().describe('It was cut off: `content` is what was said until then'),
  sources: z
    .array(z.object({ document_id: z.string(), document_name: z.string() }))
    .describe('Documents that the words of the replica rest on'),
  inference_id: z.string().optional(),
})

/** A conversation in a list; what follows `updated_at` extends the compatible contract. */
export const conversation = z.object({
  conversation_id: z.string(),
  conversation_name: z.string(),
  status: wireStatus,
  conversation_url: z.string(),
  callback_url: z.string(),
  replica_id: z.string(),
  persona_id: z.string(),
  created_at: timestamp,
  updated_at: timestamp,
  replica_name: z.string(),
  persona_name: z.string(),
  ended_at: timestamp.nullable(),
  duration: z.int().nullable().describe('Whole seconds used; null while it runs'),
  cost: z
    .object({ amount: z.number(), currency: z.string().describe('ISO 4217') })
    .nullable()
    .describe("At the workspace's price of a minute; null while it runs, and where no price is set"),
  shutdown_reason: z.string().nullable(),
  end_cause: z.string().nullable().describe('Our finer word for shutdown_reason'),
  test_mode: z.boolean(),
  provider: providerName.describe('Who runs it'),
  provider_conversation_id: z
    .string()
    .nullable()
    .describe('Its id where it runs outside this server; null while that is not known'),
})

/** The answer to a create request. The token is there for private rooms only. */
export const conversationCreated = conversation.extend({ meeting_token: z.string().optional() })

export const conversationEvent = z.object({
  event_type: z.string(),
  timestamp: timestamp,
  properties: z.record(z.string(), z.unknown()),
})

export const conversationParticipant = z.object({
  session_id: z.string(),
  name: z.string(),
  joined_at: timestamp,
  left_at: timestamp.nullable(),
  reconnecting: z.boolean().describe('The connection is lost; a return is waited for'),
})

/** `GET /v2/conversations/{id}?verbose=true`. */
export const conversationVerbose = conversation.extend({
  events: z.array(conversationEvent),
  transcript: z.array(transcriptLine),
  participants: z.array(conversationParticipant),
  recordings: z.array(recording).describe('Oldest first'),
  settings: z.record(z.string(), z.unknown()).describe('What it ran with, defaults filled in'),
  models: conversationModels.describe('With what it thinks, speaks and hears'),
  deadline: z
    .object({
      at: timestamp,
      reason: z.enum(['max_duration', 'minutes', 'absent', 'left', 'starting', 'reconnecting']),
    })
    .nullable()
    .describe('When the conversation ends by itself if nothing changes, and which timer that is'),
})

/** `GET /v2/conversations/{id}/transcript`. */
export const transcriptQuery = z.object({
  format: z
    .enum(['json', 'txt', 'vtt'], { error: 'must be json, txt or vtt' })
    .default('json')
    .describe(
      'A list of lines, a line of text for each, or WebVTT timed from the creation of the conversation',
    ),
})

/** `POST /v2/conversations/{id}/meeting-token`. */
export const meetingTokenMade = z.object({
  meeting_token: z
    .string()
    .describe('Admits one participant once: `join({ url, token })`, or `?t=` in the URL'),
  conversation_url: z.string(),
  expires_at: timestamp.describe('As far from now as the conversation waits for its first participant'),
})

/** `POST /v2/conversations/end-all`. */
export const conversationsEnded = z.object({
  conversation_ids: z.array(z.string()).describe('Those that were live when it was asked'),
})

export const conversationList = z.object({
  data: z.array(conversation),
  total_count: z.int().describe('How many the filters match. With `text` at most 1,000 are counted'),
  next_cursor: z.string().nullable(),
})

/** The query of `GET /v2/conversations`: the compatible `limit`, `page`, `status`, and our filters and cursor. */
export const conversationListQuery = z.object({
  limit: paging.limit,
  page: paging.page.unwrap().optional(),
  cursor: z.string().max(200).optional(),
  status: wireStatus.optional(),
  persona_id: z.string().max(64).optional(),
  replica_id: z.string().max(64).optional(),
  provider: providerName.optional(),
  from: utcDate.optional().describe('Created on this UTC day or later'),
  to: utcDate.optional().describe('Created on this UTC day or earlier'),
  text: z.string().max(200).optional().describe('Part of the name or of what was said, or the id'),
})

export type Conversation = z.infer<typeof conversation>
export type ConversationVerbose = z.infer<typeof conversationVerbose>
export type ConversationList = z.infer<typeof conversationList>
export type ConversationListQuery = z.output<typeof conversationListQuery>
