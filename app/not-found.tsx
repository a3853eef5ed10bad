import Link from 'next/link'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'

export default function NotFound() {
  return (
    <main id="main" className="mx-auto max-w-3xl px-4 py-16">
      <title>Not found · Colloquy</title>
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
    </main>
  )
}
