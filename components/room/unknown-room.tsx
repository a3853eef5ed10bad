'use client'

import { useEffect } from 'react'
import { allowedHost } from '@/lib/client/room/address'
import { ClosedDoor } from './closed-door'
import type { RoomLaunch } from './room'

/** A link to no conversation. A host that frames it is told so, instead of waiting for a room that never answers. */
export function UnknownRoom({ conversationId, launch }: { conversationId: string; launch: RoomLaunch }) {
  const { callClientId, hostHref } = launch
  useEffect(() => {
    const origin = hostHref && allowedHost(hostHref, [window.location.origin])
    if (window.parent === window || !callClientId || !origin) return
    let isHere = true
    let stop = () => {}
    void import('./unknown-call').then(({ answerHost }) => {
      if (isHere) stop = answerHost(conversationId, { callClientId, origin })
    })
    return () => {
      isHere = false
      stop()
    }
  }, [conversationId, callClientId, hostHref])
  return <ClosedDoor reason="unknown" />
}
