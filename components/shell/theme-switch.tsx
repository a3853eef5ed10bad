'use client'

import { Monitor, Moon, Sun } from 'lucide-react'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { DropdownMenu, MenuRadioGroup, MenuRadioItem } from '@/components/ui/dropdown-menu'

export type Theme = 'system' | 'light' | 'dark'

const choices = [
  { value: 'system', label: 'System', icon: Monitor },
  { value: 'light', label: 'Light', icon: Sun },
  { value: 'dark', label: 'Dark', icon: Moon },
] as const

const year = 31_536_000

/** Remembered in a cookie, which the server reads before it paints the first pixel. */
function apply(theme: Theme): void {
  const root = document.documentElement
  if (theme === 'system') delete root.dataset.theme
  else root.dataset.theme = theme
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing on plain http
  document.cookie = `theme=${theme}; path=/; max-age=${theme === 'system' ? 0 : year}; samesite=lax`
}

/** Light, dark, or what the system says. */
export function ThemeSwitch({ initial }: { initial: Theme }) {
  const [theme, setTheme] = useState(initial)
  const choose = (value: string) => {
    const found = choices.find((choice) => choice.value === value)
    if (!found) return
    setTheme(found.value)
    apply(found.value)
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
