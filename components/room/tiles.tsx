import { MicOff, VideoOff } from 'lucide-react'
import { Portrait } from '@/components/replicas/portrait'
import { cn } from '@/components/ui/cn'
import type { GuestView } from '@/lib/domain/conversations/serialize'
import type { Caption, RoomParticipant } from '@/lib/protocol/room'
import { VideoPreview } from './video-preview'

const initialOf = (name: string) => [...name.trim()][0]?.toUpperCase() ?? '?'

function NamePlate({ children, shown }: { children: React.ReactNode; shown: boolean }) {
  if (!shown) return null
  return (
    <span
      dir="auto"
      className="absolute start-2 top-2 max-w-[calc(100%-1rem)] truncate rounded-sm bg-surface/85 px-1.5 py-0.5 text-xs"
    >
      {children}
    </span>
  )
}

type ReplicaTileProps = {
  replica: GuestView['replica']
  caption: Caption | undefined
  /** A message waits for its answer. */
  thinking: boolean
  showName: boolean
}

/** The ground a portrait is drawn on, so that the tile around it continues the picture. */
function groundOf({ options }: GuestView['replica']['look']): string | undefined {
  const colors = options.backgroundColor
  const [color] = Array.isArray(colors) ? colors : []
  return typeof color === 'string' && /^[0-9a-f]{6}$/i.test(color) ? `#${color}` : undefined
}

/** The replica, large, with what it said last below its face. */
export function ReplicaTile({ replica, caption, thinking, showName }: ReplicaTileProps) {
  return (
    <section
      aria-label={`${replica.name}, replica`}
      className="relative flex min-h-0 flex-1 flex-col items-center overflow-hidden rounded-lg border border-border bg-subtle"
    >
      <NamePlate shown={showName}>{replica.name}</NamePlate>
      <div
        className="flex min-h-0 w-full flex-1 items-end justify-center"
        style={{ backgroundColor: groundOf(replica.look) }}
      >
        <Portrait
          look={replica.look}
          alt={replica.name}
          className="h-full max-h-[36rem] w-full rounded-none bg-transparent object-contain object-bottom pt-4"
        />
      </div>
      {(caption || thinking) && (
        // The chat announces what is said; the caption is for the eye.
        <div aria-hidden className="w-full border-border border-t bg-surface px-4 py-2.5 text-center">
          <p
            dir="auto"
            className="line-clamp-3 text-pretty text-[0.9375rem] [@container_(max-width:760px)]:line-clamp-2 [@container_(max-width:760px)]:text-sm"
          >
            {thinking ? <span className="text-muted">Thinking…</span> : caption?.text}
          </p>
        </div>
      )}
    </section>
  )
}

type PersonTileProps = {
  person: RoomParticipant
  /** Our own camera, in our own tile. */
  camera?: MediaStreamTrack | null
  isSelf: boolean
  showName: boolean
}

/** Somebody in the call. */
export function PersonTile({ person, camera, isSelf, showName }: PersonTileProps) {
  const name = isSelf ? `${person.name} (you)` : person.name
  return (
    <li
      aria-label={`${name}${person.reconnecting ? ', reconnecting' : ''}`}
      className={cn(
        'relative flex h-full max-h-28 w-40 shrink-0 items-center justify-center overflow-hidden rounded-lg border border-border bg-subtle',
        person.reconnecting && 'opacity-60',
      )}
    >
      {camera ? (
        <VideoPreview track={camera} />
      ) : (
        <span aria-hidden className="font-medium text-2xl text-muted">
          {initialOf(person.name)}
        </span>
      )}
      <NamePlate shown={showName}>
        <bdi>{person.name}</bdi>
        {isSelf && ' (you)'}
      </NamePlate>
      <span className="absolute end-2 bottom-2 flex gap-1 text-muted [&_svg]:size-3.5">
        {!person.audio && <MicOff aria-label="Microphone off" />}
        {!person.video && <VideoOff aria-label="Camera off" />}
      </span>
    </li>
  )
}
