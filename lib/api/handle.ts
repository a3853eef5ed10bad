import { getRequestOrigin } from '@/lib/access/origin'
import { rowId } from '@/lib/platform/ids'
import { registry } from '@/lib/platform/registry'
import { authenticate } from './authenticate'
import { type Refusal, refusalOf, unknownRefusal } from './errors'
import { readBody, readQuery } from './input'
import { bothNames } from './names'
import type { Route } from './route'

const idShape = /^[A-Za-z0-9_-]{1,64}$/

/** An answer in JSON. */
export function json(value: unknown, status = 200, headers?: Record<string, string>): Response {
  return new Response(JSON.stringify(value), {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  })
}

const refuse = ({ status, body, headers }: Refusal) => json(body, status, headers)

/**
 * Answers one request to a declared route: who is asking, then the id, the query and the body, then the handler.
 * Never rejects: what goes wrong becomes an answer, and what nobody foresaw is logged.
 */
export async function handle(
  route: Route,
  request: Request,
  id: string,
  requestId: string,
): Promise<Response> {
  const { clock, log } = registry()
  try {
    const who = await authenticate(request, route.access)
    if ('refused' in who) return refuse(who.refused)
    // Texts that cannot be an id are as unknown as any other, and never reach the database.
    if (route.unknownId && !idShape.test(id)) return refuse(unknownRefusal(route))
    const query = readQuery(new URL(request.url), route.query)
    if ('refused' in query) return refuse(query.refused)
    const body = route.body ? await readBody(request, route.body, route) : { value: undefined }
    if ('refused' in body) return refuse(body.refused)

    const answer = await route.handle({
      scope: who.scope,
      id,
      query: query.value,
      body: body.value,
      origin: getRequestOrigin(request),
      requestKey: rowId(),
      request,
    })
    if (answer instanceof Response) return answer
    return route.answer ? json(bothNames(answer)) : new Response(null, { status: 204 })
  } catch (error) {
    const refused = refusalOf(error, { requestId, now: clock.now(), route })
    if (refused.unexpected) log.error({ error, request: requestId }, 'A request failed')
    else if (refused.status === 503)
      log.warn({ error, request: requestId }, 'A request found no database or provider')
    return refuse(refused)
  }
}
