import { LoaderCircle, Signal, SignalHigh, SignalLow, WifiOff } from 'lucide-react'
import { cn } from '@/components/ui/cn'
import type { RoomSnapshot } from '@/lib/client/room/room-state'

type Words = { icon: typeof Signal; text: string; detail: string; weak: boolean }

const good: Words = {
  icon: Signal,
  text: 'Good connection',
  detail: 'Sound and picture arrive as they should.',
  weak: false,
}
const low: Words = {
  icon: SignalHigh,
  text: 'Weak connection',
  detail: 'The picture may blur or stop now and then. A cable, or being nearer to the router, helps.',
  weak: true,
}
const veryLow: Words = {
  icon: SignalLow,
  text: 'Very weak connection',
  detail: 'Sound and picture break off. Switch your camera off, or change to another network.',
  weak: true,
}
const none: Words = {
  icon: WifiOff,
  text: 'No sound or picture',
  detail: 'Only the chat is connected.',
  weak: true,
}
const connecting: Words = {
  icon: LoaderCircle,
  text: 'Connecting…',
  detail: 'Sound and picture are being connected.',
  weak: false,
}

function wordsOf({ status, media: { phase, quality } }: RoomSnapshot): Words | null {
  if (status.phase !== 'joined' || phase === 'off') return null
  if (phase === 'connecting') return connecting
  if (phase !== 'connected') return none
  return { good, low, 'very-low': veryLow }[quality]
}

/** How well media arrives, in words; where there is little room, in words only when it is not well. */
export function Quality({ snapshot }: { snapshot: RoomSnapshot }) {
  const words = wordsOf(snapshot)
  if (!words) return null
  const { icon: Icon, text, detail, weak } = words
  return (
    <p
      title={detail}
      className={cn(
        'flex shrink-0 items-center gap-1.5 px-1.5 text-xs [&_svg]:size-4',
        weak ? 'text-warning' : 'text-muted',
      )}
    >
      <Icon aria-hidden />
      <span className={cn(!weak && '[@container_(max-width:760px)]:sr-only')}>{text}</span>
    </p>
  )
}
