import { LoaderCircle, Signal, SignalHigh, SignalLow, WifiOff } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { cn } from '@/components/ui/cn'
import type { RoomSnapshot } from '@/lib/client/room/room-state'

const kinds = {
  good: { icon: Signal, weak: false },
  low: { icon: SignalHigh, weak: true },
  'very-low': { icon: SignalLow, weak: true },
  none: { icon: WifiOff, weak: true },
  connecting: { icon: LoaderCircle, weak: false },
}

function kindOf({ status, media: { phase, quality } }: RoomSnapshot): keyof typeof kinds | null {
  if (status.phase !== 'joined' || phase === 'off') return null
  if (phase === 'connecting') return 'connecting'
  return phase === 'connected' ? quality : 'none'
}

/** How well media arrives, in words; where there is little room, in words only when it is not well. */
export function Quality({ snapshot }: { snapshot: RoomSnapshot }) {
  const t = useTranslations('room.quality')
  const kind = kindOf(snapshot)
  if (!kind) return null
  const { icon: Icon, weak } = kinds[kind]
  return (
    <p
      title={t(`${kind}.detail`)}
      className={cn(
        'flex shrink-0 items-center gap-1.5 px-1.5 text-xs [&_svg]:size-4',
        weak ? 'text-warning' : 'text-muted',
      )}
    >
      <Icon aria-hidden />
      <span className={cn(!weak && '[@container_(max-width:760px)]:sr-only')}>{t(`${kind}.text`)}</span>
    </p>
  )
}
