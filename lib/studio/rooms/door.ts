import type { Clock } from '@/lib/platform/clock'
import type { FromParticipant, Refusal } from '@/lib/protocol/room'
import type { Connection } from '@/lib/studio/rooms/audience'
import type { Entrant } from '@/lib/studio/rooms/room'
import type { Rooms } from '@/lib/studio/rooms/rooms'
import type { Seat } from '@/lib/studio/rooms/seat'
import { createStrangers } from '@/lib/studio/rooms/strangers'
import { readTicket } from '@/lib/studio/rooms/ticket'

export type Join = Extract<FromParticipant, { type: 'join' }>

/** What the server says of a meeting token; null when it could not say. */
export type Admission =
  | { admitted: NonNullable<Entrant['admitted']> }
  | { refusal: 'not-allowed' | 'token-expired' }
  | null

type Options = {
  rooms: Rooms
  ticketKey: string
  clock: Clock
  admit(conversationId: string, token: string): Promise<Admission>
}

/** Milliseconds after the start of this process in which rooms of before may still be opened again. */
const reopening = 60_000

/** Decides who comes into which room; "later": not yet, the connection is to be tried again. */
export type Door = {
  /** `stillThere` is asked after the token was checked: who has gone meanwhile gets no seat. */
  enter(
    visit: { conversationId: string; address: string; join: Join; connection: Connection },
    stillThere: () => boolean,
  ): Promise<Seat | Refusal | 'later'>
}

/** The door of all rooms of this process. */
export function createDoor({ rooms, ticketKey, clock, admit }: Options): Door {
  const mayAskAgain = createStrangers(clock)

  const started = clock.now().getTime()

  function noRoom(conversationId: string, address: string, sessionId: string | null): Refusal | 'later' {
    if (rooms.hasEnded(conversationId)) return 'ended'
    // A ticket proves that the room was there: it is about to be opened again after a crash, or it has ended.
    if (sessionId) return clock.now().getTime() - started < reopening ? 'later' : 'ended'
    return mayAskAgain(address) ? 'unknown' : 'busy'
  }

  return {
    async enter({ conversationId, address, join, connection }, stillThere) {
      const sessionId = join.ticket ? readTicket(ticketKey, conversationId, join.ticket) : null
      const room = rooms.find(conversationId)
      if (!room) return noRoom(conversationId, address, sessionId)
      const entrant = { sessionId, name: join.name, ...devicesOf(join), media: join.media ?? false }
      const asGuest = () => room.enter(connection, { ...entrant, admitted: null })
      const { requireAuth } = room.description
      if (sessionId) return asGuest()
      if (!join.token) return requireAuth ? 'not-allowed' : asGuest()
      const admission = await admit(conversationId, join.token)
      if (!admission || !stillThere()) return 'busy'
      // Where none is needed, a token that is no use keeps nobody out.
      if ('refusal' in admission) return requireAuth ? admission.refusal : asGuest()
      const outcome = room.enter(connection, { ...entrant, admitted: admission.admitted })
      return outcome === 'token-used' && !requireAuth ? asGuest() : outcome
    },
  }
}

const devicesOf = ({ audio, video, screen = false }: Join) => ({ audio, video, screen })
