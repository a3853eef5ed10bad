import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import type { Refusal } from '@/lib/protocol/room'
import { RoomNotice } from './room-notice'

/** What passes by itself, so that trying again helps. */
const passing = ['full', 'busy', 'protocol'] as const

/** Why somebody may not be in a room, with the way on. Without `onRetry`, trying again loads the page anew. */
export function ClosedDoor({ reason, onRetry }: { reason: Refusal; onRetry?: () => void }) {
  const t = useTranslations('room.closedDoor')
  const retry = passing.find((each) => each === reason)
  return (
    <RoomNotice
      title={t(`${reason}.title`)}
      actions={
        retry && (
          <Button variant="primary" onClick={onRetry ?? (() => window.location.reload())}>
            {t(`${retry}.retry`)}
          </Button>
        )
      }
    >
      <p className="text-balance">{t(`${reason}.text`)}</p>
    </RoomNotice>
  )
}
