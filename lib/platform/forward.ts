import { request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http'
import { connect, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'

/** Milliseconds for a connection within a private network. */
const connectMs = 2_000

/** What is between two machines only, and not for the next. */
const ofOneHop = new Set(['connection', 'keep-alive', 'te', 'trailer', 'upgrade', 'expect'])

/** Another server, as `http://10.0.0.3:3000`, and the headers that a request gets on its way there. */
export type NextHop = { address: string; headers: Record<string, string> }

/**
 * A connection to `address`; null when nothing takes it.
 */
function open(address: string): Promise<Socket | null> {
  const { hostname, port } = new URL(address)
  return new Promise((resolve) => {
    const socket = connect({ host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || 80) })
    const give = () => {
      socket.destroy()
      resolve(null)
    }
    socket.setTimeout(connectMs, give)
    socket.once('error', give)
    socket.once('connect', () => {
      socket.setTimeout(0)
      socket.off('error', give)
      socket.setNoDelay(true)
      resolve(socket)
    })
  })
}

function headersFor(request: IncomingMessage, hop: NextHop, isKept: (name: string) => boolean): string[] {
  const { rawHeaders } = request
  const kept: string[] = []
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? ''
    if (isKept(name.toLowerCase())) kept.push(name, rawHeaders[at + 1] ?? '')
  }
  return [...kept, ...Object.entries(hop.headers).flat()]
}

/**
 * Has another server answer a request, whose body nobody has read yet.
 * @returns false when that server takes no connection: then nothing has been sent, and the request is as it was
 */
export async function forward(
  request: IncomingMessage,
  response: ServerResponse,
  hop: NextHop,
): Promise<boolean> {
  const socket = await open(hop.address)
  if (!socket) return false
  // Whoever asked may have taken it back meanwhile.
  if (request.socket.destroyed) {
    socket.destroy()
    return true
  }
  const onward = httpRequest({
    createConnection: () => socket,
    method: request.method,
    path: request.url,
    headers: [...headersFor(request, hop, (name) => !ofOneHop.has(name)), 'Connection', 'close'],
  })
  // Whoever asked learns of a broken answer by a broken connection, as they would of ours.
  onward.on('error', () => (response.headersSent ? response.destroy() : refuse(response)))
  onward.on('response', (answer) => {
    const { statusCode = 502, statusMessage, headersDistinct } = answer
    for (const [name, values = []] of Object.entries(headersDistinct))
      if (!ofOneHop.has(name)) response.setHeader(name, values.length > 1 ? values : (values[0] ?? ''))
    response.writeHead(statusCode, statusMessage)
    answer.on('error', () => response.destroy())
    answer.pipe(response)
  })
  response.on('close', () => onward.destroy())
  request.on('error', () => onward.destroy())
  request.pipe(onward)
  return true
}

function refuse(response: ServerResponse): void {
  response.writeHead(502, { 'content-type': 'application/json; charset=utf-8' })
  response.end(JSON.stringify({ message: 'The server that has this did not answer. Try again in a moment.' }))
}

/**
 * Has another server take an upgrade, and pipes bytes both ways from then on. When one side ends or fails, so does the
 * other.
 * @returns false when that server takes no connection
 */
export async function forwardUpgrade(
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  hop: NextHop,
): Promise<boolean> {
  const onward = await open(hop.address)
  if (!onward) return false
  if (socket.destroyed) {
    onward.destroy()
    return true
  }
  const destroyBoth = () => {
    socket.destroy()
    onward.destroy()
  }
  request.socket.setTimeout(0)
  socket.on('error', destroyBoth).on('close', destroyBoth)
  onward.on('error', destroyBoth)
  // Its last words are still on their way to the browser: `end` lets them out first.
  onward.on('close', () => socket.end(() => socket.destroy()))
  const fields = headersFor(request, hop, () => true)
  const lines = fields.flatMap((name, at) => (at % 2 === 0 ? [`${name}: ${fields[at + 1]}`] : []))
  onward.write(`${request.method} ${request.url} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`, 'latin1')
  onward.write(head)
  socket.pipe(onward).pipe(socket)
  return true
}
