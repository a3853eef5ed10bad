'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { ActionAnswer } from '@/components/shell/answers'
import { Button } from '@/components/ui/button'
import { InlineError } from '@/components/ui/inline-error'
import { useIdentityProvider } from './identity-buttons'

/** A way in by a provider; `label` is who one is there, null while it is not connected. */
export type IdentityRow = {
  id: string
  name: string
  issuer: string
  label: string | null
  isOffered: boolean
}

type IdentityListProps = {
  rows: IdentityRow[]
  prepare: () => Promise<void>
  disconnect: (issuer: string) => Promise<ActionAnswer>
}

/** The ways to sign in beside the password. */
export function IdentityList({ rows, prepare, disconnect }: IdentityListProps) {
  return (
    <ul className="divide-y divide-border">
      {rows.map((row) => (
        <li key={row.issuer} className="py-3 first:pt-0 last:pb-0">
          <Identity row={row} prepare={prepare} disconnect={disconnect} />
        </li>
      ))}
    </ul>
  )
}

function Identity({
  row,
  prepare,
  disconnect,
}: { row: IdentityRow } & Pick<IdentityListProps, 'prepare' | 'disconnect'>) {
  const t = useTranslations('accounts.identityList')
  const { id, name, issuer, label, isOffered } = row
  const { leaving, failed, goTo } = useIdentityProvider('/settings', prepare)
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<string>()
  const unreachable = useTranslations('shell.failures')('unreachable')
  const leave = async () => {
    setBusy(true)
    const answer = await disconnect(issuer).catch(() => null)
    setBusy(false)
    setRefusal(answer?.ok ? undefined : (answer?.message ?? unreachable))
  }
  const problem = failed ? unreachable : refusal
  return (
    <>
      <div className="flex items-center justify-between gap-4">
        <div className="min-w-0">
          <p className="font-medium">{name}</p>
          <p className="truncate text-muted text-xs" dir="auto">
            {label ?? t('notConnected')}
          </p>
        </div>
        {label !== null ? (
          <Button busy={busy} onClick={() => void leave()} aria-label={t('disconnectFrom', { name })}>
            {t('disconnect')}
          </Button>
        ) : (
          isOffered && (
            <Button busy={leaving === id} onClick={() => void goTo(id)} aria-label={t('connectTo', { name })}>
              {t('connect')}
            </Button>
          )
        )}
      </div>
      {problem && <InlineError className="mt-2">{problem}</InlineError>}
    </>
  )
}
