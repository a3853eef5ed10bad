import type { ReactNode } from 'react'
import { cn } from './cn'

type InlineErrorProps = { id?: string; className?: string; children: ReactNode }

/** What is wrong and what to do, below what it is about, announced when it appears. */
export function InlineError({ id, className, children }: InlineErrorProps) {
  return (
    <p id={id} role="alert" className={cn('text-danger text-xs', className)}>
      {children}
    </p>
  )
}
