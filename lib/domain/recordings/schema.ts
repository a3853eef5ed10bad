import * as z from 'zod'

const text = (what: string, shape: RegExp, example: string) => {
  const error = `${what} must be like ${example}.`
  return z
    .string({ error })
    .trim()
    .regex(shape, error)
    .meta({ examples: [example.slice(1, -1)] })
}

/** The parts of an S3 destination, under the names of the wire; `where` is put before them in what is said of faults. */
const bucketFields = (where: string) => ({
  bucket_name: text(`${where}bucket_name`, /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, '"my-recordings"'),
  bucket_region: text(`${where}bucket_region`, /^[a-z]{2}(-[a-z]+)+-\d{1,2}$/, '"eu-central-1"'),
  assume_role_arn: text(
    where === flat ? 'aws_assume_role_arn' : `${where}assume_role_arn`,
    /^arn:[a-z-]+:iam::(\d{12})?:role\/[\w+=,.@/-]{1,512}$/,
    '"arn:aws:iam::123456789012:role/recorder"',
  ),
})

const flat = 'recording_s3_'
/** The fields of S3 as they were given before `recording_storage`. */
export const flatBucketFields = bucketFields(flat)

const elsewhere = (given: unknown) =>
  `recording_storage.provider must be "s3"${typeof given === 'string' ? `, not "${given.slice(0, 40)}"` : ''}: ` +
  'recordings are kept by this server, or stored in S3.'

/** Where recordings are to be stored, instead of on this server. */
export const recordingStorage = z.object({
  provider: z.literal('s3', { error: ({ input }) => elsewhere(input) }),
  ...bucketFields('recording_storage.'),
  external_id: z
    .preprocess(
      (value) => (value === '' || value === null ? undefined : value),
      text('recording_storage.external_id', /^[\w+=,.@:/-]{2,1224}$/, '"agreed-upon"').optional(),
    )
    .optional(),
})
export type RecordingStorage = z.output<typeof recordingStorage>

/** A recording of a conversation. */
export const recording = z.object({
  recording_id: z.string(),
  status: z
    .enum(['recording', 'processing', 'ready', 'failed'])
    .describe('processing: it has ended, and its file is being made'),
  started_at: z.string(),
  stopped_at: z.string().nullable(),
  recorded_by: z.string().describe('Name of the participant whose browser recorded'),
  mime_type: z.string(),
  duration: z.number().nullable().describe('Seconds; known when it is ready'),
  bytes: z.number().nullable(),
  storage_provider: z.enum(['local', 's3']),
  storage_uri: z.string().nullable().describe('s3://bucket/key, or where this server answers with the file'),
  url: z
    .string()
    .nullable()
    .describe('Path on this server that answers with the file; null while there is none'),
  problem: z.string().nullable().describe('Why there is no file, or why it is not where it should be'),
})
export type Recording = z.infer<typeof recording>

/** What a browser records. Parameters of the type do not count: the file says them itself. */
export const recordingStart = z.object({
  mime_type: z
    .string({ error: 'mime_type must be text.' })
    .transform((type) => type.split(';', 1)[0]?.trim().toLowerCase())
    .pipe(z.enum(['video/webm', 'video/mp4'], { error: 'mime_type must be "video/webm" or "video/mp4".' })),
})

/** Answer to the start of a recording or of another take: where its parts go. */
export const recordingTake = z.object({ recording_id: z.string(), take: z.int() })
