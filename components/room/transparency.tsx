'use client'

import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { SwitchField } from '@/components/ui/switch'
import type { RoomBackground } from '@/lib/protocol/room'

/** Whether nothing is shown behind the replica, so that the page below shows through: ours, and that of who frames us. */
export type Transparency = { on: boolean; set(on: boolean): void }

/** A host's page asks for it by the room's address: `?background=transparent`. */
const isAskedFor = () => new URL(window.location.href).searchParams.get('background') === 'transparent'

/** Null but where a room has a green screen and nothing in its place. In browsers only. */
export function useTransparency(background: RoomBackground | null): Transparency | null {
  const [on, set] = useState(isAskedFor)
  const offered = background?.type === 'green'
  const transparent = offered && on
  useEffect(() => {
    if (!transparent) return
    // The stylesheet takes the page's own ground away; a frame then shows what lies below it.
    document.documentElement.dataset.transparent = ''
    return () => {
      delete document.documentElement.dataset.transparent
    }
  }, [transparent])
  return offered ? { on, set } : null
}

/** The switch, for the room's settings. */
export function TransparencyField({ transparency, name }: { transparency: Transparency; name: string }) {
  const t = useTranslations('room.transparency')
  return (
    <SwitchField
      label={t('transparentBackground')}
      hint={t('hint', { name })}
      checked={transparency.on}
      onCheckedChange={transparency.set}
    />
  )
}
