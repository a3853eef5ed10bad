import type { ReactNode } from 'react'
import { Notice } from '@/components/ui/notice'
import { Spinner } from '@/components/ui/spinner'
import type { RoomStatus } from '@/lib/client/room/room-state'

/** That the room cannot be reached at the moment, why, and what is kept meanwhile. */
export function ConnectionNotice({ status }: { status: RoomStatus }) {
  if (status.phase !== 'connecting' && status.phase !== 'reconnecting') return null
  const { phase, offline, restarting } = status
  if (phase === 'connecting' && !offline) return <Waiting>Joining…</Waiting>
  if (offline) {
    return (
      <Notice tone="danger" className="rounded-none">
        <strong className="font-semibold">
          {restarting ? 'The server has not come back yet.' : 'There is no connection to the room.'}
        </strong>{' '}
        {restarting ? 'Whoever runs it may know more.' : 'Check the network of this device.'} This page keeps
        trying and brings you back to your place by itself.
      </Notice>
    )
  }
  return (
    <Waiting>
      <strong className="font-medium text-foreground">
        {restarting ? 'The server is starting again.' : 'The connection to the room was lost.'}
      </strong>{' '}
      You come back by itself; your place, the chat and what you have typed are kept.
    </Waiting>
  )
}

function Waiting({ children }: { children: ReactNode }) {
  return (
    <p role="status" className="flex items-center justify-center gap-2 bg-subtle px-4 py-1.5 text-muted">
      <Spinner />
      <span>{children}</span>
    </p>
  )
}
