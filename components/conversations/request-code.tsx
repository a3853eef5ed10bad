'use client'

import { lazy, Suspense, useState } from 'react'

const View = lazy(() => import('./request-code-view').then((part) => ({ default: part.RequestCodeView })))

/** What a program sends to create the same conversation, as it is typed. */
export function RequestCode() {
  const [open, setOpen] = useState(false)
  return (
    <details
      className="border-border border-t pt-4"
      onToggle={({ currentTarget }) => setOpen(currentTarget.open)}
    >
      <summary className="w-fit font-medium text-xs">The same as a request</summary>
      {open && (
        <Suspense>
          <View />
        </Suspense>
      )}
    </details>
  )
}
