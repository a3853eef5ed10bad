'use client'

import { useState } from 'react'
import { Notice } from '@/components/ui/notice'
import { Spinner } from '@/components/ui/spinner'
import type { Connection } from '@/lib/client/room/connection'
import type { HostView } from '@/lib/client/room/host-calls'
import type { Media, MediaSnapshot } from '@/lib/client/room/media'
import type { RoomSnapshot, RoomStatus } from '@/lib/client/room/room-state'
import type { GuestView } from '@/lib/domain/conversations/serialize'
import { Chat } from './chat'
import { Controls } from './controls'
import { DeviceProblems } from './device-problem'
import { Invite } from './invite'
import { People } from './people'
import { Stage } from './stage'
import { useChat } from './use-chat'
import { useViewportHeight } from './use-viewport-height'

type CallViewProps = {
  view: GuestView
  connection: Connection
  snapshot: RoomSnapshot
  media: Media
  state: MediaSnapshot
  host: HostView
}

/** The call: replica and people, chat, and the controls, all in view at any size. */
export function CallView({ view, connection, snapshot, media, state, host }: CallViewProps) {
  useViewportHeight()
  const chat = useChat(view.conversationId, connection)
  const [showCaptions, setShowCaptions] = useState(true)
  const [leaving, setLeaving] = useState(false)
  const { participants, sessionId, captions, status } = snapshot
  const self = participants.find(({ session_id }) => session_id === sessionId)
  const others = participants.filter(
    ({ role, session_id }) => role === 'participant' && session_id !== sessionId,
  )
  const ends = others.length === 0 && (snapshot.room?.ends_when_empty ?? view.endsWhenEmpty)
  const thinking = status.phase === 'joined' && captions.at(-1)?.role === 'user'
  return (
    <div className="flex h-[var(--room-height,100dvh)] min-w-0 flex-col overflow-hidden [container-type:size]">
      <header className="flex shrink-0 items-center gap-1 border-border border-b bg-surface py-1.5 ps-4 pe-2 [@container_(max-height:520px)]:hidden">
        <h1 className="min-w-0 flex-1 truncate font-medium" dir="auto">
          {view.name || `Conversation with ${view.replica.name}`}
        </h1>
        <People participants={participants} sessionId={sessionId} />
        <Invite view={view} />
      </header>
      <ConnectionNotice status={status} />
      <main id="main" className="flex min-h-0 flex-1 [@container_(max-width:760px)]:flex-col">
        <div className="flex min-h-0 min-w-0 flex-1 p-3 [@container_(max-height:520px)_and_(max-width:760px)]:hidden [@container_(max-width:760px)]:h-[42%] [@container_(max-width:760px)]:flex-none [@container_(max-width:760px)]:pb-0">
          <Stage
            view={view}
            participants={participants}
            sessionId={sessionId}
            captions={captions}
            showCaptions={showCaptions}
            thinking={thinking}
            camera={state.video.track}
            host={host}
          />
        </div>
        <div className="flex min-h-0 w-96 max-w-[40%] border-border border-s bg-surface [@container_(max-width:760px)]:w-full [@container_(max-width:760px)]:max-w-none [@container_(max-width:760px)]:flex-1 [@container_(max-width:760px)]:border-s-0 [@container_(max-width:760px)]:bg-background">
          <Chat
            replicaName={view.replica.name}
            ownName={self?.name}
            captions={captions}
            chat={chat}
            thinking={thinking}
          />
        </div>
      </main>
      <div className="flex flex-col gap-2 px-3 empty:hidden [&>*]:mb-2">
        <DeviceProblems audio={state.audio.problem} video={view.audioOnly ? null : state.video.problem} />
      </div>
      <Controls
        media={media}
        state={state}
        audioOnly={view.audioOnly}
        captions={showCaptions}
        onCaptions={setShowCaptions}
        leave={
          (host.showLeaveButton ?? true)
            ? {
                label: ends ? 'Leave and end' : 'Leave',
                busy: leaving,
                act: () => {
                  setLeaving(true)
                  void connection.leave()
                },
              }
            : undefined
        }
      />
    </div>
  )
}

function ConnectionNotice({ status }: { status: RoomStatus }) {
  if (status.phase !== 'connecting' && status.phase !== 'reconnecting') return null
  if (!status.offline) {
    return (
      <p role="status" className="flex items-center justify-center gap-2 bg-subtle px-4 py-1.5 text-muted">
        <Spinner /> {status.phase === 'connecting' ? 'Joining…' : 'The connection was lost. Joining again…'}
      </p>
    )
  }
  return (
    <Notice tone="danger" className="rounded-none">
      No connection. Check your network; this page keeps trying and returns you to the call by itself.
    </Notice>
  )
}
