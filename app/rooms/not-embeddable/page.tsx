import type { Metadata } from 'next'
import { RoomNotice } from '@/components/room/room-notice'

export const metadata: Metadata = { title: 'Not here', robots: { index: false, follow: false } }

/** Stands in the frame of a site that is not among those that may embed a room; tells nothing of the room. */
export default function NotEmbeddablePage() {
  return (
    <RoomNotice title="This site may not embed this room">
      <p>
        Whoever runs the conversation can name this site in the settings of their workspace, under Embedding.
      </p>
      <p>The meeting link opens the room in a tab of its own.</p>
    </RoomNotice>
  )
}
