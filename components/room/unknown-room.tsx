'use client'

import '@/lib/client/without-eval'
import { useEffect } from 'react'
import { allowedHost, socketAddress } from '@/lib/client/room/address'
import { connect } from '@/lib/client/room/connection'
import { startEmbedded } from '@/lib/client/room/embedded'
import { createMedia } from '@/lib/client/room/media'
import { sessionTicketStore } from '@/lib/client/room/ticket-store'
import { ClosedDoor } from './closed-door'
import type { RoomLaunch } from './room'

/** A link to no conversation. A host that frames it is told so, instead of waiting for a room that never answers. */
export function UnknownRoom({ conversationId, launch }: { conversationId: string; launch: RoomLaunch }) {
  const { callClientId, hostHref } = launch
  useEffect(() => {
    const hostOrigin = hostHref && allowedHost(hostHref, [window.location.origin])
    if (window.parent === window || !callClientId || !hostOrigin) return
    return startEmbedded({
      conversationId,
      callClientId,
      hostOrigin,
      host: window.parent,
      own: window,
      media: createMedia(),
      show: () => {},
      configured: () => {},
      join: ({ token }) =>
        connect({
          url: socketAddress(conversationId, window.location),
          token,
          tracks: { microphone: null, camera: null, screen: null, screenAudio: null },
          tickets: sessionTicketStore(conversationId),
        }),
    }).stop
  }, [conversationId, callClientId, hostHref])
  return <ClosedDoor reason="unknown" />
}
