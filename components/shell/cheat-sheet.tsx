'use client'

import { useTranslations } from 'next-intl'
import { Dialog } from '@/components/ui/dialog'
import { SwitchField } from '@/components/ui/switch'
import { shortcuts } from './shortcuts'

type CheatSheetProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  allowed: boolean
  allow: (allowed: boolean) => void
}

const all = [{ keys: 'Ctrl K', name: 'findOrDo' }, ...shortcuts, { keys: '?', name: 'thisList' }] as const

/** Every key that does something, and the way to switch them off. */
export function CheatSheet({ open, onOpenChange, allowed, allow }: CheatSheetProps) {
  const t = useTranslations('shell.cheatSheet')
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t('keyboardShortcuts')}>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] items-center gap-x-4 gap-y-2">
        {all.map(({ keys, name }) => (
          <div key={keys} className="contents">
            <dt className="flex gap-1">
              {keys.split(' ').map((key) => (
                <kbd
                  key={key}
                  className="min-w-6 rounded border border-border bg-subtle px-1.5 text-center font-sans text-xs"
                >
                  {key.length === 1 ? key.toUpperCase() : key}
                </kbd>
              ))}
            </dt>
            <dd>{t(name)}</dd>
          </div>
        ))}
      </dl>
      <SwitchField
        label={t('singleKeys')}
        hint={t('singleKeysHint')}
        checked={allowed}
        onCheckedChange={allow}
      />
    </Dialog>
  )
}
