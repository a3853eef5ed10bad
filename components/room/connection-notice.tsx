import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Notice } from '@/components/ui/notice'
import { Spinner } from '@/components/ui/spinner'
import type { RoomStatus } from '@/lib/client/room/room-state'

/** That the room cannot be reached at the moment, why, and what is kept meanwhile. */
export function ConnectionNotice({ status }: { status: RoomStatus }) {
  const t = useTranslations('room.connectionNotice')
  if (status.phase !== 'connecting' && status.phase !== 'reconnecting') return null
  const { phase, offline, restarting } = status
  if (phase === 'connecting' && !offline) return <Waiting>{t('joining')}</Waiting>
  if (offline) {
    return (
      <Notice tone="danger" className="rounded-none">
        {t.rich(restarting ? 'serverGone' : 'noConnection', {
          strong: (chunks) => <strong className="font-semibold">{chunks}</strong>,
        })}
      </Notice>
    )
  }
  return (
    <Waiting>
      {t.rich(restarting ? 'restarting' : 'lost', {
        strong: (chunks) => <strong className="font-medium text-foreground">{chunks}</strong>,
      })}
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
