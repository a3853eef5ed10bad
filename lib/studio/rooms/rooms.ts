import type { Clock } from '@/lib/platform/clock'
import type { Log } from '@/lib/platform/log'
import type { Holder, RoomDescription, FromStudio as ToParent } from '@/lib/protocol/studio'
import { createRoom, type Room } from '@/lib/studio/rooms/room'
import type { StudioParts } from '@/lib/studio/rooms/stage'
import { readTicket } from '@/lib/studio/rooms/ticket'

/** Ended conversations remembered, to tell "ended" from "unknown". */
const mostEnded = 1000

type Options = {
  maxRooms: number
  ticketKey: string
  clock: Clock
  log: Log
  tell(message: ToParent): void
  parts: StudioParts
}

/** The rooms of this process. */
export type Rooms = {
  /**
   * Opens a room; an open one stays as it is.
   * @throws Error in words when it has ended, or there are as many as the machine can hold
   */
  open(description: RoomDescription): void
  /** Closes a room and waits until what was said in it was taken; closing an unknown one is fine. */
  close(conversationId: string, reason: string): Promise<void>
  find(conversationId: string): Room | undefined
  hasEnded(conversationId: string): boolean
  /** Whose place a ticket returns to; in a room that is closed, nobody is present. Null when it is none of ours. */
  holder(conversationId: string, ticket: string): Holder | null
  /** How many are open. */
  size(): number
}

/** No room is open at first. */
export function createRooms({ maxRooms, ...shared }: Options): Rooms {
  const rooms = new Map<string, Room>()
  const ended = new Set<string>()

  function remember(conversationId: string): void {
    ended.add(conversationId)
    const oldest = ended.values().next().value
    if (ended.size > mostEnded && oldest !== undefined) ended.delete(oldest)
  }

  return {
    open(description) {
      const { conversationId } = description
      if (ended.has(conversationId)) throw new Error('This conversation has ended.')
      if (rooms.has(conversationId)) return
      if (rooms.size >= maxRooms) {
        throw new Error(
          `The studio on this machine is running ${maxRooms} ${maxRooms === 1 ? 'conversation' : 'conversations'}, ` +
            'as many as it can. End one, or raise STUDIO_MAX_ROOMS.',
        )
      }
      rooms.set(conversationId, createRoom({ ...shared, description }))
    },
    async close(conversationId, reason) {
      remember(conversationId)
      await rooms.get(conversationId)?.close(reason)
      rooms.delete(conversationId)
    },
    find: (conversationId) => rooms.get(conversationId),
    hasEnded: (conversationId) => ended.has(conversationId),
    holder(conversationId, ticket) {
      const room = rooms.get(conversationId)
      if (room) return room.holder(ticket)
      const sessionId = readTicket(shared.ticketKey, conversationId, ticket)
      return sessionId === null ? null : { sessionId, name: '', accountId: null, present: false }
    },
    size: () => rooms.size,
  }
}
