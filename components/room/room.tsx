'use client'

import '@/lib/client/without-eval'
import { useCallback, useEffect, useState } from 'react'
import { Portrait } from '@/components/replicas/portrait'
import { Button } from '@/components/ui/button'
import { allowedHost, withoutToken } from '@/lib/client/room/address'
import { startEmbedded } from '@/lib/client/room/embedded'
import type { HostView } from '@/lib/client/room/host-calls'
import { readPlace } from '@/lib/client/room/place'
import { sessionTicketStore } from '@/lib/client/room/ticket-store'
import type { GuestView } from '@/lib/domain/conversations/serialize'
import { CallView } from './call-view'
import { ClosedDoor } from './closed-door'
import { Lobby } from './lobby'
import { RoomNotice } from './room-notice'
import { showTheme } from './theme'
import { useMedia } from './use-media'
import { useRecorder } from './use-recorder'
import { useRoom } from './use-room'

/** What the page's address said: a meeting token, and by what page we are driven. */
export type RoomLaunch = { token?: string; callClientId?: string; hostHref?: string }

/**
 * Who drives the room: `page` is a page of its own, `strangers` a host that may not. Until that is known nothing is
 * asked for: a call that a reload interrupted goes on with the devices it had.
 */
type Driver = 'unknown' | 'page' | 'host' | 'strangers'

/** The meeting room of one conversation, as a page of its own or driven by a host through daily-js. */
export function Room({ view, launch }: { view: GuestView; launch: RoomLaunch }) {
  const { conversationId, allowedOrigins } = view
  const { callClientId, hostHref, token } = launch
  const [driver, setDriver] = useState<Driver>('unknown')
  const [mayReturn, setMayReturn] = useState(false)
  const [host, setHost] = useState<HostView>({})
  const { media, state } = useMedia()
  const isHosted = driver === 'host'
  const room = useRoom({
    conversationId,
    callClientId: isHosted ? (callClientId ?? null) : null,
    token,
    media,
    mediaState: state,
  })
  const { join } = room
  const recorder = useRecorder(conversationId, room.connection, media)

  // Next's router has the address from the server and writes it back; with no state of its own it takes ours over.
  useEffect(() => {
    const address = withoutToken(window.location.href)
    if (address) window.history.replaceState(null, '', address)
  }, [])

  /** Returns to the call that a reload interrupted, with the devices that were on. */
  const resume = useCallback(
    (as: string | null) => {
      const place = readPlace(conversationId)
      if (!place || place.callClientId !== as) return null
      const connection = join({ name: place.name })
      if (place.audio) void media.set('audio', true)
      if (place.video) void media.set('video', true)
      return connection
    },
    [conversationId, join, media],
  )

  useEffect(() => {
    setMayReturn(sessionTicketStore(conversationId).read() !== null)
    const framed = window.parent !== window && callClientId && hostHref
    if (!framed) {
      setDriver('page')
      resume(null)
      return
    }
    const hostOrigin = allowedHost(hostHref, [window.location.origin, ...allowedOrigins])
    if (!hostOrigin) {
      setDriver('strangers')
      return
    }
    setDriver('host')
    const show = (view: HostView) => {
      setHost((known) => ({ ...known, ...view }))
      showTheme(view.theme)
    }
    const embedded = startEmbedded({
      conversationId,
      callClientId,
      hostOrigin,
      host: window.parent,
      own: window,
      media,
      recorder,
      show,
      configured: ({ showLeaveButton, showLocalVideo, theme }) =>
        show({
          ...(showLeaveButton !== undefined && { showLeaveButton }),
          ...(showLocalVideo !== undefined && { showLocalVideo }),
          ...(theme !== undefined && { theme }),
        }),
      join({ userName, token: joinToken, startAudioOff, startVideoOff }) {
        const connection = join({ name: userName ?? '', token: joinToken })
        // Nobody is asked for a device by a page they only opened; the host may say that they want to be.
        if (startAudioOff === false) void media.set('audio', true)
        if (startVideoOff === false && !view.audioOnly) void media.set('video', true)
        return connection
      },
    })
    const resumed = resume(callClientId)
    if (resumed) embedded.resume(resumed)
    return embedded.stop
  }, [conversationId, callClientId, hostHref, allowedOrigins, media, recorder, join, resume, view.audioOnly])

  const { connection, snapshot } = room
  if (driver === 'strangers') {
    return (
      <RoomNotice title="This page may not show the conversation">
        <p>
          The workspace does not list the site that frames it. Its owner can add the site under allowed
          origins, or you can open the meeting link itself.
        </p>
      </RoomNotice>
    )
  }
  if (snapshot && connection) {
    switch (snapshot.status.phase) {
      case 'refused':
        return <ClosedDoor reason={snapshot.status.reason} onRetry={isHosted ? undefined : room.reset} />
      case 'ended':
        return <ClosedDoor reason="ended" />
      case 'left':
      case 'replaced':
        return (
          <Left
            view={view}
            how={snapshot.status.phase === 'replaced' ? 'replaced' : wasLast(snapshot) ? 'ended' : 'left'}
            // In a frame the host's own button joins again; it would not know of ours.
            onRejoin={isHosted ? undefined : () => join({ name: ownName(snapshot) })}
          />
        )
      default:
        return (
          <CallView
            view={view}
            connection={connection}
            snapshot={snapshot}
            media={media}
            state={state}
            host={host}
            recorder={recorder}
          />
        )
    }
  }
  if (driver !== 'page') return <Waiting view={view} />
  if (view.status === 'ended') return <ClosedDoor reason="ended" />
  if (!mayReturn && view.requireAuth && !token) return <ClosedDoor reason="not-allowed" />
  if (!mayReturn && view.full) return <ClosedDoor reason="full" />
  return <Lobby view={view} media={media} state={state} onJoin={(name) => join({ name })} />
}

type Snapshot = NonNullable<ReturnType<typeof useRoom>['snapshot']>
const ownName = ({ participants, sessionId }: Snapshot) =>
  participants.find(({ session_id }) => session_id === sessionId)?.name ?? ''

function Waiting({ view }: { view: GuestView }) {
  return (
    <RoomNotice
      title={view.name || `Conversation with ${view.replica.name}`}
      picture={<Portrait look={view.replica.look} className="size-24 rounded-lg" />}
    >
      <p role="status">Getting the room ready…</p>
    </RoomNotice>
  )
}

/** Our going ended the conversation. */
const wasLast = ({ participants, sessionId, room }: Snapshot) =>
  room?.ends_when_empty === true &&
  !participants.some(({ role, session_id }) => role === 'participant' && session_id !== sessionId)

const leftWords = {
  left: { title: 'You left', text: 'As long as the conversation runs, you can come back.', rejoin: 'Rejoin' },
  ended: { title: 'You left, and the conversation has ended', text: 'Nobody else was there.', rejoin: null },
  replaced: {
    title: 'You joined from another tab',
    text: 'The call goes on there. One person can be in it from one place at a time.',
    rejoin: 'Join here instead',
  },
}

type LeftProps = { view: GuestView; how: keyof typeof leftWords; onRejoin?: () => void }

function Left({ view, how, onRejoin }: LeftProps) {
  const { title, text, rejoin } = leftWords[how]
  return (
    <RoomNotice
      title={title}
      picture={<Portrait look={view.replica.look} className="size-24 rounded-lg" />}
      actions={
        onRejoin &&
        rejoin && (
          <Button variant="primary" onClick={onRejoin}>
            {rejoin}
          </Button>
        )
      }
    >
      <p>{text}</p>
    </RoomNotice>
  )
}
