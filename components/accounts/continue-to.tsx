'use client'

import { useEffect } from 'react'
import { Button } from '@/components/ui/button'

/**
 * Leads on by a full page load: nothing that was read for another account stays in memory, and the next page comes
 * with headers of its own.
 */
export function ContinueTo({ path }: { path: string }) {
  useEffect(() => window.location.replace(path), [path])
  return (
    <div className="flex flex-col gap-4">
      <p role="status">You are signed in.</p>
      <Button asChild variant="primary" size="lg">
        <a href={path}>Continue</a>
      </Button>
    </div>
  )
}
