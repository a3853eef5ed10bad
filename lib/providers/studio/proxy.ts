import type { IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import type { Duplex } from 'node:stream'

/** What of a browser's request the studio needs. Cookies and credentials are not among it. */
const passed = [
  'host',
  'origin',
  'user-agent',
  'connection',
  'upgrade',
  'sec-websocket-key',
  'sec-websocket-version',
  'sec-websocket-extensions',
]

/**
 * Passes an upgrade on to the studio's socket at `path` and pipes bytes both ways from then on. When one side ends or
 * fails, so does the other.
 */
export function passUpgrade(
  {
    request,
    socket,
    head,
    address,
  }: { request: IncomingMessage; socket: Duplex; head: Buffer; address: string },
  path: string,
): void {
  const studio = connect(path)
  const destroyBoth = () => {
    socket.destroy()
    studio.destroy()
  }
  request.socket.setTimeout(0)
  request.socket.setNoDelay(true)
  request.socket.setKeepAlive(true, 30_000)
  socket.on('error', destroyBoth).on('close', destroyBoth)
  studio.on('error', destroyBoth)
  // The studio's last words are still on their way to the browser: `end` lets them out first.
  studio.on('close', () => socket.end(() => socket.destroy()))
  studio.on('connect', () => {
    studio.write(requestHead(request, address), 'latin1')
    studio.write(head)
    socket.pipe(studio).pipe(socket)
  })
}

/** Answers an upgrade that cannot be served now; browsers try again. */
export function answerUnavailable(socket: Duplex): void {
  socket.on('error', () => socket.destroy())
  socket.end(
    'HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n',
  )
}

function requestHead({ method, url, headers }: IncomingMessage, address: string): string {
  const lines = passed.flatMap((name) => (headers[name] === undefined ? [] : `${name}: ${headers[name]}`))
  // An address with a line break in it could add headers of its own.
  lines.push(`x-colloquy-address: ${address.replace(/[^\x21-\x7e]/g, '')}`)
  return `${method} ${url} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`
}
