import type { ReadableStream } from 'node:stream/web'
import { clientAddress } from '@/lib/access/origin'
import { systemScope } from '@/lib/access/scopes'
import { receiveUpload } from '@/lib/domain/documents/service/upload'
import { DomainError } from '@/lib/domain/errors'
import { take } from '@/lib/domain/requests/service/take'
import { registry } from '@/lib/platform/registry'
import { type Refusal, refusal, refusalOf } from './errors'
import { json } from './handle'

/** Where a file is put that has a ticket: whoever holds it may, and nothing else is asked. */
export const uploadPath = '/v2/documents/uploads/:ticket'

/** Uploads of one address in a minute. */
const pace = { limit: 120, windowMs: 60_000 }

/** Answers one upload. Never rejects. */
export async function handleUpload(request: Request, ticket: string, requestId: string): Promise<Response> {
  const { clock, log } = registry()
  const system = systemScope('uploads')
  try {
    const { allowed } = await take(
      system,
      `upload:${clientAddress(request.headers)}`,
      pace.limit,
      pace.windowMs,
    )
    if (!allowed) return refuse(refusal(429, 'These are too many uploads at once.', { 'retry-after': '60' }))
    const length = request.headers.get('content-length') ?? ''
    if (!/^\d{1,12}$/.test(length) || !request.body) {
      throw new DomainError(
        'invalid',
        'An upload is the bytes of a file, and says how many in Content-Length.',
      )
    }
    const body = request.body as ReadableStream
    return json(await receiveUpload(system, ticket, { body, bytes: Number(length) }))
  } catch (error) {
    const route = { unknownId: 'Upload not found', unknownStatus: 404 }
    const refused = refusalOf(error, { requestId, now: clock.now(), route })
    if (refused.unexpected && isCutOff(error))
      return refuse(refusal(400, 'The file did not come whole. Send it again.'))
    if (refused.unexpected) log.error({ error, request: requestId }, 'An upload failed')
    return refuse(refused)
  }
}

/** Whoever sent it left in the middle: nobody hears the answer. */
const isCutOff = (error: unknown) =>
  error instanceof Error && (error.name === 'AbortError' || ('code' in error && error.code === 'ECONNRESET'))

const refuse = ({ status, body, headers }: Refusal) => json(body, status, headers)
