import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import type { Conversation } from '@/lib/domain/conversations/schema/response'
import type { RowIntent } from './conversation-row'

type SelectionBarProps = {
  selected: Conversation[]
  onIntent: (intent: RowIntent, conversations: Conversation[]) => void
  onClear: () => void
}

/** What can be done with the rows that are ticked: over the end of the list, so that no row moves when it appears. */
export function SelectionBar({ selected, onIntent, onClear }: SelectionBarProps) {
  const t = useTranslations('conversations.selectionBar')
  const live = selected.filter(({ status }) => status === 'active')
  return (
    <section
      aria-label={t('selection')}
      className="sticky bottom-4 z-10 mx-auto mt-4 flex w-fit max-w-full items-center gap-2 rounded-md border border-border bg-surface py-2 pr-2 pl-4 shadow-overlay"
    >
      <p className="tabular mr-2 font-medium" aria-live="polite">
        {t('selected', { count: selected.length })}
      </p>
      {live.length > 0 && (
        <Button size="sm" onClick={() => onIntent('end', live)}>
          {t('endLive', { count: live.length })}
        </Button>
      )}
      <Button size="sm" className="text-danger" onClick={() => onIntent('delete', selected)}>
        {t('delete')}
      </Button>
      <Button size="sm" variant="ghost" onClick={onClear}>
        {t('clear')}
      </Button>
    </section>
  )
}
