import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { registry } from './registry'

export type Handlers = {
  request(request: IncomingMessage, response: ServerResponse): void
  /** Takes the connection over, or returns false when nothing lives at that address. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean
}

/** The headers of a Node request as the web's own type, which code that also serves fetch requests reads. */
export function headersOf(request: IncomingMessage): Headers {
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.headers)) {
    for (const each of Array.isArray(value) ? value : [value ?? '']) headers.append(name, each)
  }
  return headers
}

/**
 * Whether the browser speaks https to us or to the proxy before us.
 * @param forwarded the request's `X-Forwarded-Proto`
 */
export function cameByHttps(forwarded: string | string[] | null | undefined): boolean {
  const [outermost] = String(forwarded ?? '').split(',')
  return outermost?.trim().toLowerCase() === 'https' || Boolean(registry().env.APP_URL?.startsWith('https:'))
}

/** Answers an upgrade that is not taken, which would hang otherwise. */
export function refuseUpgrade(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}

export type HttpServer = {
  server: Server
  /** From here on every answer is the last of its connection, so that whoever keeps some goes elsewhere. */
  retire(): void
  /** Stops listening, cuts upgraded connections, lets running requests finish for `graceMs`, then cuts those too. */
  close(graceMs: number): Promise<void>
}

/**
 * How long a connection without a request is kept, in milliseconds. Proxies keep theirs for 60 s unless told otherwise
 * (nginx, AWS's load balancers), and one that is closed on this side first fails what they are just sending.
 */
const idleMs = 65_000

/** How long a request may take to come, in milliseconds: uploads are promised an hour. Its headers have far less. */
const requestMs = 3_600_000

/** Browsers remember for a year to come back by https only. */
const secureOnly = 'max-age=31536000'

/**
 * Makes an HTTP server whose upgrades are always answered. Like every proxy, it notes where a request came from. Every
 * answer, whatever it is, is to be taken for what it says it is, and asks whoever came by https for nothing else from
 * then on.
 */
export function createHttpServer({ request, upgrade }: Handlers): HttpServer {
  const upgraded = new Set<Duplex>()
  const answering = new Set<ServerResponse>()
  let retired = false
  const noteAddress = (incoming: IncomingMessage) => {
    const { headers, rawHeaders, socket } = incoming
    headers['x-forwarded-for'] = [headers['x-forwarded-for'], socket.remoteAddress].filter(Boolean).join(', ')
    // Some read these: both have to say the same.
    if (socket.remoteAddress) rawHeaders.push('x-forwarded-for', socket.remoteAddress)
  }
  const server = createServer((incoming, response) => {
    noteAddress(incoming)
    answering.add(response)
    response.on('close', () => answering.delete(response))
    if (retired) response.shouldKeepAlive = false
    response.setHeader('x-content-type-options', 'nosniff')
    if (cameByHttps(incoming.headers['x-forwarded-proto']))
      response.setHeader('strict-transport-security', secureOnly)
    request(incoming, response)
  })
  server.keepAliveTimeout = idleMs
  server.headersTimeout = idleMs + 1_000
  server.requestTimeout = requestMs
  server.on('upgrade', (incoming, socket, head) => {
    noteAddress(incoming)
    upgraded.add(socket)
    socket.on('close', () => upgraded.delete(socket))
    socket.on('error', () => socket.destroy())
    if (!upgrade(incoming, socket, head)) refuseUpgrade(socket, '404 Not Found')
  })
  function retire(): void {
    retired = true
    for (const response of answering) response.shouldKeepAlive = false
  }
  return {
    server,
    retire,
    async close(graceMs) {
      retire()
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      for (const socket of upgraded) socket.destroy()
      server.closeIdleConnections()
      const cut = setTimeout(() => server.closeAllConnections(), graceMs)
      await closed
      clearTimeout(cut)
    },
  }
}

/**
 * Listens on `port` (0: any that is free).
 * @returns the port
 * @throws Error in words when it is taken
 */
export function listen(server: Server, port: number, host: string | undefined): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EADDRINUSE') return reject(error)
      reject(
        new Error(
          `Port ${port} is in use by another program. Stop it, or choose another port: PORT=3001 npm start`,
        ),
      )
    })
    server.listen(port, host, () => {
      const address = server.address()
      resolve(typeof address === 'object' && address ? address.port : port)
    })
  })
}
