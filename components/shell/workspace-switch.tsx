'use client'

import { Check, ChevronsUpDown } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { DropdownMenu, MenuItem } from '@/components/ui/dropdown-menu'
import type { ActionAnswer } from './answers'

type WorkspaceSwitchProps = {
  workspaces: { id: string; name: string; current: boolean }[]
  choose: (workspaceId: string) => Promise<ActionAnswer>
}

/** The workspace that is looked at, and the way to the person's others. */
export function WorkspaceSwitch({ workspaces, choose }: WorkspaceSwitchProps) {
  const t = useTranslations('shell.workspaceSwitch')
  const [busy, setBusy] = useState(false)
  const current = workspaces.find((workspace) => workspace.current)
  const name = (
    <span dir="auto" title={current?.name} className="truncate font-medium">
      {current?.name}
    </span>
  )
  if (workspaces.length < 2) return name
  const go = async (id: string) => {
    setBusy(true)
    await choose(id).catch(() => null)
    // A full load: nothing that was read for the other workspace stays in memory.
    window.location.assign('/conversations')
  }
  return (
    <DropdownMenu
      align="start"
      className="w-60"
      trigger={
        <Button
          variant="ghost"
          size="sm"
          busy={busy}
          className="-ml-2 min-w-0"
          aria-label={t('workspace', { name: current?.name ?? '' })}
        >
          {name}
          <ChevronsUpDown aria-hidden className="text-muted" />
        </Button>
      }
    >
      {workspaces.map((workspace) => (
        <MenuItem key={workspace.id} onSelect={() => void go(workspace.id)}>
          <Check aria-hidden className={workspace.current ? '' : 'invisible'} />
          <span dir="auto" className="truncate">
            {workspace.name}
          </span>
        </MenuItem>
      ))}
    </DropdownMenu>
  )
}
