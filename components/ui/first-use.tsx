'use client'

import { Slot } from 'radix-ui'
import { type KeyboardEvent, type ReactNode, useState } from 'react'

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
  /** The whole, open, once its parts are here. */
  children: (parts: Parts) => ReactNode
}

/**
 * A button whose panel is loaded when somebody is about to press it, and takes its place when they do. Until then the
 * button is the same to pointer, keyboard and screen reader.
 */
export function FirstUse({ trigger, popup, children }: FirstUseProps) {
  const [parts, setParts] = useState<Parts>()
  if (parts) return children(parts)
  const prepare = () => void load().catch(() => {})
  const open = () => void load().then(setParts, () => {})
  const press = (event: KeyboardEvent) => {
    if (popup !== 'menu' || event.key !== 'ArrowDown') return
    event.preventDefault()
    open()
  }
  return (
    <Slot.Root
      aria-haspopup={popup}
      aria-expanded={false}
      onPointerEnter={prepare}
      onFocus={prepare}
      onKeyDown={press}
      onClick={open}
    >
      {trigger}
    </Slot.Root>
  )
}
