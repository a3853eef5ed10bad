'use client'

import { useTranslations } from 'next-intl'
import { useEffect } from 'react'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'

/** What Next hands to a page that failed. */
export type Failure = { error: Error & { digest?: string }; reset: () => void }

/** Stands in for a page that failed: says so and tries again. */
export function PageFailure({ error, reset }: Failure) {
  const t = useTranslations('shell.pageFailure')
  useEffect(() => console.error(error), [error])
  return (
    <EmptyState
      heading="h1"
      title={t('title')}
      action={
        <Button variant="primary" onClick={reset}>
          {t('tryAgain')}
        </Button>
      }
    >
      {t('text')}
      {error.digest && (
        <> {t.rich('lookInTheLog', { code: () => <code className="font-mono">{error.digest}</code> })}</>
      )}
    </EmptyState>
  )
}
