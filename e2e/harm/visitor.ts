import { WebSocket } from 'ws'
import { type FromParticipant, fromStudio } from '@/lib/protocol/room'

/** Somebody in a room by its WebSocket alone, who comes back with their ticket whenever the connection is lost. */
export type Visitor = {
  /** Resolves when the room is joined, or will never be. */
  joined: Promise<boolean>
  /** Leaves with a word, or without one as a closed laptop does. */
  leave(politely: boolean): void
}

/** Milliseconds between two tries to come in. */
const againMs = 300

export function visit(origin: string, conversationId: string): Visitor {
  let socket: WebSocket
  let ticket: string | undefined
  let isOver = false
  let settle = (_joined: boolean) => {}
  const joined = new Promise<boolean>((resolve) => {
    settle = resolve
  })
  const send = (frame: FromParticipant) => socket.send(JSON.stringify(frame))

  function come(): void {
    if (isOver) return
    socket = new WebSocket(`${origin.replace('http', 'ws')}/rooms/${conversationId}/socket`)
    socket.on('open', () => send({ type: 'join', name: 'Visitor', audio: false, video: false, ticket }))
    socket.on('message', (data) => {
      const frame = fromStudio.parse(JSON.parse(String(data)))
      if (frame.type === 'joined') {
        ticket = frame.ticket
        settle(true)
      }
      if (frame.type === 'ended' || (frame.type === 'refused' && frame.reason !== 'busy')) isOver = true
      if (isOver) settle(false)
    })
    socket.on('error', () => {})
    socket.on('close', () => {
      setTimeout(come, againMs)
    })
  }
  come()
  return {
    joined,
    leave(politely) {
      isOver = true
      if (politely && socket.readyState === WebSocket.OPEN) send({ type: 'leave' })
      socket.close()
    },
  }
}
