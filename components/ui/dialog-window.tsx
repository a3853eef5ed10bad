'use client'

import { X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Dialog as Radix } from 'radix-ui'
import { type ReactNode, useRef } from 'react'
import { Button } from './button'
import { cn } from './cn'

/** Radix gives the focus back to a trigger; ours are opened by state, so what had the focus before is remembered. */
function useFocusReturn(fallback?: () => HTMLElement | null) {
  const opener = useRef<Element | null>(null)
  return {
    onOpenAutoFocus: () => {
      opener.current = document.activeElement
    },
    onCloseAutoFocus: (event: Event) => {
      event.preventDefault()
      const target = fallback?.() ?? opener.current
      if (target instanceof HTMLElement) target.focus()
    },
  }
}

/**
 * What takes Escape for itself says so with `data-takes-escape` (the open list of a combobox): it hears of the key after
 * the window does, which stays open with what is typed in it.
 */
const leaveToTarget = (event: KeyboardEvent) => {
  if (event.target instanceof Element && event.target.matches('[data-takes-escape]')) event.preventDefault()
}

export type DialogProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: ReactNode
  /** The title is for screen readers only: what stands in the window says itself what it is. */
  titleHidden?: boolean
  /** One or two sentences: what happens. */
  description?: ReactNode
  children?: ReactNode
  /** The buttons, the one that acts last. */
  footer?: ReactNode
  /** Takes the focus afterwards, where what opened it is gone by then (an item of a menu). */
  returnFocusTo?: () => HTMLElement | null
  className?: string
}

/** A window over the page that keeps the focus until it is closed. */
export function DialogWindow({
  open,
  onOpenChange,
  title,
  titleHidden,
  description,
  children,
  footer,
  returnFocusTo,
  className,
}: DialogProps) {
  const t = useTranslations('ui.dialogWindow')
  const returning = useFocusReturn(returnFocusTo)
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-scrim" />
        <Radix.Content
          {...(description ? {} : { 'aria-describedby': undefined })}
          {...returning}
          onEscapeKeyDown={leaveToTarget}
          className={cn(
            '-translate-x-1/2 -translate-y-1/2 fixed top-1/2 left-1/2 z-50 flex max-h-[calc(100dvh-2rem)] w-[calc(100vw-2rem)] max-w-md flex-col gap-4 overflow-y-auto rounded-lg border border-border bg-surface p-5 shadow-overlay focus:outline-none',
            className,
          )}
        >
          <div className={titleHidden ? 'sr-only' : 'flex flex-col gap-1 pr-8'}>
            <Radix.Title className="font-semibold text-base">{title}</Radix.Title>
            {description && <Radix.Description className="text-muted">{description}</Radix.Description>}
          </div>
          {children}
          {footer && <div className="flex flex-wrap justify-end gap-2">{footer}</div>}
          <Radix.Close asChild>
            <Button variant="ghost" size="icon-sm" aria-label={t('close')} className="absolute top-3 right-3">
              <X aria-hidden />
            </Button>
          </Radix.Close>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

export type DrawerProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  children: ReactNode
}

/** A panel that slides over the left edge, for the navigation of narrow screens. */
export function DrawerWindow({ open, onOpenChange, title, children }: DrawerProps) {
  const t = useTranslations('ui.dialogWindow')
  const returning = useFocusReturn()
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-scrim" />
        <Radix.Content
          aria-describedby={undefined}
          {...returning}
          className="fixed inset-y-0 left-0 z-50 flex w-72 max-w-[85vw] flex-col overflow-y-auto border-border border-r bg-background p-4 focus:outline-none"
        >
          <Radix.Title className="sr-only">{title}</Radix.Title>
          {children}
          <Radix.Close asChild>
            <Button
              variant="ghost"
              size="icon-sm"
              aria-label={t('close')}
              className="absolute top-3.5 right-3"
            >
              <X aria-hidden />
            </Button>
          </Radix.Close>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
