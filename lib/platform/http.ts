import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'

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

/** Answers an upgrade that is not taken, which would hang otherwise. */
export function refuseUpgrade(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}

/** Makes an HTTP server whose upgrades are always answered. */
export function createHttpServer({ request, upgrade }: Handlers): Server {
  const server = createServer(request)
  server.on('upgrade', (incoming, socket, head) => {
    socket.on('error', () => socket.destroy())
    if (!upgrade(incoming, socket, head)) refuseUpgrade(socket, '404 Not Found')
  })
  return server
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
      reject(new Error(`Port ${port} is in use by another program. Stop it, or choose another port: PORT=3001 npm start`))
    })
    server.listen(port, host, () => {
      const address = server.address()
      resolve(typeof address === 'object' && address ? address.port : port)
    })
  })
}

/** Stops listening, lets running requests finish for `graceMs`, then cuts what is left. */
export async function closeServer(server: Server, graceMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  server.closeIdleConnections()
  const cut = setTimeout(() => server.closeAllConnections(), graceMs)
  await closed
  clearTimeout(cut)
}
