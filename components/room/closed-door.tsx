import { Button } from '@/components/ui/button'
import type { Refusal } from '@/lib/protocol/room'
import { RoomNotice } from './room-notice'

type Words = { title: string; text: string; retry?: string }

const words: Record<Refusal, Words> = {
  unknown: {
    title: 'There is no conversation at this link',
    text: 'Check that the whole link was copied. A conversation that was deleted is gone too. Whoever invited you can send the link again.',
  },
  ended: {
    title: 'This conversation has ended',
    text: 'Nobody can join it any more. Whoever invited you can start a new one and send its link.',
  },
  full: {
    title: 'This conversation is full',
    text: 'Every place is taken. When somebody leaves, you can join.',
    retry: 'Try again',
  },
  'not-allowed': {
    title: 'This conversation is private',
    text: 'This link alone does not open it. Whoever invited you can send a private link that does.',
  },
  'token-expired': {
    title: 'This private link has expired',
    text: 'Private links work for a limited time. Whoever invited you can send a new one.',
  },
  'token-used': {
    title: 'This private link has been used',
    text: 'A private link admits one person once. If that was you, return to the tab you joined in; otherwise ask for a new link.',
  },
  busy: {
    title: 'The studio takes nobody in right now',
    text: 'Too many people are joining at once, or it is starting again. Wait a few seconds and try again.',
    retry: 'Try again',
  },
  protocol: {
    title: 'This page and the studio do not understand each other',
    text: 'The page may be older than the server. Loading it again usually helps.',
    retry: 'Load again',
  },
}

/** Why somebody may not be in a room, with the way on. Without `onRetry`, trying again loads the page anew. */
export function ClosedDoor({ reason, onRetry }: { reason: Refusal; onRetry?: () => void }) {
  const { title, text, retry } = words[reason]
  return (
    <RoomNotice
      title={title}
      actions={
        retry && (
          <Button variant="primary" onClick={onRetry ?? (() => window.location.reload())}>
            {retry}
          </Button>
        )
      }
    >
      <p className="text-balance">{text}</p>
    </RoomNotice>
  )
}
