import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http'
import { connect, type Socket } from 'node:net'
import { forwardUpgrade } from '@/lib/platform/forward'
import { listen } from '@/lib/platform/http'

export type Balancer = {
  url: string
  /** Requests that got no answer from any server, or a broken one. */
  failures: string[]
  close(): void
}

/** Milliseconds between two questions whether a server is ready. */
const lookMs = 200

/**
 * A load balancer as operators have them: it asks each server at /readyz whether it takes requests, and gives each request
 * in turn to the next one that does, over a connection of its own; to another one when that takes no connection. What has
 * been sent is not sent again.
 */
export async function startBalancer(targets: string[]): Promise<Balancer> {
  let turn = 0
  const failures: string[] = []
  let ready = targets
  const looking = setInterval(async () => {
    const answers = await Promise.all(
      targets.map((url) =>
        fetch(`${url}/readyz`).then(
          (answer) => answer.ok,
          () => false,
        ),
      ),
    )
    ready = targets.filter((_, index) => answers[index])
  }, lookMs)
  const inTurn = () => {
    turn++
    return ready.map((_, index) => ready[(turn + index) % ready.length] ?? '')
  }
  const fail = (request: IncomingMessage, response: ServerResponse, why: string) => {
    failures.push(`${request.method} ${request.url}: ${why}`)
    if (response.headersSent) response.destroy()
    else response.writeHead(502).end()
  }

  const server = createServer(async (request, response) => {
    const { method, url: path, headers } = request
    const client = request.socket.remoteAddress ?? ''
    const socket = await firstThatTakes(inTurn())
    // Browsers take requests back.
    if (request.socket.destroyed) return void socket?.destroy()
    if (!socket) return fail(request, response, 'no server takes it')
    const onward = httpRequest({
      createConnection: () => socket,
      ...{ method, path },
      headers: { ...headers, connection: 'close', 'x-forwarded-for': client },
    })
    let isGone = false
    response.on('close', () => {
      isGone = true
      onward.destroy()
    })
    onward.on('error', (error) => isGone || fail(request, response, error.message))
    onward.on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.on('error', (error) => isGone || fail(request, response, error.message))
      answer.pipe(response)
    })
    request.pipe(onward)
  })
  server.on('upgrade', async (request, socket, head) => {
    socket.on('error', () => socket.destroy())
    for (const address of inTurn()) {
      if (await forwardUpgrade(request, socket, head, { address, headers: {} })) return
    }
    socket.end('HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n')
  })
  const port = await listen(server, 0, '127.0.0.1')
  return {
    url: `http://localhost:${port}`,
    failures,
    close() {
      clearInterval(looking)
      server.close()
      server.closeAllConnections()
    },
  }
}

async function firstThatTakes(addresses: string[]): Promise<Socket | null> {
  for (const address of addresses) {
    const socket = await new Promise<Socket | null>((resolve) => {
      const attempt = connect({ host: '127.0.0.1', port: Number(new URL(address).port) })
      attempt.once('connect', () => resolve(attempt))
      attempt.once('error', () => resolve(null))
    })
    if (socket) return socket
  }
  return null
}
