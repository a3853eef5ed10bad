import { Hono } from 'hono'
import { rowId } from '@/lib/platform/ids'
import { registry } from '@/lib/platform/registry'
import { callbackPath, handleCallback } from './callback-route'
import { handle, json } from './handle'
import { otherPath } from './names'
import { type OpenApi, writeOpenApi } from './openapi/document'
import { handleInRoom } from './room-route'
import type { Route } from './route'
import { backgroundRoutes } from './routes/backgrounds'
import { conversationEventRoutes } from './routes/conversation-events'
import { conversationTurnRoutes } from './routes/conversation-turns'
import { conversationRoutes } from './routes/conversations'
import { documentRoutes } from './routes/documents'
import { eventRoutes } from './routes/events'
import { exportRoutes } from './routes/export'
import { guidanceRoutes } from './routes/guidance'
import { memoryRoutes } from './routes/memories'
import { modelRoutes } from './routes/models'
import { personaRoutes } from './routes/personas'
import { providerItemRoutes } from './routes/provider-items'
import { providerRoutes } from './routes/providers'
import { recordingRoutes } from './routes/recordings'
import { replicaRoutes } from './routes/replicas'
import { requestRoutes } from './routes/requests'
import { roomRecordingRoutes } from './routes/room-recordings'
import { usageRoutes } from './routes/usage'
import { voiceRoutes } from './routes/voices'
import { webhookRoutes } from './routes/webhooks'
import { handleUpload, uploadPath } from './upload-route'

/** Everything the API offers. */
export const routes: Route[] = [
  ...conversationRoutes,
  ...conversationEventRoutes,
  ...conversationTurnRoutes,
  ...exportRoutes,
  ...providerRoutes,
  ...providerItemRoutes,
  ...personaRoutes,
  ...replicaRoutes,
  ...modelRoutes,
  ...guidanceRoutes,
  ...documentRoutes,
  ...memoryRoutes,
  ...voiceRoutes,
  ...recordingRoutes,
  ...backgroundRoutes,
  ...usageRoutes,
  ...requestRoutes,
  ...webhookRoutes,
  ...eventRoutes,
]

/** Headers of every answer: data for programs, never kept unless it says so, never read as a page or by another site. */
const commonHeaders = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
}

const requestIdShape = /^[A-Za-z0-9._-]{1,100}$/

type Variables = { requestId: string }

type ApiParts = { openApi: OpenApi; ready: () => Promise<Record<string, boolean>> }

/**
 * The public API with the health checks: `/v2/*`, `/healthz`, `/readyz`; and what browsers do in rooms beside their
 * WebSockets: `/rooms/<conversation>/recordings*`.
 * @param openApi the document of the routes
 * @param ready what has to work before requests are welcome, by name: the database, the studio
 */
export function createApi({ openApi, ready }: ApiParts) {
  const app = new Hono<{ Variables: Variables }>({ strict: false })

  app.use(async (context, next) => {
    const { clock, log } = registry()
    const given = context.req.header('x-request-id')
    const requestId = given && requestIdShape.test(given) ? given : rowId()
    context.set('requestId', requestId)
    const began = performance.now()
    await next()
    if (!context.res.headers.has('cache-control')) context.res.headers.set('cache-control', 'no-store')
    for (const [name, value] of Object.entries(commonHeaders)) context.res.headers.set(name, value)
    context.res.headers.set('x-request-id', requestId)
    context.res.headers.set('x-colloquy-time', clock.now().toISOString())
    const fields = {
      request: requestId,
      method: context.req.raw.method,
      // The path only: a query may hold what somebody searched for.
      path: context.req.path.slice(0, 200),
      status: context.res.status,
      ms: Math.round(performance.now() - began),
    }
    if (context.req.path.startsWith('/v2')) log.info(fields, 'Request')
    else log.debug(fields, 'Request')
  })

  app.get('/healthz', () => json({ status: 'ok' }))
  app.get('/readyz', async () => {
    const checks = await ready().catch(() => ({ ready: false }))
    const good = Object.values(checks).every(Boolean)
    return json({ status: good ? 'ready' : 'not ready', checks }, good ? 200 : 503)
  })

  const document = writeOpenApi(openApi)
  app.get('/v2/openapi.json', (context) => {
    // Ten times as large without: most of what the reference page waits for.
    const isShort = /\bgzip\b/.test(context.req.header('accept-encoding') ?? '')
    const etag = `"${document.version}${isShort ? '-gzip' : ''}"`
    const headers = { etag, 'cache-control': 'public, max-age=300', vary: 'accept-encoding' }
    if (context.req.header('if-none-match') === etag) return new Response(null, { status: 304, headers })
    return new Response(isShort ? document.gzip : document.text, {
      headers: {
        ...headers,
        'content-type': 'application/json; charset=utf-8',
        ...(isShort && { 'content-encoding': 'gzip' }),
      },
    })
  })

  // Addresses of one word first, with what they refuse: their last part is nobody's id.
  for (const isOfOneWord of [true, false]) {
    const belongs = (path: string) => path.includes(':') !== isOfOneWord
    for (const route of routes.filter(({ path }) => belongs(path))) {
      app.on(route.method, pathsOf(route), (context) =>
        handle(route, context.req.raw, (name) => context.req.param(name) ?? '', context.get('requestId')),
      )
    }
    for (const route of roomRecordingRoutes.filter(({ path }) => belongs(path))) {
      app.on(route.method, route.path, (context) =>
        handleInRoom(
          route,
          context.req.raw,
          (name) => context.req.param(name) ?? '',
          context.get('requestId'),
        ),
      )
    }
    if (belongs(uploadPath)) {
      app.put(uploadPath, (context) =>
        handleUpload(context.req.raw, context.req.param('ticket') ?? '', context.get('requestId')),
      )
    }
    if (belongs(callbackPath)) {
      app.post(callbackPath, (context) =>
        handleCallback(context.req.raw, context.req.param(), context.get('requestId')),
      )
    }
    for (const [path, methods] of allowedMethods()) {
      if (!belongs(path)) continue
      const message = `This address answers ${methods.join(', ')} only.`
      app.all(path, () => json({ message }, 405, { allow: methods.join(', ') }))
    }
  }
  app.notFound((context) => json({ message: `There is nothing at ${context.req.path.slice(0, 200)}.` }, 404))
  app.onError((error, context) => {
    registry().log.error({ error, request: context.get('requestId') }, 'A request failed')
    return json({ message: 'Something went wrong on our side.' }, 500)
  })
  return app
}

/** The methods of each path; who may read a thing may ask for its head. */
function allowedMethods(): Map<string, string[]> {
  const found = new Map<string, string[]>([
    ['/healthz', ['GET', 'HEAD']],
    ['/readyz', ['GET', 'HEAD']],
    ['/v2/openapi.json', ['GET', 'HEAD']],
    [uploadPath, ['PUT']],
    [callbackPath, ['POST']],
  ])
  for (const route of [...routes, ...roomRecordingRoutes]) {
    const methods = route.method === 'GET' ? ['GET', 'HEAD'] : [route.method]
    for (const path of pathsOf(route)) found.set(path, [...(found.get(path) ?? []), ...methods])
  }
  return found
}

/** Every address of a route. */
const pathsOf = ({ path }: { path: string }) => [path, otherPath(path)].filter((each) => each !== undefined)
