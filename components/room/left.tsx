import { Portrait } from '@/components/replicas/portrait'
import { Button } from '@/components/ui/button'
import type { GuestView } from '@/lib/domain/conversations/serialize'
import { RoomNotice } from './room-notice'

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

/** After leaving, and how to come back where that is possible. */
export function Left({ view, how, onRejoin }: LeftProps) {
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
