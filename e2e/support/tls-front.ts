import { once } from 'node:events'
import { createServer as createPlain, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { createServer as createSecure } from 'node:https'
import { createServer } from 'node:net'
import { selfSigned } from './certificate'

export type TlsFront = {
  /** `localhost` and the port, which speaks http and https. */
  host: string
  /** PEM of the certificate, which signs itself. */
  cert: string
  /** As the product sets them. They go with every request, and every answer sets them, as if it were that of a sign-in. */
  cookies: string[]
  close(): Promise<void>
}

/** What the first byte of a TLS connection is; of plain http it is a letter. */
const handshake = 0x16

/**
 * What people put before the product: ends TLS, says so by `X-Forwarded-Proto`, and sends whoever comes by http to https.
 * @param shownAs the status of an answer, for whoever asks here
 */
export async function startTlsFront(target: string, shownAs = (status: number) => status): Promise<TlsFront> {
  const { cert, key } = selfSigned('localhost')
  const cookies: string[] = []

  function pass(incoming: IncomingMessage, outgoing: ServerResponse): void {
    const { host = '' } = incoming.headers
    const headers = {
      ...incoming.headers,
      ...(cookies.length > 0 && { cookie: cookies.map((each) => each.split(';')[0]).join('; ') }),
      'x-forwarded-proto': 'https',
      'x-forwarded-host': host,
    }
    const onward = request(new URL(incoming.url ?? '/', target), { method: incoming.method, headers })
    onward.on('response', (answer) => {
      const set = [...(answer.headers['set-cookie'] ?? []), ...cookies]
      outgoing.writeHead(shownAs(answer.statusCode ?? 502), {
        ...answer.headers,
        ...(set.length > 0 && { 'set-cookie': set }),
      })
      answer.pipe(outgoing)
    })
    onward.on('error', () => outgoing.destroy())
    incoming.pipe(onward)
  }

  const secure = createSecure({ cert, key }, pass)
  const plain = createPlain(({ headers, url }, response) => {
    response.writeHead(301, { location: `https://${headers.host}${url}` }).end()
  })
  const door = createServer((socket) => {
    socket.on('error', () => socket.destroy())
    socket.once('data', (first) => {
      socket.pause()
      socket.unshift(first)
      const speaker = first[0] === handshake ? secure : plain
      speaker.emit('connection', socket)
      process.nextTick(() => socket.resume())
    })
  }).listen(0, 'localhost')
  await once(door, 'listening')
  const address = door.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return {
    host: `localhost:${port}`,
    cert,
    cookies,
    async close() {
      secure.closeAllConnections()
      plain.closeAllConnections()
      door.close()
      await once(door, 'close')
    },
  }
}
