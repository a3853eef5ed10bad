'use client'

import { Monitor, Moon, Sun } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useSyncExternalStore } from 'react'
import { Button } from '@/components/ui/button'
import { DropdownMenu, MenuRadioGroup, MenuRadioItem } from '@/components/ui/dropdown-menu'
import { applyTheme, currentTheme, subscribeTheme, type Theme } from './theme'

const choices = [
  { value: 'system', icon: Monitor },
  { value: 'light', icon: Sun },
  { value: 'dark', icon: Moon },
] as const

/** Light, dark, or what the system says. */
export function ThemeSwitch({ initial }: { initial: Theme }) {
  const t = useTranslations('shell.themeSwitch')
  const theme = useSyncExternalStore(subscribeTheme, currentTheme, () => initial)
  const choose = (value: string) => {
    const found = choices.find((choice) => choice.value === value)
    if (found) applyTheme(found.value)
  }
  const Icon = choices.find((choice) => choice.value === theme)?.icon ?? Monitor
  return (
    <DropdownMenu
      trigger={
        <Button variant="ghost" size="icon-sm" aria-label={t('theme', { theme: t(theme) })}>
          <Icon aria-hidden />
        </Button>
      }
    >
      <MenuRadioGroup value={theme} onValueChange={choose}>
        {choices.map(({ value, icon: Mark }) => (
          <MenuRadioItem key={value} value={value}>
            <Mark aria-hidden />
            {t(value)}
          </MenuRadioItem>
        ))}
      </MenuRadioGroup>
    </DropdownMenu>
  )
}
