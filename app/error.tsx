'use client'

import { type Failure, PageFailure } from '@/components/shell/page-failure'

export default function PageError(failure: Failure) {
  return (
    <main id="main" className="mx-auto max-w-3xl px-4 py-16">
      <PageFailure {...failure} />
    </main>
  )
}
