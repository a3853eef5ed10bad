import { Button } from '@/components/ui/button'
import { counted } from '@/lib/client/format'
import type { Conversation } from '@/lib/domain/conversations/schema'
import type { RowIntent } from './conversation-row'

type SelectionBarProps = {
  selected: Conversation[]
  onIntent: (intent: RowIntent, conversations: Conversation[]) => void
  onClear: () => void
}

/** What can be done with the rows that are ticked. */
export function SelectionBar({ selected, onIntent, onClear }: SelectionBarProps) {
  const live = selected.filter(({ status }) => status === 'active')
  return (
    <section
      aria-label="Selection"
      className="sticky top-14 z-10 mb-2 flex flex-wrap items-center gap-2 rounded-md border border-border bg-surface px-3 py-2"
    >
      <p className="tabular mr-auto font-medium" aria-live="polite">
        {counted(selected.length, 'conversation')} selected
      </p>
      {live.length > 0 && (
        <Button size="sm" onClick={() => onIntent('end', live)}>
          End {live.length} live
        </Button>
      )}
      <Button size="sm" className="text-danger" onClick={() => onIntent('delete', selected)}>
        Delete
      </Button>
      <Button size="sm" variant="ghost" onClick={onClear}>
        Clear
      </Button>
    </section>
  )
}
