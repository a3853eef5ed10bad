'use client'

import { Check } from 'lucide-react'
import type { DropdownMenu as Radix } from 'radix-ui'
import { type ComponentProps, createContext, type ReactNode, useContext, useRef } from 'react'
import { cn } from './cn'
import { FirstUse } from './first-use'

const item =
  'relative flex min-h-8 cursor-default select-none items-center gap-2 rounded-sm px-2 py-1.5 text-sm outline-none data-[disabled]:opacity-60 data-[highlighted]:bg-subtle [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-muted'

type MenuProps = { trigger: ReactNode; align?: 'start' | 'end'; className?: string; children: ReactNode }

const Parts = createContext<typeof Radix | null>(null)

/** The parts of the menu that something stands in. */
function useParts(): typeof Radix {
  const parts = useContext(Parts)
  if (!parts) throw new Error('An item stands outside of a menu.')
  return parts
}

/** A list of actions behind a button; `trigger` is that button. */
export function DropdownMenu({ trigger, align = 'end', className, children }: MenuProps) {
  const isFirst = useRef(true)
  /** What Radix does for menus that it saw being opened by a key: it came after the first opening. */
  const focusItem = (menu: HTMLElement | null) => {
    if (!menu || !isFirst.current) return
    isFirst.current = false
    requestAnimationFrame(() => {
      // Whoever was quick is at another item already.
      if (!menu.querySelector(':focus')) menu.querySelector<HTMLElement>('[role^=menuitem]')?.focus()
    })
  }
  return (
    <FirstUse trigger={trigger} popup="menu">
      {({ DropdownMenu: Menu }, byKeyboard) => (
        <Parts value={Menu}>
          <Menu.Root modal={false} defaultOpen>
            <Menu.Trigger asChild>{trigger}</Menu.Trigger>
            <Menu.Portal>
              <Menu.Content
                ref={byKeyboard ? focusItem : undefined}
                align={align}
                sideOffset={6}
                collisionPadding={8}
                className={cn(
                  'z-50 min-w-44 max-w-[calc(100vw-1rem)] rounded-md border border-border bg-surface p-1 shadow-overlay',
                  className,
                )}
              >
                {children}
              </Menu.Content>
            </Menu.Portal>
          </Menu.Root>
        </Parts>
      )}
    </FirstUse>
  )
}

export function MenuItem({
  className,
  danger,
  ...props
}: ComponentProps<typeof Radix.Item> & { danger?: boolean }) {
  const { Item } = useParts()
  return <Item className={cn(item, danger && 'text-danger [&_svg]:text-danger', className)} {...props} />
}

export function MenuLabel({ children }: { children: ReactNode }) {
  const { Label } = useParts()
  return <Label className="px-2 py-1.5 text-muted text-xs">{children}</Label>
}

export function MenuSeparator() {
  const { Separator } = useParts()
  return <Separator className="-mx-1 my-1 h-px bg-border" />
}

/** One of several, of which exactly one is chosen. */
export function MenuRadioGroup(props: ComponentProps<typeof Radix.RadioGroup>) {
  const { RadioGroup } = useParts()
  return <RadioGroup {...props} />
}

export function MenuRadioItem({ children, className, ...props }: ComponentProps<typeof Radix.RadioItem>) {
  const { RadioItem, ItemIndicator } = useParts()
  return (
    <RadioItem className={cn(item, 'pr-8', className)} {...props}>
      {children}
      <ItemIndicator className="absolute right-2">
        <Check aria-hidden />
      </ItemIndicator>
    </RadioItem>
  )
}
