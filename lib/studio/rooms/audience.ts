import { type FromStudio, replacedCode } from '@/lib/protocol/room'

/** The way to one participant's browser. */
export type Connection = {
  send(frame: FromStudio): void
  /** Ends it; nothing is sent after. */
  close(code: number, reason: string): void
}

/** Those who are connected, and the way to each. */
export type Audience = {
  /** Puts somebody's connection in place of the one they had, which is closed. */
  add(sessionId: string, connection: Connection): void
  /** Whether this connection speaks for them: not when it was replaced, or has said goodbye. */
  holds(sessionId: string, connection: Connection): boolean
  remove(sessionId: string): void
  tell(sessionId: string, frame: FromStudio): void
  tellAll(frame: FromStudio, exceptSessionId?: string): void
  /** Ends all connections. */
  dismiss(reason: string): void
}

/**
 * An audience that nobody is part of yet. App-messages go by `channel` where that takes them, so that they keep step
 * with voice and picture; everything else goes by the connection.
 */
export function createAudience(channel: (sessionId: string, text: string) => boolean): Audience {
  const connections = new Map<string, Connection>()

  function send(sessionId: string, connection: Connection, frame: FromStudio): void {
    const channelTakes = frame.type === 'app-message' && channel(sessionId, JSON.stringify(frame))
    if (!channelTakes) connection.send(frame)
  }

  return {
    add(sessionId, connection) {
      const replaced = connections.get(sessionId)
      connections.set(sessionId, connection)
      replaced?.close(replacedCode, 'joined again elsewhere')
    },
    holds: (sessionId, connection) => connections.get(sessionId) === connection,
    remove: (sessionId) => connections.delete(sessionId),
    tell(sessionId, frame) {
      const connection = connections.get(sessionId)
      if (connection) send(sessionId, connection, frame)
    },
    tellAll(frame, exceptSessionId) {
      for (const [sessionId, connection] of [...connections]) {
        if (sessionId !== exceptSessionId) send(sessionId, connection, frame)
      }
    },
    dismiss(reason) {
      for (const connection of connections.values()) connection.close(1000, reason)
      connections.clear()
    },
  }
}
