'use client'

import { type Failure, PageFailure } from '@/components/shell/page-failure'

/** A page of the dashboard that failed: the frame around it stays. */
export default function SectionError(failure: Failure) {
  return <PageFailure {...failure} />
}
