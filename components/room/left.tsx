import { useTranslations } from 'next-intl'
import { Portrait } from '@/components/replicas/portrait'
import { Button } from '@/components/ui/button'
import type { GuestView } from '@/lib/domain/conversations/serialize'
import { RoomNotice } from './room-notice'

/** How somebody left, where there is a way back. */
const returning = ['left', 'replaced'] as const

type LeftProps = { view: GuestView; how: 'left' | 'ended' | 'replaced'; onRejoin?: () => void }

/** After leaving, and how to come back where that is possible. */
export function Left({ view, how, onRejoin }: LeftProps) {
  const t = useTranslations('room.left')
  const rejoin = returning.find((each) => each === how)
  return (
    <RoomNotice
      title={t(`${how}.title`)}
      picture={<Portrait look={view.replica.look} className="size-24 rounded-lg" />}
      actions={
        onRejoin &&
        rejoin && (
          <Button variant="primary" onClick={onRejoin}>
            {t(`${rejoin}.rejoin`)}
          </Button>
        )
      }
    >
      <p>{t(`${how}.text`)}</p>
    </RoomNotice>
  )
}
