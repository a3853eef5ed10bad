'use client'

import { useEffect } from 'react'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'

/** A page that failed on the way: says so and tries again. */
export default function PageError({
  error,
  reset,
}: {
  error: Error & { digest?: string }
  reset: () => void
}) {
  useEffect(() => console.error(error), [error])
  return (
    <main id="main" className="mx-auto max-w-3xl px-4 py-16">
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
    </main>
  )
}
