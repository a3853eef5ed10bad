import { useCallback, useEffect, useState } from 'react'
import { startEmbedded } from '@/lib/client/room/embedded'
import type { HostView } from '@/lib/client/room/host-calls'
import type { Media, MediaSnapshot } from '@/lib/client/room/media'
import { readPlace } from '@/lib/client/room/place'
import type { RoomSnapshot } from '@/lib/client/room/room-state'
import type { GuestView } from '@/lib/domain/conversations/serialize'
import { CallView } from './call-view'
import { ClosedDoor } from './closed-door'
import { Left } from './left'
import { showTheme } from './theme'
import { useRecorder } from './use-recorder'
import { useRoom } from './use-room'
import { Waiting } from './waiting'

/** How somebody comes into a call of their own: from the lobby by a name, or back after a reload. */
export type Entry = { name: string } | 'back'

/** The page that drives us through daily-js: under which name it knows this frame, and where it is from. */
export type Host = { callClientId: string; origin: string }

export type CallProps = {
  view: GuestView
  /** The meeting token of the page's address. */
  token: string | undefined
  media: Media
  state: MediaSnapshot
  /** Driven by a host, which joins; or by whoever enters. */
  by: { host: Host } | { entry: Entry }
  /** Back to the lobby. */
  onGone(): void
}

/** The call, from joining to its end. It comes with the first step beyond the lobby. */
export function Call({ view, token, media, state, by, onGone }: CallProps) {
  const { conversationId } = view
  const host = 'host' in by ? by.host : null
  const entry = 'entry' in by ? by.entry : null
  const [hostView, setHostView] = useState<HostView>({})
  const { join, connection, snapshot } = useRoom({
    conversationId,
    callClientId: host?.callClientId ?? null,
    token,
    media,
    mediaState: state,
  })
  const recorder = useRecorder(conversationId, connection, media)

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
    if (entry === 'back') {
      if (!resume(null)) onGone()
    } else if (entry) join(entry)
  }, [entry, resume, join, onGone])

  useEffect(() => {
    if (!host) return
    const show = (view: HostView) => {
      setHostView((known) => ({ ...known, ...view }))
      showTheme(view.theme)
    }
    const embedded = startEmbedded({
      conversationId,
      callClientId: host.callClientId,
      hostOrigin: host.origin,
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
    const resumed = resume(host.callClientId)
    if (resumed) embedded.resume(resumed)
    return embedded.stop
  }, [host, conversationId, media, recorder, join, resume, view.audioOnly])

  if (!snapshot || !connection) return <Waiting view={view} />
  switch (snapshot.status.phase) {
    case 'refused':
      return <ClosedDoor reason={snapshot.status.reason} onRetry={host ? undefined : onGone} />
    case 'ended':
      return <ClosedDoor reason="ended" />
    case 'left':
    case 'replaced':
      return (
        <Left
          view={view}
          how={snapshot.status.phase === 'replaced' ? 'replaced' : wasLast(snapshot) ? 'ended' : 'left'}
          // In a frame the host's own button joins again; it would not know of ours.
          onRejoin={host ? undefined : () => join({ name: ownName(snapshot) })}
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
          host={hostView}
          recorder={recorder}
        />
      )
  }
}

const ownName = ({ participants, sessionId }: RoomSnapshot) =>
  participants.find(({ session_id }) => session_id === sessionId)?.name ?? ''

/** Our going ended the conversation. */
const wasLast = ({ participants, sessionId, room }: RoomSnapshot) =>
  room?.ends_when_empty === true &&
  !participants.some(({ role, session_id }) => role === 'participant' && session_id !== sessionId)
