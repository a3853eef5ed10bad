'use client'

import { useTranslations } from 'next-intl'
import { useEffect, useRef, useState } from 'react'
import { useShortcuts, useShortcutsAllowed } from '@/components/ui/use-shortcuts'
import type { Connection } from '@/lib/client/room/connection'
import type { HostView } from '@/lib/client/room/host-calls'
import type { Media, MediaSnapshot } from '@/lib/client/room/media'
import type { Recorder } from '@/lib/client/room/recorder'
import type { RoomSnapshot } from '@/lib/client/room/room-state'
import type { GuestView } from '@/lib/domain/conversations/serialize'
import { CallProblems } from './call-problems'
import css from './call-view.module.css'
import { Chat } from './chat'
import { ConnectionNotice } from './connection-notice'
import { Controls } from './controls'
import { DeviceProblems } from './device-problem'
import { HearingNotice, RecognitionProblemNotice } from './hearing'
import { Invite } from './invite'
import { Listening } from './listening'
import { ModelFailed } from './model-failed'
import { People } from './people'
import { Quality } from './quality'
import { RecordingControl, RecordingProblem } from './recording-control'
import { RecordingIndicator } from './recording-indicator'
import { isInterruptible, wordsBeingSaid } from './replica-speech'
import { ScreenNotice } from './screen-notice'
import { Stage } from './stage'
import { useTransparency } from './transparency'
import { useChat } from './use-chat'
import { useMeter } from './use-meter'
import { useNotUnderstood } from './use-not-understood'
import { useRecognition } from './use-recognition'
import { useSound } from './use-sound'
import { useViewportHeight } from './use-viewport-height'
import { useWakeLock } from './use-wake-lock'

type CallViewProps = {
  view: GuestView
  connection: Connection
  snapshot: RoomSnapshot
  media: Media
  state: MediaSnapshot
  host: HostView
  recorder: Recorder
}

/** The call: replica and people, chat, and the controls, all in view at any size. */
export function CallView({ view, connection, snapshot, media, state, host, recorder }: CallViewProps) {
  const t = useTranslations('room.callView')
  useViewportHeight()
  useWakeLock()
  const { participants, sessionId, captions, status, room, tracks } = snapshot
  const { replica, audioOnly } = view
  const box = useRef<HTMLTextAreaElement>(null)
  const chat = useChat(view.conversationId, connection)
  const unseen = useUnseen(captions.length)
  const [showCaptions, setShowCaptions] = useState(true)
  const [leaving, setLeaving] = useState(false)
  const [notUnderstood, dismissNotUnderstood] = useNotUnderstood(connection)

  const recognition = useRecognition({
    language: room?.language ?? 'english',
    track: state.audio.track,
    onSentence(text) {
      // What cannot be sent now is kept where it can be sent later.
      if (chat.send(text) !== null) chat.setDraft(`${chat.draft} ${text}`.trim())
    },
  })
  const recognises = recognition?.on ?? false
  useEffect(() => connection.setRecognition(recognises), [connection, recognises])
  const recognise =
    recognition &&
    (() => {
      recognition.want(true)
      dismissNotUnderstood()
      if (!state.audio.on) void media.set('audio', true)
    })

  const wrote = useMeter(connection, snapshot, state.audio.track)
  const sound = useSound(tracks, state.speakerId)
  const background = room?.background ?? null
  const transparency = useTransparency(background)
  const onStop = isInterruptible(snapshot) ? chat.interrupt : null
  const hasCaptions = room?.closed_captions ?? view.closedCaptions
  const [shortcutsAllowed, allowShortcuts] = useShortcutsAllowed('colloquy.room.shortcuts')
  useShortcuts(
    {
      m: () => void media.set('audio', !state.audio.on),
      ...(!audioOnly && { v: () => void media.set('video', !state.video.on) }),
      ...(hasCaptions && { c: () => setShowCaptions(!showCaptions) }),
    },
    shortcutsAllowed,
  )

  const others = participants.filter(
    ({ role, session_id }) => role === 'participant' && session_id !== sessionId,
  )
  const ends = others.length === 0 && (room?.ends_when_empty ?? view.endsWhenEmpty)
  const speaking = wordsBeingSaid(snapshot)
  const thinking = status.phase === 'joined' && !speaking && captions.at(-1)?.role === 'user'
  const ownName = participants.find(({ session_id }) => session_id === sessionId)?.name
  return (
    <div className={css.room}>
      <div className={css.layout} data-chat={unseen.shown ? undefined : 'hidden'}>
        <header
          className={`${css.header} flex min-w-0 items-center gap-1 border-border border-b bg-surface py-1.5 ps-4 pe-2`}
        >
          <h1 className="min-w-0 flex-1 truncate font-medium" dir="auto">
            {view.name || t('conversationWith', { name: replica.name })}
          </h1>
          <RecordingIndicator room={room} sessionId={sessionId} />
          <Quality snapshot={snapshot} />
          <People participants={participants} sessionId={sessionId} />
          <Invite view={view} />
        </header>
        <div className={css.notice}>
          <ConnectionNotice status={status} />
        </div>
        <main id="main" className="contents">
          <div className={`${css.stage} flex min-h-0 min-w-0 p-2`}>
            <Stage
              view={view}
              snapshot={snapshot}
              showCaptions={hasCaptions && showCaptions}
              thinking={thinking}
              onStop={onStop}
              camera={state.video.track}
              background={transparency?.on ? 'transparent' : background}
              host={host}
            />
          </div>
          <div className={`${css.problems} flex flex-col gap-2 px-2 [&:not(:empty)]:pb-2`}>
            <CallProblems
              replicaName={replica.name}
              media={snapshot.media}
              soundBlocked={sound.blocked}
              onSound={sound.unlock}
              onRetry={connection.retryMedia}
            />
            <DeviceProblems
              audio={state.audio.problem}
              video={audioOnly ? null : state.video.problem}
              onDismiss={(kinds) => {
                for (const kind of kinds) void media.set(kind, false)
              }}
            />
            <RecordingProblem recorder={recorder} />
            <ScreenNotice screen={state.screen} onStop={media.stopScreen} onRetry={media.startScreen} />
            <ModelFailed connection={connection} />
            {notUnderstood && (
              <HearingNotice
                replicaName={replica.name}
                onRecognise={recognise ?? undefined}
                onType={() => {
                  dismissNotUnderstood()
                  unseen.show(true)
                  // A chat that was hidden is there after the next frame.
                  requestAnimationFrame(() => box.current?.focus())
                }}
                onDismiss={dismissNotUnderstood}
              />
            )}
            {recognise && recognition?.problem && (
              <RecognitionProblemNotice
                problem={recognition.problem}
                onRetry={recognise}
                onDismiss={recognition.dismiss}
              />
            )}
          </div>
          <div className={`${css.chat} flex min-h-0 min-w-0 border-border border-s bg-surface`}>
            <Chat
              replicaName={replica.name}
              ownName={ownName}
              captions={captions}
              speaking={speaking}
              chat={{
                ...chat,
                send(text) {
                  const refusal = chat.send(text)
                  if (refusal === null) wrote(text)
                  return refusal
                },
              }}
              thinking={thinking}
              box={box}
              onStop={onStop}
            >
              {recognition?.wanted && (
                <Listening recognition={recognition} muted={state.audio.track === null} />
              )}
            </Chat>
          </div>
        </main>
        <footer className={`${css.controls} border-border border-t bg-surface px-2 py-1.5`}>
          <Controls
            settings={{
              media,
              state,
              audioOnly,
              replicaName: replica.name,
              recognition,
              transparency,
              captions: hasCaptions,
              shortcuts: { allowed: shortcutsAllowed, allow: allowShortcuts },
            }}
            captions={hasCaptions ? { shown: showCaptions, show: setShowCaptions } : null}
            screen={
              state.screen.offered && !audioOnly
                ? {
                    on: state.screen.video !== null,
                    asking: state.screen.asking,
                    toggle: () => (state.screen.video ? media.stopScreen() : void media.startScreen()),
                  }
                : null
            }
            record={<RecordingControl recorder={recorder} room={room} sessionId={sessionId} />}
            chat={unseen}
            leave={
              (host.showLeaveButton ?? true)
                ? {
                    label: ends ? t('leaveAndEnd') : t('leave'),
                    busy: leaving,
                    act: () => {
                      setLeaving(true)
                      void recorder.finish().then(connection.leave)
                    },
                  }
                : undefined
            }
          />
        </footer>
      </div>
    </div>
  )
}

/** Whether the chat is shown, and what was said since it was hidden. */
function useUnseen(lines: number) {
  const [hiddenAt, setHiddenAt] = useState<number | null>(null)
  return {
    shown: hiddenAt === null,
    unread: hiddenAt !== null && lines > hiddenAt,
    show: (shown: boolean) => setHiddenAt(shown ? null : lines),
  }
}
