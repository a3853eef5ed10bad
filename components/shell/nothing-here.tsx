import Link from 'next/link'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'

/** An address that leads nowhere, or to an id this workspace does not have. */
export function NothingHere() {
  return (
    <EmptyState
      heading="h1"
      title="There is nothing at this address"
      action={
        <Button asChild>
          <Link href="/conversations">Go to conversations</Link>
        </Button>
      }
    >
      It may have been deleted, belong to another workspace, or the link may be incomplete.
    </EmptyState>
  )
}
