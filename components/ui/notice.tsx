import { CircleAlert, Info, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { cn } from './cn'

const tones = {
  info: { icon: Info, classes: 'bg-subtle text-foreground' },
  warning: { icon: TriangleAlert, classes: 'bg-warning-soft text-warning' },
  danger: { icon: CircleAlert, classes: 'bg-danger-soft text-danger' },
}

type NoticeProps = { tone?: keyof typeof tones; children: ReactNode; action?: ReactNode; className?: string }

/** What happened, why, and what to do next, in the flow of the page. A danger is announced. */
export function Notice({ tone = 'info', children, action, className }: NoticeProps) {
  const { icon: Icon, classes } = tones[tone]
  return (
    <div
      role={tone === 'danger' ? 'alert' : undefined}
      className={cn('flex items-start gap-2.5 rounded-md px-3 py-2.5', classes, className)}
    >
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div className="min-w-0 flex-1">{children}</div>
      {action}
    </div>
  )
}
