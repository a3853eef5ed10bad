'use client'

import { CircleUser, LogOut, MonitorX, Settings } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { DropdownMenu, MenuItem, MenuLabel, MenuSeparator } from '@/components/ui/dropdown-menu'
import { Link } from '@/components/ui/link'
import { forgetTyped } from './leave-account'

type AccountMenuProps = {
  email: string
  name: string
  signOut: () => Promise<void>
  signOutEverywhere: () => Promise<void>
}

/** Who is signed in, and the ways out. */
export function AccountMenu({ email, name, signOut, signOutEverywhere }: AccountMenuProps) {
  const t = useTranslations('shell.accountMenu')
  const [busy, setBusy] = useState(false)
  const leave = (action: () => Promise<void>) => async () => {
    setBusy(true)
    try {
      await action()
    } finally {
      forgetTyped()
      // A full load: nothing that was read for the account stays in this page's memory.
      window.location.assign('/signin')
    }
  }
  return (
    <DropdownMenu
      className="w-60"
      trigger={
        <Button variant="ghost" size="icon-sm" aria-label={t('account')} busy={busy}>
          {!busy && <CircleUser aria-hidden />}
        </Button>
      }
    >
      <MenuLabel>
        <span dir="auto" className="block truncate font-medium text-foreground text-sm">
          {name || email}
        </span>
        {name && <span className="block truncate">{email}</span>}
      </MenuLabel>
      <MenuSeparator />
      <MenuItem asChild>
        <Link href="/settings">
          <Settings aria-hidden />
          {t('settings')}
        </Link>
      </MenuItem>
      <MenuItem onSelect={leave(signOut)}>
        <LogOut aria-hidden />
        {t('signOut')}
      </MenuItem>
      <MenuItem onSelect={leave(signOutEverywhere)}>
        <MonitorX aria-hidden />
        {t('signOutEverywhere')}
      </MenuItem>
    </DropdownMenu>
  )
}
