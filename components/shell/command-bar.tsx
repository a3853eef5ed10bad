'use client'

import { Search } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { Button } from '@/components/ui/button'
import { onUse } from '@/components/ui/on-use'
import { useShortcuts, useShortcutsAllowed } from '@/components/ui/use-shortcuts'
import type { PaletteProps } from './palette'
import { shortcuts } from './shortcuts'
import { useHydrated } from './time'

// Neither is needed to read a page: they come with their first use.
const Palette = onUse(() => import('./palette').then((part) => part.Palette))
const CheatSheet = onUse(() => import('./cheat-sheet').then((part) => part.CheatSheet))

/** The way to everything by typing, and the keys that do things. */
export function CommandBar(props: Omit<PaletteProps, 'open' | 'onOpenChange' | 'showShortcuts'>) {
  const t = useTranslations('shell.commandBar')
  const router = useRouter()
  const [palette, setPalette] = useState<'never' | 'open' | 'closed'>('never')
  const [sheet, setSheet] = useState<'never' | 'open' | 'closed'>('never')
  const [allowed, allow] = useShortcutsAllowed('colloquy.shortcuts')
  const listens = useHydrated()

  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.altKey) return
      event.preventDefault()
      setPalette((now) => (now === 'open' ? 'closed' : 'open'))
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [])

  useShortcuts(
    {
      '?': () => setSheet('open'),
      ...Object.fromEntries(shortcuts.map(({ keys, href }) => [keys, () => router.push(href)])),
    },
    allowed,
  )

  return (
    <>
      <Button
        variant="ghost"
        size="sm"
        onClick={() => setPalette('open')}
        // Said once they are listened to.
        aria-keyshortcuts={listens ? 'Control+K Meta+K' : undefined}
      >
        <Search aria-hidden />
        <span className="sr-only sm:not-sr-only">{t('findOrDo')}</span>
        <kbd className="hidden rounded border border-border px-1 font-sans text-muted text-xs lg:inline">
          Ctrl K
        </kbd>
      </Button>
      {palette !== 'never' && (
        <Palette
          {...props}
          open={palette === 'open'}
          onOpenChange={(open) => setPalette(open ? 'open' : 'closed')}
          showShortcuts={() => setSheet('open')}
        />
      )}
      {sheet !== 'never' && (
        <CheatSheet
          open={sheet === 'open'}
          onOpenChange={(open) => setSheet(open ? 'open' : 'closed')}
          allowed={allowed}
          allow={allow}
        />
      )}
    </>
  )
}
