import { createServer, type IncomingMessage } from 'node:http'
import { type WebSocket, WebSocketServer } from 'ws'
import { largestFrame } from '@/lib/protocol/room'

/** Whoever wants into a room, as the server passes them on. */
export type Visitor = { conversationId: string; address: string }

const roomSocket = /^\/rooms\/([A-Za-z0-9_-]{1,64})\/socket(?:\?|$)/

/** Where participants' WebSockets arrive. */
export type Listener = {
  /** Closes every connection with `code`; resolves when their browsers have heard it. */
  close(code: number): Promise<void>
}

/**
 * Listens on a Unix socket (or named pipe) for WebSockets to `/rooms/<conversation id>/socket`.
 * @throws Error when the path cannot be listened on
 */
export function listen(
  path: string,
  arrive: (socket: WebSocket, visitor: Visitor) => void,
): Promise<Listener> {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: largestFrame })
  const server = createServer((_request, response) => response.writeHead(404).end())

  server.on('upgrade', (request, socket, head) => {
    const conversationId = roomSocket.exec(request.url ?? '')?.[1]
    socket.on('error', () => socket.destroy())
    if (!conversationId) return socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n')
    sockets.handleUpgrade(request, socket, head, (webSocket) =>
      arrive(webSocket, { conversationId, address: addressOf(request) }),
    )
  })

  const closed = (webSocket: WebSocket) =>
    new Promise<void>((resolve) => webSocket.once('close', () => resolve()))
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(path, () => {
      server.off('error', reject)
      resolve({
        async close(code) {
          server.close()
          const gone = [...sockets.clients].map(closed)
          for (const webSocket of sockets.clients) webSocket.close(code)
          await Promise.all(gone)
        },
      })
    })
  })
}

/** The server writes the client's address there, and nobody else can connect here. */
const addressOf = ({ headers }: IncomingMessage) => String(headers['x-colloquy-address'] ?? '')
