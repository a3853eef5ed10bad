'use client'

import { type ComponentType, useState } from 'react'
import type { DialogProps, DrawerProps } from './dialog-window'
import { onUse } from './on-use'

// Windows over the page come with their first use.
const DialogWindow = onUse(() => import('./dialog-window').then((part) => part.DialogWindow))
const DrawerWindow = onUse(() => import('./dialog-window').then((part) => part.DrawerWindow))

/** Renders nothing until it is open for the first time, and then what it wraps. */
function fromFirstUse<Props extends { open: boolean }>(Window: ComponentType<Props>) {
  return function Opened(props: Props) {
    const [wasOpen, setWasOpen] = useState(props.open)
    if (props.open && !wasOpen) setWasOpen(true)
    return wasOpen && <Window {...props} />
  }
}

/** A window over the page that keeps the focus until it is closed. */
export const Dialog = fromFirstUse<DialogProps>(DialogWindow)

/** A panel that slides over the left edge, for the navigation of narrow screens. */
export const Drawer = fromFirstUse<DrawerProps>(DrawerWindow)
