import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { ApiError } from '@/lib/client/api'

/** Why something could not be read, with another try. */
export function ReadFailure({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const t = useTranslations('shell.readFailure')
  return (
    <Notice
      tone="danger"
      className="mb-4"
      action={
        <Button variant="link" size="sm" onClick={onRetry}>
          {t('tryAgain')}
        </Button>
      }
    >
      {error instanceof ApiError && error.lack !== 'said'
        ? t(error.lack, { status: error.status })
        : error.message}
    </Notice>
  )
}
