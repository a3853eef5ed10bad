'use client'

import { Slot } from 'radix-ui'
import { type ReactNode, useId } from 'react'
import { cn } from './cn'
import { InlineError } from './inline-error'

type FieldProps = {
  label: ReactNode
  /** What it does, before anything is typed. */
  hint?: ReactNode
  /** What is wrong and what to do; marks the control invalid. */
  error?: ReactNode
  /** At the end of the label's line: a counter, a small action. */
  aside?: ReactNode
  className?: string
  /** One control; it gets `id`, `aria-describedby` and `aria-invalid`. */
  children: ReactNode
}

/** A labelled control with its hint and error tied to it. */
export function Field({ label, hint, error, aside, className, children }: FieldProps) {
  const id = useId()
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ') || undefined
  return (
    <div className={cn('flex min-w-0 flex-col gap-1.5', className)}>
      <div className="flex items-baseline justify-between gap-3">
        <label htmlFor={id} className="font-medium">
          {label}
        </label>
        {aside && <span className="tabular shrink-0 text-muted text-xs">{aside}</span>}
      </div>
      <Slot.Root id={id} aria-describedby={described} aria-invalid={error ? true : undefined}>
        {children}
      </Slot.Root>
      {hint && (
        <p id={`${id}-hint`} className="text-muted text-xs">
          {hint}
        </p>
      )}
      {error && <InlineError id={`${id}-error`}>{error}</InlineError>}
    </div>
  )
}
