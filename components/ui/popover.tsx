'use client'

import type { ReactNode } from 'react'
import { cn } from './cn'
import { FirstUse } from './first-use'

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
    <FirstUse trigger={trigger} popup="dialog">
      {({ Popover: Panel }) => (
        <Panel.Root defaultOpen>
          <Panel.Trigger asChild>{trigger}</Panel.Trigger>
          <Panel.Portal>
            <Panel.Content
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
            </Panel.Content>
          </Panel.Portal>
        </Panel.Root>
      )}
    </FirstUse>
  )
}
