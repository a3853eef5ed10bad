'use client'

import { Monitor, Moon, Sun } from 'lucide-react'
import { useSyncExternalStore } from 'react'
import { Button } from '@/components/ui/button'
import { DropdownMenu, MenuRadioGroup, MenuRadioItem } from '@/components/ui/dropdown-menu'
import { applyTheme, currentTheme, subscribeTheme, type Theme } from './theme'

const choices = [
  { value: 'system', label: 'System', icon: Monitor },
  { value: 'light', label: 'Light', icon: Sun },
  { value: 'dark', label: 'Dark', icon: Moon },
] as const

/** Light, dark, or what the system says. */
export function ThemeSwitch({ initial }: { initial: Theme }) {
  const theme = useSyncExternalStore(subscribeTheme, currentTheme, () => initial)
  const choose = (value: string) => {
    const found = choices.find((choice) => choice.value === value)
    if (found) applyTheme(found.value)
  }
  const Icon = choices.find((choice) => choice.value === theme)?.icon ?? Monitor
  return (
    <DropdownMenu
      trigger={
        <Button variant="ghost" size="icon-sm" aria-label={`Theme: ${theme}`}>
          <Icon aria-hidden />
        </Button>
      }
    >
      <MenuRadioGroup value={theme} onValueChange={choose}>
        {choices.map(({ value, label, icon: Mark }) => (
          <MenuRadioItem key={value} value={value}>
            <Mark aria-hidden />
            {label}
          </MenuRadioItem>
        ))}
      </MenuRadioGroup>
    </DropdownMenu>
  )
}
