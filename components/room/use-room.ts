import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import { socketAddress } from '@/lib/client/room/address'
import { type Connection, connect } from '@/lib/client/room/connection'
import { type Media, type MediaSnapshot, sentBy } from '@/lib/client/room/media'
import { writePlace } from '@/lib/client/room/place'
import type { RoomSnapshot } from '@/lib/client/room/room-state'
import { sessionTicketStore } from '@/lib/client/room/ticket-store'

type RoomOptions = {
  conversationId: string
  /** The frame's id when a host drives us; null for a page of its own. */
  callClientId: string | null
  token: string | undefined
  media: Media
  mediaState: MediaSnapshot
}

export type RoomHook = {
  connection: Connection | null
  snapshot: RoomSnapshot | null
  /** Joins with the devices as they are now; again after leaving or a refusal. */
  join(who: { name: string; token?: string }): Connection
}

const nothing = () => () => {}

/** The connection to one room and what it knows, told of our devices as they change. */
export function useRoom({ conversationId, callClientId, token, media, mediaState }: RoomOptions): RoomHook {
  const [connection, setConnection] = useState<Connection | null>(null)
  const latest = useRef<Connection | null>(null)
  const tickets = useMemo(() => sessionTicketStore(conversationId), [conversationId])

  const snapshot = useSyncExternalStore(
    connection?.subscribe ?? nothing,
    () => connection?.snapshot() ?? null,
    () => null,
  )

  const join = useCallback(
    (who: { name: string; token?: string }) => {
      latest.current?.drop()
      const opened = connect({
        url: socketAddress(conversationId, window.location),
        name: who.name || undefined,
        token: who.token ?? token,
        tracks: sentBy(media.snapshot()),
        tickets,
      })
      latest.current = opened
      setConnection(opened)
      return opened
    },
    [conversationId, token, media, tickets],
  )

  const { microphone, camera, screen, screenAudio } = sentBy(mediaState)
  useEffect(
    () => connection?.setTracks({ microphone, camera, screen, screenAudio }),
    [connection, microphone, camera, screen, screenAudio],
  )

  const [hasAudio, hasVideo] = [microphone !== null, camera !== null]
  const status = snapshot?.status.phase
  const name = snapshot?.participants.find(({ session_id }) => session_id === snapshot.sessionId)?.name
  useEffect(() => {
    if (status === 'joined' && name !== undefined)
      writePlace(conversationId, { name, audio: hasAudio, video: hasVideo, callClientId })
    else if (status && status !== 'connecting' && status !== 'reconnecting') writePlace(conversationId, null)
  }, [conversationId, callClientId, status, name, hasAudio, hasVideo])

  useEffect(() => () => latest.current?.drop(), [])

  return { connection, snapshot, join }
}
