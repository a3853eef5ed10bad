import { CircleAlert, Info, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Button } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'

type ProblemProps = {
  /** What is so, in one sentence: also the name by which it is found. */
  title: string
  /** Why, and what to do. */
  children: ReactNode
  actions?: ReactNode
  /** Absent for what goes away by itself. */
  onDismiss?: () => void
  /** `info` is no failure: something to know or to answer. */
  tone?: 'info' | 'warning'
}

/** Something that is not as it should be, with its remedy, announced when it appears. */
export function Problem({ title, children, actions, onDismiss, tone = 'warning' }: ProblemProps) {
  const t = useTranslations('room.problem')
  const Icon = tone === 'info' ? Info : CircleAlert
  return (
    <section
      role="alert"
      className={cn(
        'flex items-start gap-2.5 rounded-md px-3 py-2.5',
        tone === 'info' ? 'bg-subtle' : 'bg-warning-soft',
      )}
    >
      <Icon aria-hidden className={cn('mt-0.5 size-4 shrink-0', tone === 'warning' && 'text-warning')} />
      <div className="flex min-w-0 flex-1 flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-64">
          <h2 className={cn('font-medium', tone === 'warning' && 'text-warning')}>{title}</h2>
          <div className="text-pretty">{children}</div>
        </div>
        {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
      </div>
      {onDismiss && (
        <Button
          size="icon-sm"
          variant="ghost"
          aria-label={t('dismiss')}
          className="-me-1.5 -mt-1.5"
          onClick={onDismiss}
        >
          <X aria-hidden />
        </Button>
      )}
    </section>
  )
}
