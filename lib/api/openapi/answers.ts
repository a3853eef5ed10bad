import { bothNames } from '../names'
import type { Route } from '../route'
import { answeredSchema, type JsonSchema } from './schemas'

type Header = { $ref: string }
type Answer = {
  description: string
  headers: Record<string, Header>
  content?: Record<string, { schema: JsonSchema; example?: unknown }>
}

const header = (name: string): Header => ({ $ref: `#/components/headers/${name}` })

const text = (description: string, example: string) => ({
  description,
  schema: { type: 'string' } as JsonSchema,
  example,
})
const count = (description: string, example: number) => ({
  description,
  schema: { type: 'integer' } as JsonSchema,
  example,
})

/** Headers of answers, by the name they have in the document. */
export const headers = {
  RequestId: text('Id under which the log has the request: the one sent, where it was usable', 'req-4711'),
  ColloquyTime: text("The server's time, UTC", '2026-01-20T12:00:00.000Z'),
  RetryAfter: count('Whole seconds to wait', 5),
  RateLimit: text(
    'What is left of the nearest limit, and in how many seconds it is full again',
    '"key";r=598;t=12',
  ),
  RateLimitPolicy: text('How many requests are allowed in how many seconds', '"key";q=600;w=60'),
  RateLimitLimit: count('Requests allowed in the window', 600),
  RateLimitRemaining: count('Requests left in the window', 598),
  RateLimitReset: count('Seconds until the window is over', 12),
  IdempotentReplayed: text('`true`: the answer that the first request with this Idempotency-Key had', 'true'),
  ContentDisposition: text('How a browser names the file', 'attachment; filename="usage.csv"'),
  ContentRange: text('Which bytes these are', 'bytes 0-1023/4096'),
}

const ofEvery = { 'x-request-id': header('RequestId'), 'x-colloquy-time': header('ColloquyTime') }
const ofLimited = {
  RateLimit: header('RateLimit'),
  'RateLimit-Policy': header('RateLimitPolicy'),
  'x-ratelimit-limit': header('RateLimitLimit'),
  'x-ratelimit-remaining': header('RateLimitRemaining'),
  'x-ratelimit-reset': header('RateLimitReset'),
}
const retry = { 'retry-after': header('RetryAfter') }

const refusal = { $ref: '#/components/schemas/Refusal' }
const badRequest = { $ref: '#/components/schemas/BadRequest' }

const json = (schema: JsonSchema, example?: unknown) => ({
  'application/json': { schema, ...(example !== undefined && { example }) },
})

/** A refusal in words. */
const refused = (description: string, message: string, schema: JsonSchema = refusal, more = {}): Answer => ({
  description,
  headers: { ...ofEvery, ...ofLimited, ...more },
  content: json(schema, schema === badRequest ? { message, error: message } : { message }),
})

/** Refusals that any route may answer with, by their names in the document. */
export const commonAnswers: Record<string, Answer> = {
  Unauthorized: {
    ...refused('No valid key, and no session that would do.', 'Invalid access token'),
    headers: ofEvery,
  },
  TooManyRequests: refused(
    'Too many requests, or too many of something at once.',
    'Too many requests. Try again in 12 seconds.',
    refusal,
    retry,
  ),
  ServerError: refused(
    'Our fault. The log has the cause under the request id.',
    'Something went wrong on our side.',
  ),
  Unavailable: refused(
    'The database or a provider does not answer at the moment.',
    'The database does not answer at the moment. Try again in a few seconds.',
    refusal,
    retry,
  ),
}
const common = (name: string) => ({ $ref: `#/components/responses/${name}` })

/** The shapes of refusals. */
export const refusalSchemas: Record<string, JsonSchema> = {
  Refusal: {
    type: 'object',
    description: 'What happened and what to do.',
    properties: {
      message: { type: 'string' },
      detail: {
        type: 'string',
        description: 'The same in our own words, where message is a text clients compare',
      },
      error: { type: 'string' },
      field: { type: 'string' },
    },
    required: ['message'],
  },
  BadRequest: {
    type: 'object',
    description: 'Read message or error: they are the same, for clients of either habit.',
    properties: {
      message: { type: 'string' },
      error: { type: 'string' },
      field: {
        type: 'string',
        description: 'What of the request is to blame, as a path such as properties.language',
      },
      detail: {
        type: 'string',
        description: 'The same in our own words, where message is a text clients compare',
      },
    },
    required: ['message', 'error'],
  },
}

/** Every answer of a route by its status. */
export function answersOf(route: Route): Record<string, unknown> {
  const { reference, method, access, body, query, unknownId, unknownStatus } = route
  const found: Record<string, unknown> = { ...success(route) }
  const refuses = (status: number, why: string, message: string) => {
    found[status] = refused(why, message, status === 400 || status === unknownStatus ? badRequest : refusal)
  }
  if (query || body) refuses(400, 'The request is not usable.', 'The body is not valid JSON in UTF-8.')
  found[401] = common('Unauthorized')
  if (access === 'write')
    refuses(
      403,
      'Signed in without a key, or the role of its owner is viewer.',
      'Changes over the API need an API key.',
    )
  if (unknownId) refuses(unknownStatus ?? 400, 'The id is unknown, or the request is not usable.', unknownId)
  if (method === 'POST') {
    refuses(
      409,
      'The first request with this Idempotency-Key is still being answered.',
      'Try again in a moment.',
    )
    refuses(422, 'This Idempotency-Key was sent with another request.', 'Use another Idempotency-Key.')
  }
  if (body) refuses(413, 'The body has more than 1 MB.', 'The body may have at most 1 MB.')
  found[429] = common('TooManyRequests')
  found[500] = common('ServerError')
  found[503] = common('Unavailable')
  for (const [status, why] of Object.entries(reference.statuses ?? {})) {
    const before = found[status] as Answer | undefined
    if (Number(status) < 400 || status === '416')
      found[status] = { ...filePart(route, status), description: why }
    else if (before && 'content' in before)
      found[status] = { ...before, description: `${before.description} ${why}` }
    else refuses(Number(status), why, why)
  }
  return found
}

/** Answers of routes that also send part of a file, or say that nothing changed. */
function filePart({ reference }: Route, status: string): Omit<Answer, 'description'> {
  const headers = { ...ofEvery, ...ofLimited }
  if (status === '304') return { headers }
  const ranged = { ...headers, 'content-range': header('ContentRange') }
  return status === '206' ? { headers: ranged, content: streams(reference.sends) } : { headers: ranged }
}

const streams = (sends: Route['reference']['sends']) =>
  Object.fromEntries(
    Object.entries(typeof sends === 'object' ? sends : {}).map(([type, what]) => [
      type,
      { schema: { type: 'string', description: what } as JsonSchema },
    ]),
  )

function success({ method, answer, answerStatus, reference }: Route): Record<string, Answer> {
  const { sends } = reference
  const headers = {
    ...ofEvery,
    ...ofLimited,
    ...(method === 'POST' && { 'idempotent-replayed': header('IdempotentReplayed') }),
  }
  if (answer) {
    const content = json(answeredSchema(answer), bothNames(reference.answer))
    const description = answerStatus === 202 ? 'It is begun.' : 'Done.'
    return { [answerStatus ?? 200]: { description, headers, content } }
  }
  if (sends === 'nothing' || !sends) return { 204: { description: 'Done. There is no body.', headers } }
  const named: Record<string, Header> =
    'text/event-stream' in sends ? {} : { 'content-disposition': header('ContentDisposition') }
  const description = Object.values(sends)[0] ?? 'A file.'
  return {
    200: { description: `${description}.`, headers: { ...headers, ...named }, content: streams(sends) },
  }
}
