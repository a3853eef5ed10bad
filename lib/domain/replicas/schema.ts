import * as z from 'zod'
import { filledText, paging } from '@/lib/domain/requests/schema'

/** How a replica is drawn: a vector set and the parts chosen from it. */
export const look = z.object({ style: z.string(), options: z.record(z.string(), z.unknown()) })

/** A look as it is drawn here; other replicas show more of them. */
export const exampleLook: z.infer<typeof look> = {
  style: 'notionists',
  options: {
    ...{ hair: 'variant23', body: 'variant21', brows: 'variant04', nose: 'variant10', mouth: 'smile' },
    ...{ skin: '#f2c6a7', hairColor: '#6b4329', hairShade: '#563521', browColor: '#563521' },
    ...{ cloth: '#3f6b57', trim: '#ffffff', ground: '#dde8da', line: '#2b211e' },
  },
}

/** How a replica sounds, in espeak-ng's terms: pitch 0 to 99, rate in words a minute. */
export const voice = z.object({
  variant: z.string(),
  pitch: z.number(),
  rate: z.number(),
  gender: z.enum(['female', 'male', 'neutral']),
})

/** A replica on the wire; `look` and `voice` extend the compatible contract. */
export const replica = z.object({
  replica_id: z.string(),
  replica_name: z.string(),
  replica_type: z.enum(['user', 'system']),
  thumbnail_video_url: z.string().nullable(),
  training_progress: z.string(),
  status: z.enum(['started', 'completed', 'error']),
  model_name: z.string(),
  error_message: z.string().nullable(),
  created_at: z.string(),
  updated_at: z.string(),
  look,
  voice,
})

/** `GET /v2/replicas`. */
export const replicaList = z.object({ data: z.array(replica), total_count: z.int() })

export const replicaListQuery = z.object({
  ...paging,
  replica_type: z.enum(['user', 'system']).optional(),
  replica_ids: z
    .string()
    .max(10_000)
    .transform((list) => list.split(',').map((id) => id.trim()))
    .optional()
    .describe('Only these, separated by commas'),
  model_name: z.string().max(100).optional().describe('Only those of this model'),
  verbose: z.string().max(10).optional().describe('Taken for compatibility: answers are always whole'),
})

/** The most characters of a replica's name. */
export const replicaNameLength = 100

const replicaName = filledText(replicaNameLength, 'The name', 'Enter a name.')

/** `PATCH /v2/replicas/{id}/name`. */
export const replicaRename = z.object({ replica_name: replicaName })

/** What a replica of one's own is made of, all of it at once; its look is checked by whoever draws it. */
export const replicaRequest = z.object({
  replica_name: replicaName,
  look: look.meta({
    examples: [exampleLook],
    description: 'A drawn face: take that of another replica and change its options',
  }),
  voice: voice.extend({
    variant: z.string().regex(/^(?:m[1-8]|f[1-5])$/, 'Choose one of the voices.'),
    pitch: z.int().min(0).max(99),
    rate: z.int().min(80).max(400),
  }),
})

const drawnHere = {
  error: ({ input }: { input?: unknown }) =>
    input === undefined
      ? 'Either train_video_url or train_image_url must be provided. This server draws its replicas instead of training ' +
        'them from recordings: send look and voice, for example those of another replica.'
      : undefined,
}

/** `POST /v2/replicas`: what the compatible API trains from recordings is described here by its look and voice. */
export const replicaCreate = replicaRequest.extend({
  look: z.object(look.shape, drawnHere).meta(replicaRequest.shape.look.meta() ?? {}),
  voice: z.object(replicaRequest.shape.voice.shape, drawnHere),
})

/** `PATCH /v2/replicas/{id}`: a JSON merge patch. */
export const replicaPatch = replicaRequest.partial()

export type ReplicaRequest = z.input<typeof replicaRequest>
export type ReplicaPatch = z.input<typeof replicaPatch>
export type Look = z.infer<typeof look>
export type Voice = z.infer<typeof voice>
export type Replica = z.infer<typeof replica>
export type ReplicaListQuery = z.output<typeof replicaListQuery>
