import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'
import { type Envelope, envelope } from '@/lib/domain/webhooks/schema'

/** A webhook as it came. */
export type Received = {
  path: string
  id: string
  headers: IncomingHttpHeaders
  body: string
  /** When it came, by the product's clock. */
  at: Date
  event: Envelope
}

export type Receiver = {
  port: number
  /** By address: `http://127.0.0.1:port`. */
  url: string
  got: Received[]
  /** Connections that were made to it, whatever came of them. */
  connections: number
  /** How it answers; with 204 until told otherwise. */
  answer: (received: Received, response: ServerResponse) => void
  close(): Promise<void>
}

/** A receiver of webhooks on loopback. It keeps what it is sent, and fails on what is not an envelope of the contract. */
export async function startReceiver(now = () => new Date()): Promise<Receiver> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString()
      const received: Received = {
        path: request.url ?? '',
        id: String(request.headers['webhook-id']),
        headers: request.headers,
        body,
        at: now(),
        event: envelope.strict().parse(JSON.parse(body)),
      }
      receiver.got.push(received)
      receiver.answer(received, response)
    })
  })
  server.on('connection', () => {
    receiver.connections++
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  const receiver: Receiver = {
    port,
    url: `http://127.0.0.1:${port}`,
    got: [],
    connections: 0,
    answer: (_received, response) => void response.writeHead(204).end(),
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
  return receiver
}

/**
 * Verifies as a receiver does when the webhook comes, by a library that is not ours, and gives the event back.
 * @throws Error when the signature is not good, or the timestamp not of then
 */
export function verified({ headers, body, at }: Received, secret: string): Envelope {
  const given = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]))
  const realNow = Date.now
  // The library has no other way to be told what time it is for the product.
  Date.now = () => at.getTime()
  try {
    return new Webhook(secret).verify(body, given) as Envelope
  } finally {
    Date.now = realNow
  }
}
