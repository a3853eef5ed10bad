import type { HostView } from '@/lib/client/room/host-calls'
import type { GuestView } from '@/lib/domain/conversations/serialize'
import type { Caption, RoomParticipant } from '@/lib/protocol/room'
import { PersonTile, ReplicaTile } from './tiles'

/** How many people have a tile; the list of participants has them all. */
const mostTiles = 12

type StageProps = {
  view: GuestView
  participants: RoomParticipant[]
  sessionId: string | null
  captions: Caption[]
  showCaptions: boolean
  thinking: boolean
  camera: MediaStreamTrack | null
  host: HostView
}

/** Who is seen: the replica large, everybody else in a strip below. */
export function Stage({
  view,
  participants,
  sessionId,
  captions,
  showCaptions,
  thinking,
  camera,
  host,
}: StageProps) {
  const people = participants.filter(({ role }) => role === 'participant')
  const showName = host.showNames ?? true
  const shown = people
    .filter(({ session_id }) => session_id !== sessionId || (host.showLocalVideo ?? true))
    // Ourselves first: that tile answers whether the camera runs.
    .sort((a, b) => Number(b.session_id === sessionId) - Number(a.session_id === sessionId))
  return (
    <div className="flex min-h-0 min-w-0 flex-1 flex-col gap-2">
      <ReplicaTile
        replica={view.replica}
        caption={showCaptions ? captions.findLast(({ role }) => role === 'replica') : undefined}
        thinking={showCaptions && thinking}
        showName={showName}
      />
      {shown.length > 0 && (
        <ul
          aria-label="Participants"
          className="flex h-28 shrink-0 gap-2 overflow-x-auto [@container_(max-height:640px)]:hidden [@container_(max-width:760px)]:h-20"
        >
          {shown.slice(0, mostTiles).map((person) => {
            const isSelf = person.session_id === sessionId
            return (
              <PersonTile
                key={person.session_id}
                person={person}
                isSelf={isSelf}
                camera={isSelf ? camera : null}
                showName={showName}
              />
            )
          })}
          {shown.length > mostTiles && (
            <li className="flex h-full items-center px-3 text-muted">and {shown.length - mostTiles} more</li>
          )}
        </ul>
      )}
    </div>
  )
}
