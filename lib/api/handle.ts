import { getRequestOrigin } from '@/lib/access/origin'
import { systemScope } from '@/lib/access/scopes'
import { isDomainError } from '@/lib/domain/errors'
import { isStorable } from '@/lib/domain/requests/schema'
import { countRequest } from '@/lib/domain/requests/service/count'
import type { Caller } from '@/lib/domain/requests/service/log'
import type { KeyScope, WorkspaceScope } from '@/lib/domain/scope'
import { rowId } from '@/lib/platform/ids'
import { registry } from '@/lib/platform/registry'
import { authenticate } from './authenticate'
import { type Refusal, refusalOf, unknownRefusal } from './errors'
import { answerOnce } from './idempotency'
import { readBody, readQuery, readText } from './input'
import { bothNames } from './names'
import { rateHeaders, tooMany } from './rate-limit'
import { noteRequest } from './request-log'
import type { Route } from './route'

const idShape = /^[A-Za-z0-9_-]{1,64}$/

/** An answer in JSON. */
export function json(value: unknown, status = 200, headers?: Record<string, string>): Response {
  return new Response(JSON.stringify(value), {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  })
}

const refuse = ({ status, body, headers }: Refusal, more?: Record<string, string>) =>
  json(body, status, { ...more, ...headers })

/** A request to a declared route, and what becomes known of it on the way to its answer. */
type Asked = {
  route: Route
  request: Request
  /** The `{id}` of the path; empty for a path without one. */
  id: string
  /** What the path has at one of its names. */
  param(name: string): string
  requestId: string
  /** The key it came with, as far as it is known. */
  key?: Caller
  /** Its body as it came. */
  text: string
  /** For its answer, whatever that is. */
  headers: Record<string, string>
}

/**
 * Answers one request to a declared route: who is asking, whether they ask too often, then the id, the query and the
 * body, then the handler, once for each idempotency key. Never rejects: what goes wrong becomes an answer, and what
 * nobody foresaw is logged. A call with a key is noted in its workspace's request log.
 */
export async function handle(
  route: Route,
  request: Request,
  param: Asked['param'],
  requestId: string,
): Promise<Response> {
  const { clock, log } = registry()
  const id = param('id')
  const asked: Asked = { route, request, id, param, requestId, text: '', headers: {} }
  const at = clock.now()
  const began = performance.now()
  const response = await answer(asked).catch((error) => refuse(explained(error, asked), asked.headers))
  const { key: caller, text: body } = asked
  if (caller) {
    const duration = performance.now() - began
    await noteRequest({ caller, request, requestId, id, body, response, at, duration }).catch((error) =>
      log.error({ error, request: requestId }, 'A call could not be noted'),
    )
  }
  return response
}

async function answer(asked: Asked): Promise<Response> {
  const { route, request, id, param } = asked
  const who = await authenticate(request, route.access)
  asked.key = who.key
  if ('refused' in who) return refuse(who.refused)
  const { scope } = who
  const { clock } = registry()
  const limit = await countRequest(systemScope('api'), scope)
  if (limit) Object.assign(asked.headers, rateHeaders(limit, clock.now()))
  if (limit && !limit.allowed) return refuse(tooMany(limit, clock.now()), asked.headers)

  // Texts that cannot be an id are as unknown as any other, and never reach the database.
  if (isNoneOf(route, { id, store: param('store') })) return refuse(unknownRefusal(route), asked.headers)
  const query = readQuery(new URL(request.url), route.query)
  if ('refused' in query) return refuse(query.refused, asked.headers)
  let body: unknown
  if (route.body) {
    const text = await readText(request)
    if ('refused' in text) return refuse(text.refused, asked.headers)
    asked.text = text.value
    const read = readBody(text.value, route.body, route)
    if ('refused' in read) return refuse(read.refused, asked.headers)
    body = read.value
  }
  const origin = getRequestOrigin(request)
  const work = async (requestKey: string) => {
    const found = await route.handle({
      scope,
      id,
      param,
      query: query.value,
      body,
      origin,
      requestKey,
      request,
    })
    if (found instanceof Response) return withHeaders(found, asked.headers)
    if (!route.answer) return new Response(null, { status: 204, headers: asked.headers })
    return json(bothNames(found), route.answerStatus ?? 200, asked.headers)
  }
  if (!isRepeatable(route, scope)) return await work(rowId())
  const once = await answerOnce({ request, scope, body: asked.text }, work, (error) => {
    const refused = explained(error, asked)
    return refused.unexpected || (isDomainError(error) && error.mayBeDone) ? refuse(refused) : null
  })
  return withHeaders(once, asked.headers)
}

/** Whether what a path names cannot be there, by its form alone. */
const isNoneOf = ({ path, unknownId }: Route, { id, store }: { id: string; store: string }) =>
  unknownId !== undefined &&
  ((path.includes(':id') && !idShape.test(id)) || (path.includes(':store') && !isStorable(store)))

function withHeaders(response: Response, headers: Record<string, string>): Response {
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value)
  return response
}

/** Whether a request is one that `Idempotency-Key` is for: it makes something, or sets something going. */
function isRepeatable(route: Route, scope: WorkspaceScope): scope is KeyScope {
  return route.method === 'POST' && scope.kind === 'key'
}

/** What to answer to a failure, which is logged where it is ours. */
function explained(error: unknown, { route, requestId }: Asked): Refusal & { unexpected?: boolean } {
  const { clock, log } = registry()
  const refused = refusalOf(error, { requestId, now: clock.now(), route })
  if (refused.unexpected) log.error({ error, request: requestId }, 'A request failed')
  else if (refused.status === 503)
    log.warn({ error, request: requestId }, 'A request found no database or provider')
  return refused
}
