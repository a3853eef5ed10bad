'use client'

import { Slot } from 'radix-ui'
import { type KeyboardEvent, type MouseEvent, type ReactNode, useState } from 'react'

type Parts = typeof import('./menu-parts')

let loading: Promise<Parts> | undefined
/** Loads what opens beside buttons, once for the page; after a failure again. */
function load(): Promise<Parts> {
  loading ??= import('./menu-parts').catch((error) => {
    loading = undefined
    throw error
  })
  return loading
}

type FirstUseProps = {
  /** The button. */
  trigger: ReactNode
  /** What a screen reader is told that it opens. */
  popup: 'menu' | 'dialog'
  /** The whole, open, once its parts are here. By keyboard: its first item is to have the focus. */
  children: (parts: Parts, byKeyboard: boolean) => ReactNode
}

/**
 * A button whose panel is loaded when somebody is about to press it, and takes its place when they do. Until then the
 * button is the same to pointer, keyboard and screen reader.
 */
export function FirstUse({ trigger, popup, children }: FirstUseProps) {
  const [opened, setOpened] = useState<{ parts: Parts; byKeyboard: boolean }>()
  if (opened) return children(opened.parts, opened.byKeyboard)
  const prepare = () => void load().catch(() => {})
  const open = (byKeyboard: boolean) =>
    void load().then(
      (parts) => setOpened({ parts, byKeyboard }),
      () => {},
    )
  const press = (event: KeyboardEvent) => {
    if (popup !== 'menu' || event.key !== 'ArrowDown') return
    event.preventDefault()
    open(true)
  }
  return (
    <Slot.Root
      aria-haspopup={popup}
      aria-expanded={false}
      onPointerEnter={prepare}
      onFocus={prepare}
      onKeyDown={press}
      // A click that no pointer made comes from a key.
      onClick={(event: MouseEvent) => open(event.detail === 0)}
    >
      {trigger}
    </Slot.Root>
  )
}
