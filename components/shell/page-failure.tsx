'use client'

import { useEffect } from 'react'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'

/** What Next hands to a page that failed. */
export type Failure = { error: Error & { digest?: string }; reset: () => void }

/** Stands in for a page that failed: says so and tries again. */
export function PageFailure({ error, reset }: Failure) {
  useEffect(() => console.error(error), [error])
  return (
    <EmptyState
      heading="h1"
      title="This page could not be shown"
      action={
        <Button variant="primary" onClick={reset}>
          Try again
        </Button>
      }
    >
      The server ran into a problem while it made the page. Live conversations go on.
      {error.digest && (
        <>
          {' '}
          If it stays, look for <code className="font-mono">{error.digest}</code> in the server's log.
        </>
      )}
    </EmptyState>
  )
}
