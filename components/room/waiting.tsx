import { Portrait } from '@/components/replicas/portrait'
import type { GuestView } from '@/lib/domain/conversations/serialize'
import { RoomNotice } from './room-notice'

/** While it is not known yet who drives the room, or what the call needs is on its way. */
export function Waiting({ view }: { view: GuestView }) {
  return (
    <RoomNotice
      title={view.name || `Conversation with ${view.replica.name}`}
      picture={<Portrait look={view.replica.look} className="size-24 rounded-lg" />}
    >
      <p role="status">Getting the room ready…</p>
    </RoomNotice>
  )
}
