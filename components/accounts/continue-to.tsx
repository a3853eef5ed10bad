'use client'

import { useTranslations } from 'next-intl'
import { useEffect } from 'react'
import { Button } from '@/components/ui/button'

/**
 * Leads on by a full page load: nothing that was read for another account stays in memory, and the next page comes
 * with headers of its own.
 */
export function ContinueTo({ path }: { path: string }) {
  const t = useTranslations('accounts.continueTo')
  useEffect(() => window.location.replace(path), [path])
  return (
    <div className="flex flex-col gap-4">
      <p role="status">{t('youAreSignedIn')}</p>
      <Button asChild variant="primary" size="lg">
        <a href={path}>{t('continue')}</a>
      </Button>
    </div>
  )
}
