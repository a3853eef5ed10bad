import { ChevronDown } from 'lucide-react'
import type { ComponentProps } from 'react'
import { cn } from './cn'
import { controlClasses } from './input'

/** A choice among few. The browser's own list: known to keyboards, phones and screen readers, and writes no styles. */
export function Select({ className, children, ...props }: ComponentProps<'select'>) {
  return (
    <span className={cn('relative block min-w-0', className)}>
      <select
        className={cn(controlClasses, 'h-9 appearance-none truncate pr-8 text-sm pointer-coarse:text-base')}
        {...props}
      >
        {children}
      </select>
      <ChevronDown
        aria-hidden
        className="-translate-y-1/2 pointer-events-none absolute top-1/2 right-2.5 size-4 text-muted"
      />
    </span>
  )
}
