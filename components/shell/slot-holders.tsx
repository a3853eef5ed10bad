import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { InlineError } from '@/components/ui/inline-error'
import type { WorkspaceLimits } from '@/lib/domain/usage/schema'
import type { EndAction, EndAllAction } from './answers'
import { Elapsed } from './time'

function Holder({ holder, end }: { holder: WorkspaceLimits['live'][number]; end: EndAction }) {
  const t = useTranslations('shell.slotHolders')
  const failures = useTranslations('shell.failures')
  const [state, setState] = useState<'idle' | 'ending'>('idle')
  const [error, setError] = useState<string>()
  const onEnd = async () => {
    setState('ending')
    const answer = await end(holder.conversation_id).catch(() => null)
    if (answer?.ok) return
    setState('idle')
    setError(answer ? answer.message : failures('unreachable'))
  }
  return (
    <li className="flex items-center justify-between gap-3 py-2">
      <div className="min-w-0">
        <a
          dir="auto"
          href={`/conversations/${holder.conversation_id}`}
          className="block truncate font-medium underline-offset-4 hover:underline"
        >
          {holder.conversation_name}
        </a>
        <p className="truncate text-muted text-xs">
          {holder.replica_name} · <Elapsed from={holder.created_at} />
        </p>
        {error && <InlineError>{error}</InlineError>}
      </div>
      <Button
        size="sm"
        busy={state === 'ending'}
        onClick={onEnd}
        aria-label={t('endNamed', { conversationName: holder.conversation_name })}
      >
        {t('end')}
      </Button>
    </li>
  )
}

/** Who holds the workspace's slots, each with its way out. */
export function SlotHolders({ limits, end }: { limits: Pick<WorkspaceLimits, 'live'>; end: EndAction }) {
  const t = useTranslations('shell.slotHolders')
  if (limits.live.length === 0) {
    return <p className="text-muted">{t('none')}</p>
  }
  return (
    <ul className="max-h-80 divide-y divide-border overflow-y-auto">
      {limits.live.map((holder) => (
        <Holder key={holder.conversation_id} holder={holder} end={end} />
      ))}
    </ul>
  )
}

/** Ends them all, after a second press: the first only asks. */
export function EndAll({ live, endAll }: { live: number; endAll: EndAllAction }) {
  const t = useTranslations('shell.slotHolders')
  const failures = useTranslations('shell.failures')
  const [asked, setAsked] = useState(false)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<string>()
  const act = async () => {
    setBusy(true)
    const answer = await endAll().catch(() => null)
    setBusy(false)
    setAsked(false)
    setError(answer?.ok ? undefined : (answer?.message ?? failures('unreachable')))
  }
  return (
    <div className="mt-2 border-border border-t pt-3">
      {error && <InlineError className="mb-2">{error}</InlineError>}
      {asked ? (
        <div className="flex items-center justify-between gap-2">
          <p>{t('endNow', { live })}</p>
          <span className="flex gap-2">
            <Button size="sm" onClick={() => setAsked(false)}>
              {t('keep')}
            </Button>
            <Button size="sm" variant="danger" busy={busy} onClick={act} autoFocus>
              {t('endThem', { live })}
            </Button>
          </span>
        </div>
      ) : (
        <Button size="sm" className="text-danger" onClick={() => setAsked(true)}>
          {t('endAll')}
        </Button>
      )}
    </div>
  )
}
