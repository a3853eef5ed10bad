import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { Link } from '@/components/ui/link'

/** An address that leads nowhere, or to an id this workspace does not have. */
export function NothingHere() {
  const t = useTranslations('pages.nothingHere')
  return (
    <EmptyState
      heading="h1"
      title={t('title')}
      action={
        <Button asChild>
          <Link href="/conversations">{t('goToConversations')}</Link>
        </Button>
      }
    >
      {t('reasons')}
    </EmptyState>
  )
}
