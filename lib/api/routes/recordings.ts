import * as z from 'zod'
import { DomainError } from '@/lib/domain/errors'
import { findRecordingFile, type RecordingFile } from '@/lib/domain/recordings/queries'
import { registry } from '@/lib/platform/registry'
import { type ByteRange, filePath, readFileRange } from '@/lib/platform/storage/folder'
import { getRange } from '@/lib/platform/storage/s3'
import { byteRange } from '../range'
import { type Route, route } from '../route'

const unknownId = 'Invalid recording_id'

/** The bytes, from where they lie. */
async function read(file: RecordingFile, range: ByteRange) {
  if (file.object) {
    const { key, ...bucket } = file.object
    return await getRange(bucket, key, range).catch((error) => {
      throw new DomainError(
        'unavailable',
        error instanceof Error ? error.message : 'The bucket does not answer.',
      )
    })
  }
  if (file.instanceId !== registry().instanceId) {
    throw new DomainError('unavailable', 'This recording lies on another server of this installation.')
  }
  return await readFileRange(filePath(file), range)
}

/** What a saved recording is called: by its conversation and its beginning, for example `c123-20260102-030405.webm`. */
function fileName({ conversationId, startedAt, mimeType }: RecordingFile): string {
  const at = startedAt.toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-')
  return `${conversationId}-${at}.${mimeType === 'video/mp4' ? 'mp4' : 'webm'}`
}

/** The files of recordings. */
export const recordingRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/v2/recordings/:id/file',
    access: 'read',
    unknownId,
    query: z.object({ download: z.enum(['1', 'true']).optional() }),
    answer: null,
    reference: {
      id: 'getRecordingFile',
      tag: 'Files',
      summary: 'Fetch the file of a recording',
      description: 'Takes a `Range` of bytes, so that players can seek.',
      statuses: {
        206: 'The part that `Range` asks for.',
        416: 'The file has no such part.',
        503: 'The bucket or the server that has the file does not answer.',
      },
      sends: {
        'video/webm': 'What was recorded',
        'video/mp4': 'What was recorded, by browsers that record MP4',
      },
    },
    async handle({ scope, id, query, request }) {
      const file = await findRecordingFile(scope, id)
      if (!file) throw new DomainError('not-found', unknownId)
      const headers = new Headers({
        'content-type': file.mimeType,
        'accept-ranges': 'bytes',
        'content-disposition': `${query.download ? 'attachment' : 'inline'}; filename="${fileName(file)}"`,
      })
      const range = byteRange(request.headers.get('range'), file.bytes)
      if (range === 'unsatisfiable') {
        headers.set('content-range', `bytes */${file.bytes}`)
        return new Response(null, { status: 416, headers })
      }
      const { start, end } = range ?? { start: 0, end: file.bytes - 1 }
      headers.set('content-length', String(end - start + 1))
      if (range) headers.set('content-range', `bytes ${start}-${end}/${file.bytes}`)
      const body = request.method === 'HEAD' ? null : await read(file, { start, end })
      return new Response(body as ReadableStream | null, { status: range ? 206 : 200, headers })
    },
  }),
]
