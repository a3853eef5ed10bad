'use client'

import { Square } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useRef } from 'react'
import { Button } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import type { HostView } from '@/lib/client/room/host-calls'
import type { RoomSnapshot } from '@/lib/client/room/room-state'
import type { GuestView } from '@/lib/domain/conversations/serialize'
import type { RoomParticipant } from '@/lib/protocol/room'
import { CaptionBox } from './caption-box'
import type { ShownBackground } from './keyed-video'
import { PersonTile } from './person-tile'
import { isReplicaSpeaking } from './replica-speech'
import { ReplicaTile } from './replica-tile'
import { ScreenView } from './screen-view'
import css from './stage.module.css'

/** How many people have a tile; the list of participants has them all. */
const mostTiles = 12

type StageProps = {
  view: GuestView
  snapshot: RoomSnapshot
  showCaptions: boolean
  thinking: boolean
  /** The replica is speaking and lets itself be interrupted. */
  onStop: (() => void) | null
  camera: MediaStreamTrack | null
  background: ShownBackground | null
  host: HostView
}

/** Who is seen: a shared screen or the replica large, everybody else as tiles beside it, or below where it is tall. */
export function Stage({
  view,
  snapshot,
  showCaptions,
  thinking,
  onStop,
  camera,
  background,
  host,
}: StageProps) {
  const t = useTranslations('room.stage')
  const { participants, sessionId, tracks, activeSpeaker, spoken } = snapshot
  const speaking = isReplicaSpeaking(snapshot)
  const main = useRef<HTMLDivElement>(null)
  const showName = host.showNames ?? true
  const replica = participants.find(({ role }) => role === 'replica')
  const people = shownPeople(participants, sessionId, host.showLocalVideo ?? true)
  const screen = sharedScreen(snapshot)
  const words = spoken?.text ?? null
  const replicaTile = (as: 'section' | 'li', className: string) => (
    <ReplicaTile
      as={as}
      replica={view.replica}
      tracks={replica && tracks.get(replica.session_id)}
      audioOnly={view.audioOnly}
      background={background}
      speaking={speaking}
      thinking={thinking}
      showName={showName}
      className={className}
    />
  )
  const tiles = people.length + (screen ? 1 : 0)
  return (
    <div className={css.stage}>
      <div className={css.row} data-screen={screen ? '' : undefined}>
        <div ref={main} tabIndex={-1} className={css.main}>
          <div className="relative flex min-h-0 flex-1">
            {screen ? (
              <ScreenView track={screen.track} name={screen.person.name} showName={showName} />
            ) : (
              replicaTile('section', 'flex-1')
            )}
            <div className={css.over}>
              {onStop && (
                <StopButton
                  name={view.replica.name}
                  onStop={() => {
                    onStop()
                    // The button goes away; the focus stays near.
                    main.current?.focus()
                  }}
                />
              )}
              {showCaptions && !screen && <CaptionBox text={words} className={css.caption} />}
            </div>
          </div>
          {/* What is on a screen is to be read too. */}
          {showCaptions && screen && <CaptionBox text={words} keepsPlace className={css.caption} />}
        </div>
        {tiles > 0 && (
          <ul
            aria-label={t('participants')}
            data-alone={(!screen && tiles === 1) || undefined}
            data-many={tiles > 4 || undefined}
            tabIndex={tiles > 1 ? 0 : undefined}
            className={css.tiles}
          >
            {screen && replicaTile('li', cn(css.tile, 'shrink-0'))}
            {people.slice(0, mostTiles).map((person) => {
              const isSelf = person.session_id === sessionId
              const theirs = person.video ? (tracks.get(person.session_id)?.video ?? null) : null
              return (
                <PersonTile
                  key={person.session_id}
                  person={person}
                  camera={isSelf ? camera : theirs}
                  isSelf={isSelf}
                  speaking={activeSpeaker === person.session_id}
                  showName={showName}
                  className={css.tile}
                />
              )
            })}
            {people.length > mostTiles && (
              <li className="flex items-center px-3 py-2 text-muted">
                {t('andMore', { count: people.length - mostTiles })}
              </li>
            )}
          </ul>
        )}
      </div>
    </div>
  )
}

function StopButton({ name, onStop }: { name: string; onStop(): void }) {
  const t = useTranslations('room.stage')
  return (
    <Button
      className="self-end shadow-overlay pointer-coarse:h-11"
      title={t('stopHint', { name })}
      onClick={onStop}
    >
      <Square aria-hidden className="fill-current" />
      <span className={css.stopWord}>{t('stop')}</span>
    </Button>
  )
}

/** Who has a tile, ourselves first: that tile answers whether the camera runs. */
function shownPeople(participants: RoomParticipant[], sessionId: string | null, showSelf: boolean) {
  const isSelf = ({ session_id }: RoomParticipant) => session_id === sessionId
  return participants
    .filter((person) => person.role === 'participant' && (showSelf || !isSelf(person)))
    .sort((a, b) => Number(isSelf(b)) - Number(isSelf(a)))
}

/** The screen to be shown: of those that others share, the one that came last. Our own would show itself in itself. */
function sharedScreen({ participants, sessionId, tracks }: RoomSnapshot) {
  for (const person of participants.toReversed()) {
    const track = tracks.get(person.session_id)?.screenVideo
    if (person.screen && track && person.session_id !== sessionId) return { person, track }
  }
  return null
}
