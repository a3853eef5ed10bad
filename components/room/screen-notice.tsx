import { ScreenShare } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import type { ScreenState } from '@/lib/client/room/screen-share'
import { Problem } from './problem'

type ScreenNoticeProps = { screen: ScreenState; onStop(): void; onRetry(): void }

/** That others see our screen, which we do not see in the call ourselves; or why they do not. */
export function ScreenNotice({ screen, onStop, onRetry }: ScreenNoticeProps) {
  const t = useTranslations('room.screenNotice')
  if (screen.video) {
    return (
      <div role="status" className="flex flex-wrap items-center gap-2.5 rounded-md bg-accent-soft px-3 py-2">
        <ScreenShare aria-hidden className="size-4 shrink-0 text-accent" />
        <p className="min-w-0 flex-1">{t('shared')}</p>
        <Button size="sm" onClick={onStop}>
          {t('stopSharing')}
        </Button>
      </div>
    )
  }
  if (!screen.problem) return null
  return (
    <Problem
      title={t('failed.title')}
      onDismiss={onStop}
      actions={
        <Button size="sm" onClick={onRetry}>
          {t('tryAgain')}
        </Button>
      }
    >
      {t('failed.fix')}
    </Problem>
  )
}
