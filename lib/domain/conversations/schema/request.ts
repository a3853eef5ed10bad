import * as z from 'zod'
import { background } from '@/lib/domain/backgrounds/schema'
import { outsideProviders } from '@/lib/domain/connections/rules'
import { providerName } from '@/lib/domain/connections/schema'
import { retrievalStrategy } from '@/lib/domain/documents/schema'
import { storeNames } from '@/lib/domain/memories/schema'
import { flatBucketFields, type RecordingStorage, recordingStorage } from '@/lib/domain/recordings/schema'
import { text, textList, webAddress } from '@/lib/domain/requests/schema'
import { type Language, languages } from '@/lib/protocol/languages'
import { defaultGreeting, durations, limits } from '../rules'

const flag = (what: string) => z.boolean({ error: `${what} must be true or false.` })

const seconds = (name: keyof typeof durations) => {
  const { least, most } = durations[name]
  const error = `${name} must be a whole number of seconds from ${least} to ${most}.`
  return z.int({ error }).min(least, error).max(most, error)
}

const listOf = (what: string) => textList(what, { items: limits.listItems, length: limits.listText })

const id = (letter: 'p' | 'r', name: string) =>
  text(64, name).describe(`Id of a ${letter === 'p' ? 'persona' : 'replica'}`)

/** Full name in any case; Filipino is another name of Tagalog. */
export const language = z
  .string({ error: 'language must be text.' })
  .transform((value) => value.trim().toLowerCase())
  .transform((value) => (value === 'filipino' ? 'tagalog' : value))
  .pipe(
    z.enum(languages, {
      error: (issue) =>
        `"${String(issue.input).slice(0, 40)}" is not a language name. Write the full English name, for example "spanish", or "multilingual".`,
    }),
  )
  .meta({
    enum: [...languages],
    description: 'Full English name, in any case; multilingual follows whoever speaks',
  })

/** The older fields that name a bucket; they count together only. */
const flatNames = ['recording_s3_bucket_name', 'recording_s3_bucket_region', 'aws_assume_role_arn'] as const

export const conversationProperties = z
  .object({
    max_call_duration: seconds('max_call_duration').optional().describe('Longest call, in seconds (3600).'),
    participant_left_timeout: seconds('participant_left_timeout')
      .optional()
      .describe('Seconds from the last participant leaving to the end (0).'),
    participant_absent_timeout: seconds('participant_absent_timeout')
      .optional()
      .describe('Seconds from creation to the end while nobody has joined (300).'),
    enable_recording: flag('enable_recording')
      .optional()
      .describe('Participants may start a recording (false).'),
    enable_closed_captions: flag('enable_closed_captions')
      .optional()
      .describe('What is said is shown as text (false).'),
    apply_greenscreen: flag('apply_greenscreen')
      .optional()
      .describe('The replica is sent on flat green, RGB 0, 255, 155 (false).'),
    background: background
      .optional()
      .describe(
        'Turns apply_greenscreen on; the rooms of this server show this colour or image in place of the green; no provider outside takes it. An extension of the compatible contract: whoever takes the raw video gets the green.',
      ),
    language: language.optional(),
    guests_may_record: flag('guests_may_record')
      .optional()
      .describe('With enable_recording: those without an account may record too (false).'),
    recording_storage: recordingStorage.optional().describe('Where recordings go, instead of this server.'),
    recording_s3_bucket_name: flatBucketFields.bucket_name.optional(),
    recording_s3_bucket_region: flatBucketFields.bucket_region.optional(),
    aws_assume_role_arn: flatBucketFields.assume_role_arn.optional(),
    require_auth: flag('require_auth').optional().describe('The same as require_auth beside properties'),
  })
  .superRefine((properties, context) => {
    const given = flatNames.filter((name) => properties[name] !== undefined)
    const missing = flatNames.find((name) => properties[name] === undefined)
    if (properties.recording_storage || given.length === 0 || !missing) return
    context.addIssue({
      code: 'custom',
      path: [missing],
      message: `Recordings in S3 need ${flatNames.join(', ')}; ${missing} is missing.`,
    })
  })
  .meta({
    anyOf: [
      { required: ['recording_storage'] },
      { required: [...flatNames] },
      { not: { anyOf: flatNames.map((name) => ({ required: [name] })) } },
    ],
  })

/** The body of `POST /v2/conversations`, and the values of the create form. Unknown fields are dropped. */
export const conversationCreate = z
  .object({
    persona_id: id('p', 'persona_id').optional(),
    replica_id: id('r', 'replica_id').optional(),
    provider: providerName
      .optional()
      .describe(
        'Who runs it, an extension of the compatible contract: the built-in studio, or the account of yours at Tavus that the workspace has connected (the default of the workspace)',
      ),
    conversation_name: text(limits.name, 'The conversation name')
      .optional()
      .describe('What lists call it; the persona and the time where it is left out'),
    conversational_context: text(limits.context, 'The context')
      .optional()
      .describe('What the replica is to know in this conversation, after what its persona knows'),
    custom_greeting: text(limits.greeting, 'The greeting')
      .optional()
      .describe(`What it says first (${defaultGreeting})`),
    audio_only: flag('audio_only').optional().describe('A voice without a face (false)'),
    callback_url: webAddress(limits.url, 'callback_url')
      .optional()
      .describe('Where events of this conversation are sent'),
    memory_stores: storeNames(limits.listItems)
      .optional()
      .describe(
        'Names of stores: it knows their facts, and when it has ended those are added that it told of its participants',
      ),
    document_ids: listOf('document_ids')
      .optional()
      .describe('Documents it answers from, beside those of its persona; they have to be there'),
    document_tags: listOf('document_tags')
      .optional()
      .describe(
        'Every document that has one of these tags as well, as it is when the conversation is created',
      ),
    document_retrieval_strategy: retrievalStrategy.optional(),
    test_mode: flag('test_mode').optional().describe('Made as ended: no room, no usage, no slot (false)'),
    require_auth: flag('require_auth')
      .optional()
      .describe('A private room: the answer has a meeting_token that opens it (false)'),
    max_participants: z
      .int({ error: 'max_participants must be a whole number from 2 to 100; the replica counts as one.' })
      .min(2, 'max_participants must be at least 2: the replica counts as one.')
      .max(100, 'max_participants may be at most 100.')
      .optional()
      .describe('The replica counts as one'),
    properties: conversationProperties.optional(),
  })
  .meta({
    anyOf: [{ required: ['persona_id'] }, { required: ['replica_id'] }],
    // A background is shown by rooms of this server; `service/wish.ts` says so of a provider that is the default, too.
    not: {
      required: ['provider', 'properties'],
      properties: { provider: { enum: outsideProviders }, properties: { required: ['background'] } },
    },
  })

/** A create request as typed, before defaults. */
export type ConversationCreate = z.input<typeof conversationCreate>
/** A create request after parsing. */
export type ConversationRequest = z.output<typeof conversationCreate>

/** What a conversation runs with: the request with every default filled in. */
export type ConversationSettings = ReturnType<typeof settle>

/**
 * Fills in every default. `longest` is the workspace's limit in seconds; a longer call is shortened to it. `spoken` is
 * the persona's language.
 */
export function settle(request: ConversationRequest, longest: number, spoken: Language = 'english') {
  const properties = request.properties ?? {}
  return {
    conversational_context: request.conversational_context ?? '',
    custom_greeting: request.custom_greeting?.trim() || defaultGreeting,
    audio_only: request.audio_only ?? false,
    memory_stores: request.memory_stores ?? [],
    document_ids: request.document_ids ?? [],
    document_tags: request.document_tags ?? [],
    document_retrieval_strategy: request.document_retrieval_strategy ?? ('balanced' as const),
    test_mode: request.test_mode ?? false,
    require_auth: request.require_auth ?? properties.require_auth ?? false,
    max_participants: request.max_participants ?? null,
    properties: {
      max_call_duration: Math.min(
        properties.max_call_duration ?? durations.max_call_duration.assumed,
        longest,
      ),
      participant_left_timeout:
        properties.participant_left_timeout ?? durations.participant_left_timeout.assumed,
      participant_absent_timeout:
        properties.participant_absent_timeout ?? durations.participant_absent_timeout.assumed,
      enable_recording: properties.enable_recording ?? false,
      enable_closed_captions: properties.enable_closed_captions ?? false,
      apply_greenscreen: (properties.apply_greenscreen ?? false) || properties.background !== undefined,
      background: properties.background ?? null,
      language: properties.language ?? spoken,
      guests_may_record: properties.guests_may_record ?? false,
      recording_storage: properties.recording_storage ?? flatStorage(properties),
    },
  }
}

/** The storage that the older fields name; null when they name none. */
function flatStorage(properties: z.output<typeof conversationProperties>): RecordingStorage | null {
  const {
    recording_s3_bucket_name: bucket_name,
    recording_s3_bucket_region: bucket_region,
    aws_assume_role_arn: assume_role_arn,
  } = properties
  if (!bucket_name || !bucket_region || !assume_role_arn) return null
  return { provider: 's3', bucket_name, bucket_region, assume_role_arn }
}

/**
 * `null` and empty text mean "not given", as clients of the wire send them for fields left blank.
 * Returns a copy of `body` without them, one level of objects deep.
 */
export function withoutBlanks(body: unknown, levels = 1): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body) || levels < 0) return body
  const kept = Object.entries(body).filter(
    ([, value]) => value !== null && value !== '' && value !== undefined,
  )
  return Object.fromEntries(kept.map(([key, value]) => [key, withoutBlanks(value, levels - 1)]))
}
