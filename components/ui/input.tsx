import type { ComponentProps } from 'react'
import { cn } from './cn'

export const controlClasses =
  'w-full min-w-0 rounded-md border border-input bg-surface px-3 text-foreground transition-colors aria-invalid:border-danger disabled:cursor-not-allowed disabled:opacity-60 focus-visible:outline-offset-0'

/** A line of text. 16 px on touch screens, so that phones do not zoom in. */
export function Input({ className, ...props }: ComponentProps<'input'>) {
  return (
    <input
      dir="auto"
      className={cn(controlClasses, 'h-9 text-sm pointer-coarse:text-base', className)}
      {...props}
    />
  )
}
