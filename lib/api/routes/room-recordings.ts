import type { ReadableStream } from 'node:stream/web'
import { systemScope } from '@/lib/access/scopes'
import { DomainError } from '@/lib/domain/errors'
import { recordingStart, recordingTake } from '@/lib/domain/recordings/schema'
import { storePart } from '@/lib/domain/recordings/service/parts'
import { beginTake, startRecording, type Take } from '@/lib/domain/recordings/service/start'
import { stopRecording } from '@/lib/domain/recordings/service/stop'
import { readBody, readText } from '../input'
import type { RoomRoute } from '../room-route'

const room = '/rooms/:conversation/recordings'

async function mimeTypeOf(request: Request): Promise<'video/webm' | 'video/mp4'> {
  const text = await readText(request)
  const body = 'refused' in text ? text : readBody(text.value, recordingStart)
  if ('refused' in body) throw new DomainError('invalid', body.refused.body.message ?? '')
  return recordingStart.parse(body.value).mime_type
}

const onWire = ({ recordingId, take }: Take) => recordingTake.parse({ recording_id: recordingId, take })

const whole = (text: string) => (/^\d{1,9}$/.test(text) ? Number(text) : Number.NaN)

/** How a participant's browser records: start, parts as they come, another take after a reload, stop. */
export const roomRecordingRoutes: RoomRoute[] = [
  {
    method: 'POST',
    path: room,
    async handle({ scope, request }) {
      return onWire(await startRecording(systemScope('rooms'), scope, await mimeTypeOf(request)))
    },
  },
  {
    method: 'POST',
    path: `${room}/:recording/takes`,
    async handle({ scope, param, request }) {
      return onWire(await beginTake(scope, param('recording'), await mimeTypeOf(request)))
    },
  },
  {
    method: 'PUT',
    path: `${room}/:recording/takes/:take/parts/:number`,
    async handle({ scope, param, request }) {
      const part = {
        recordingId: param('recording'),
        take: whole(param('take')),
        number: whole(param('number')),
        bytes: whole(request.headers.get('content-length') ?? ''),
      }
      if (Object.values(part).includes(Number.NaN) || !request.body) {
        throw new DomainError('invalid', 'A part has a take and a number, and says its length in bytes.')
      }
      await storePart(scope, part, request.body as ReadableStream)
      return undefined
    },
  },
  {
    method: 'POST',
    path: `${room}/:recording/stop`,
    async handle({ scope, param }) {
      await stopRecording(scope, param('recording'))
      return undefined
    },
  },
]
