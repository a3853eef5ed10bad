import * as z from 'zod'

/** Tavus's wire, from its contract alone: what a create request may say, and how things are told under the names of either era. */

const seconds = z.int().nonnegative()
const properties = z.strictObject({
  max_call_duration: seconds.optional(),
  participant_left_timeout: seconds.optional(),
  participant_absent_timeout: seconds.optional(),
  enable_recording: z.boolean().optional(),
  enable_closed_captions: z.boolean().optional(),
  apply_greenscreen: z.boolean().optional(),
  language: z
    .string()
    .regex(/^[a-z]+$/)
    .optional(),
  recording_storage: z.record(z.string(), z.unknown()).optional(),
})
/** The contract's body; what it does not have is a mistake of the client here, though Tavus may overlook it. */
export const createRequest = z.strictObject({
  replica_id: z.string().optional(),
  persona_id: z.string().optional(),
  conversation_name: z.string().optional(),
  conversational_context: z.string().min(1).optional(),
  custom_greeting: z.string().optional(),
  callback_url: z.url(),
  audio_only: z.boolean().optional(),
  memory_stores: z.array(z.string()).optional(),
  document_ids: z.array(z.string()).optional(),
  document_tags: z.array(z.string()).optional(),
  document_retrieval_strategy: z.enum(['speed', 'balanced', 'quality']).optional(),
  require_auth: z.boolean().optional(),
  max_participants: z.int().min(2).optional(),
  properties: properties.optional(),
})

/** A conversation as the server keeps it. */
export type TavusConversation = {
  id: string
  name: string
  status: 'active' | 'ended'
  replicaId: string
  personaId: string
  callbackUrl: string
  meetingToken: string | null
  createdAt: Date
  updatedAt: Date
  /** What the request said. */
  request: z.output<typeof createRequest>
  events: { event_type: string; timestamp: string; properties: Record<string, unknown> }[]
  deleted: false | 'soft' | 'hard'
}

/** Whose names are told: those of before 2026 (replica, persona), or those since (face, PAL). */
export type Era = 'replica' | 'face'

/** UTC with microseconds, as Tavus writes instants. */
export const stamp = (date: Date) => date.toISOString().replace('Z', '000Z')

/** The replica of a conversation. */
export const replicaOf = (era: Era, { replicaId }: TavusConversation) =>
  era === 'face' ? { face_id: replicaId } : { replica_id: replicaId }

/** A conversation, without its events. */
export const conversationRow = (era: Era, made: TavusConversation) => ({
  conversation_id: made.id,
  conversation_name: made.name,
  conversation_url: `https://tavus.daily.co/${made.id}`,
  status: made.status,
  callback_url: made.callbackUrl,
  created_at: stamp(made.createdAt),
  updated_at: stamp(made.updatedAt),
  ...replicaOf(era, made),
  ...(era === 'face' ? { pal_id: made.personaId } : { persona_id: made.personaId }),
})

export type TavusPersona = { id: string; name: string; kind: 'user' | 'system'; replicaId: string }

export const personaRow = (era: Era, { id, name, replicaId }: TavusPersona) =>
  era === 'face'
    ? { pal_id: id, pal_name: name, default_face_id: replicaId }
    : { persona_id: id, persona_name: name, default_replica_id: replicaId }

export type TavusReplica = { id: string; name: string; kind: 'user' | 'system'; status: string }

export const replicaRow = (era: Era, { id, name, kind, status }: TavusReplica, createdAt: Date) => ({
  ...(era === 'face'
    ? { face_id: id, face_name: name, face_type: kind }
    : { replica_id: id, replica_name: name, replica_type: kind }),
  status,
  training_progress: status === 'completed' ? '100/100' : '40/100',
  thumbnail_video_url: `https://cdn.example/${id}.mp4`,
  created_at: stamp(createdAt),
})

/** The page of a list that an address asks for, of no more than `mostRows`. */
export function pageOf(url: URL, rows: Record<string, unknown>[], mostRows: number) {
  const limit = Math.min(Number(url.searchParams.get('limit') ?? 10), mostRows)
  const page = Number(url.searchParams.get('page') ?? 1)
  return { data: rows.slice((page - 1) * limit, page * limit), total_count: rows.length }
}
