import { cva, type VariantProps } from 'class-variance-authority'
import type { ComponentProps } from 'react'
import { cn } from './cn'

const variants = cva(
  'inline-flex h-5.5 items-center gap-1.5 whitespace-nowrap rounded-full px-2 font-medium text-xs',
  {
    variants: {
      tone: {
        neutral: 'bg-subtle text-muted',
        live: 'bg-accent-soft text-accent',
        warning: 'bg-warning-soft text-warning',
        danger: 'bg-danger-soft text-danger',
      },
    },
    defaultVariants: { tone: 'neutral' },
  },
)

/** A word of state. `live` carries a dot, so that it is not told by colour alone. */
export function Badge({
  tone,
  className,
  children,
  ...props
}: ComponentProps<'span'> & VariantProps<typeof variants>) {
  return (
    <span className={cn(variants({ tone }), className)} {...props}>
      {tone === 'live' && <span aria-hidden className="size-1.5 rounded-full bg-accent" />}
      {children}
    </span>
  )
}
