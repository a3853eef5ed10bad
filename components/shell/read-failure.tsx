import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'

/** Why something could not be read, with another try. */
export function ReadFailure({ error, onRetry }: { error: Error; onRetry: () => void }) {
  return (
    <Notice
      tone="danger"
      className="mb-4"
      action={
        <Button variant="link" size="sm" onClick={onRetry}>
          Try again
        </Button>
      }
    >
      {error.message}
    </Notice>
  )
}
