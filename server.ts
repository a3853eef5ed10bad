import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { cpus } from 'node:os'
import type { Duplex } from 'node:stream'
import { pathToFileURL } from 'node:url'
import { getRequestListener } from '@hono/node-server'
import next from 'next'
import { clientAddress, isOwnOrigin } from './lib/access/origin'
import { verifyMeetingToken } from './lib/access/room-tokens'
import { systemScope } from './lib/access/scopes'
import { createApi, routes } from './lib/api/app'
import { answerWhereHeld, heldBy, upgradeWhereHeld } from './lib/api/elsewhere'
import { closeEventStreams } from './lib/api/event-stream'
import { openApi as describeApi } from './lib/api/openapi/document'
import { heldConversations } from './lib/domain/conversations/queries/due'
import {
  recordContext,
  recordGreeting,
  recordLine,
  recordProblem,
  recordTurn,
  reportPresence,
  roomLost,
} from './lib/domain/conversations/service/news'
import { reopenRooms } from './lib/domain/conversations/service/reopen'
import { recallPassages } from './lib/domain/documents/queries/search'
import { beat, registerInstance } from './lib/domain/instances/service'
import { usualServers } from './lib/domain/models/rules/usual-servers'
import { flushCalls } from './lib/domain/requests/service/log'
import { webhookTargets } from './lib/domain/webhooks/service/targets'
import { startEngine } from './lib/engine/index'
import { type Clock, systemClock, wait } from './lib/platform/clock'
import { openBus } from './lib/platform/database/bus'
import { openDatabase } from './lib/platform/database/client'
import { openEmbedded } from './lib/platform/database/embedded'
import { migrate } from './lib/platform/database/migrations'
import { type Env, exportEnv, readEnv } from './lib/platform/env'
import { createHttpServer, headersOf, listen, refuseUpgrade } from './lib/platform/http'
import { openInstanceId } from './lib/platform/instance'
import { createLog, redactUrl } from './lib/platform/log'
import { fillRegistry } from './lib/platform/registry'
import { openSecrets } from './lib/platform/secrets'
import type { LocalServer } from './lib/protocol/model-trial'
import type { News } from './lib/providers/port'
import { createStudioProvider } from './lib/providers/studio/provider'
import { answerUnavailable } from './lib/providers/studio/proxy'
import { createTavusProvider } from './lib/providers/tavus/provider'
import { seedStock } from './prisma/seed'

export type Running = {
  /** Where it listens. */
  port: number
  /** Says at /readyz that it serves no more, and serves on for DRAIN_SECONDS. */
  drain(): Promise<void>
  /** No new work, running requests finish, rows are true; at most 5 s. */
  stop(): Promise<void>
}

type Start = {
  env: Env
  clock: Clock
  /** Where servers for models of one's own are looked for. */
  localServers?: LocalServer[]
  /** Called when another server was started under the same instance id: the rooms are its own now. */
  replaced?: () => void
}

/** Running requests may take this long when the server stops. */
const graceMs = 2_500

/**
 * Starts everything in the order of dependence: environment, database and migrations, engine, studio, Next, and
 * listens last. `stop` is the same list backwards.
 * @throws Error in words when something it needs is missing or taken
 */
export async function start(settings: Start): Promise<Running> {
  const { env, clock, localServers = usualServers, replaced = () => {} } = settings
  const log = createLog(env.LOG_LEVEL)
  const system = systemScope('server')
  /** Where other instances reach this one; null while it takes no requests. */
  let address: string | null = null
  let draining = false
  const opened: (() => Promise<unknown> | unknown)[] = []
  const stop = async () => {
    for (const close of opened.splice(0).reverse()) await close()
  }
  try {
    const secrets = openSecrets({ env })
    exportEnv(env, secrets)

    const embedded = env.DATABASE_URL ? null : await openEmbedded({ dataDir: env.DATA_DIR, log })
    if (embedded) opened.push(() => embedded.stop())
    const url = embedded?.url ?? env.DATABASE_URL ?? ''
    await migrate({ url, clock, log })
    const { database, pool, close } = openDatabase({ url, log })
    opened.push(close)
    const bus = await openBus({ url, clock, log })
    opened.push(() => bus.close())

    const providers = new Map<string, unknown>()
    const instanceId = openInstanceId(env)
    const openApi = describeApi(routes)
    fillRegistry({ env, clock, log, database, pool, bus, secrets, instanceId, providers, openApi })
    opened.push(() => fillRegistry(undefined))
    await seedStock(system)

    const studio = createStudioProvider({
      clock,
      log,
      tell: (news) => hear(news),
      admit: async (conversationId, token) => {
        const claims = await verifyMeetingToken(token, clock.now())
        if (typeof claims === 'string')
          return { refusal: claims === 'expired' ? 'token-expired' : 'not-allowed' }
        if (claims.conversationId !== conversationId) return { refusal: 'not-allowed' }
        return { admitted: claims }
      },
      recall: (conversationId, question) => recallPassages(system, conversationId, question),
      ticketKey: secrets.roomTickets,
      maxRooms: env.STUDIO_MAX_ROOMS || cpus().length * 3,
      media: {
        ports: env.MEDIA_PORTS,
        announcedIp: env.MEDIA_ANNOUNCED_IP ?? null,
        iceServers: env.ICE_SERVERS,
      },
      models: {
        privateHosts: env.MODEL_PRIVATE_HOSTS,
        appUrl: env.APP_URL ?? null,
        announcedIp: env.MEDIA_ANNOUNCED_IP ?? null,
      },
      localServers,
    })
    opened.push(() => studio.stop())
    await studio.open()
    providers.set('studio', studio)
    providers.set('tavus', createTavusProvider({ clock, targets: webhookTargets }))

    const dev = env.NODE_ENV === 'development'
    const api = createApi({
      openApi,
      ready: async () => ({
        database: await database.$queryRaw`select 1`.then(
          () => true,
          () => false,
        ),
        studio: studio.health(),
        ...(draining && { staying: false }),
      }),
    })
    const answerApi = getRequestListener(api.fetch, { overrideGlobalObjects: false })
    const isApi = (path: string) =>
      path.startsWith('/v2/') ||
      path === '/v2' ||
      path === '/healthz' ||
      path === '/readyz' ||
      path.startsWith('/callbacks/') ||
      /^\/rooms\/[^/]+\/recordings(\/|$)/.test(path)

    const http = createHttpServer({
      request: (request, response) => {
        const held = heldBy(request)
        const here = () => answerHere(request, response)
        if (held) void answerWhereHeld(system, held, { request, response, here })
        else here()
      },
      upgrade: (request, socket, head) => {
        const path = (request.url ?? '/').split('?', 1)[0] ?? '/'
        if (/^\/rooms\/[A-Za-z0-9]{1,64}\/socket$/.test(path)) return joinRoom(request, socket, head)
        if (!dev) return false
        void upgradePage(request, socket, head)
        return true
      },
    })

    const web = next({ dev, dir: import.meta.dirname, httpServer: http.server, quiet: true })
    await web.prepare()
    opened.push(() => web.close())
    const answerPage = web.getRequestHandler()
    const upgradePage = web.getUpgradeHandler()

    function answerHere(request: IncomingMessage, response: ServerResponse): void {
      const path = (request.url ?? '/').split('?', 1)[0] ?? '/'
      if (isApi(path)) return void answerApi(request, response)
      logPage(request, response)
      void answerPage(request, response)
    }

    function joinRoom(request: IncomingMessage, socket: Duplex, head: Buffer): boolean {
      const headers = headersOf(request)
      const held = heldBy(request)
      const here = () => studio.connect(request, socket, head, clientAddress(headers))
      const away = () => answerUnavailable(socket)
      if (!isOwnOrigin({ headers })) refuseUpgrade(socket, '403 Forbidden')
      else if (held) void upgradeWhereHeld(system, held, { request, socket, head, here, away })
      else here()
      return true
    }

    function logPage(request: IncomingMessage, response: ServerResponse): void {
      const id = randomUUID()
      const began = performance.now()
      const path = redactUrl(request.url ?? '/')
      response.setHeader('x-request-id', id)
      response.on('finish', () => {
        const ms = Math.round(performance.now() - began)
        const fields = { request: id, method: request.method, path, status: response.statusCode, ms }
        if (path.startsWith('/_next/')) log.debug(fields, 'Page')
        else log.info(fields, 'Page')
      })
    }

    // What was open when this server stopped, however it did, goes on or ends by its timers.
    const { run, lastAlive } = await registerInstance(system)
    const held = await heldConversations(system, instanceId)
    if (held.length > 0) await reopenRooms(system, held, lastAlive ?? clock.now())
    const heartbeat = async () => {
      if (!(await beat(system, run, address))) replaced()
    }
    const engine = startEngine(system, { clock, log, bus, heartbeat })
    opened.push(() => engine.stop())

    const port = await listen(http.server, env.PORT, env.HOST)
    address = env.INSTANCE_ADDRESS ?? ownAddress(env.HOST, port)
    await heartbeat()
    // After the last answer.
    opened.push(() => flushCalls().catch(() => {}))
    opened.push(() => http.close(graceMs))
    // First of all, so that the rooms' browsers are told that it starts again, and not only lose their connection.
    opened.push(() => studio.stop())
    opened.push(() => closeEventStreams())
    opened.push(async () => {
      address = null
      await heartbeat().catch(() => {})
    })
    const drain = async () => {
      draining = true
      http.retire()
      await wait(clock, env.DRAIN_SECONDS * 1000)
    }
    return { port, drain, stop }
  } catch (error) {
    await stop()
    throw error
  }

  /** Hands a provider's news to the service. */
  async function hear(news: News): Promise<void> {
    switch (news.type) {
      case 'presence':
        return await reportPresence(system, news.conversationId, news.state)
      case 'greeted':
        return await recordGreeting(system, news.conversationId)
      case 'context':
        return await recordContext(system, news.conversationId, news.context)
      case 'line':
        return await recordLine(system, news.conversationId, news.line)
      case 'turn':
        return await recordTurn(system, news.conversationId, news.turn)
      case 'problem':
        return await recordProblem(system, news.conversationId, news)
      case 'restarted':
        return await reopenRooms(system, news.conversationIds, news.lostAt)
      case 'failed':
        return await roomLost(system, news.conversationId)
    }
  }
}

/** Where a server that listens at `host` and `port` is reached from its own machine. */
function ownAddress(host: string | undefined, port: number): string {
  const name = !host || host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`
}

/** Runs the server until it is asked to stop. */
async function main(): Promise<void> {
  const env = readEnv()
  const replaced = () => {
    console.error(
      'Another server was started under the same INSTANCE_ID, or on a copy of DATA_DIR. This one ends.',
    )
    process.exit(1)
  }
  const { port, drain, stop } = await start({ env, clock: systemClock, replaced })
  let stopping = false
  const leave = async () => {
    if (stopping) return
    stopping = true
    await drain()
    // Whatever hangs, the process is gone within the five seconds it has.
    setTimeout(() => process.exit(1), 4_800).unref()
    await stop()
    process.exit(0)
  }
  process.on('SIGTERM', leave)
  process.on('SIGINT', leave)
  console.log(`Colloquy is ready at ${env.APP_URL ?? `http://localhost:${port}`}`)
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  main().catch((error) => {
    console.error(error instanceof Error ? error.message : error)
    process.exit(1)
  })
}
