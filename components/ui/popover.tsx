'use client'

import { Popover as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { cn } from './cn'

type PopoverProps = {
  trigger: ReactNode
  /** Names the panel for screen readers. */
  label: string
  align?: 'start' | 'end'
  className?: string
  children: ReactNode
}

/** A panel beside its button, closed by Escape or a click elsewhere. */
export function Popover({ trigger, label, align = 'end', className, children }: PopoverProps) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          aria-label={label}
          align={align}
          sideOffset={6}
          collisionPadding={8}
          className={cn(
            'z-50 w-80 max-w-[calc(100vw-1rem)] rounded-md border border-border bg-surface p-3 shadow-overlay focus:outline-none',
            className,
          )}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
