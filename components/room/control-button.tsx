import type { ReactNode } from 'react'
import { Button } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'

type ControlButtonProps = {
  label: string
  /** What it is now, or does, for the eye. */
  title: string
  /** Whether it is on; absent for what is no switch. */
  pressed?: boolean
  /** How it stands out: `on` for what is shown or shared now, `off` for a device that is off. */
  mark?: 'on' | 'off'
  /** The letter that does the same, where letters may. */
  shortcut?: string
  onClick?(): void
  children: ReactNode
  className?: string
}

/** One of the switches below the call: a finger's width on a touch screen. */
export function ControlButton({
  label,
  title,
  pressed,
  mark,
  shortcut,
  children,
  className,
  ...props
}: ControlButtonProps) {
  return (
    <Button
      size="icon"
      variant="secondary"
      className={cn(
        'relative size-10 overflow-hidden pointer-coarse:size-11',
        // All of them in one line of the call page on a phone.
        '[@container_(max-width:360px)]:size-9 pointer-coarse:[@container_(max-width:360px)]:size-10',
        mark === 'on' && 'border-transparent bg-accent-soft text-accent hover:bg-accent-soft',
        mark === 'off' && 'border-transparent bg-danger-soft text-danger hover:bg-danger-soft',
        className,
      )}
      aria-label={label}
      aria-pressed={pressed}
      aria-keyshortcuts={shortcut}
      title={shortcut ? `${title} (${shortcut})` : title}
      {...props}
    >
      {children}
    </Button>
  )
}
