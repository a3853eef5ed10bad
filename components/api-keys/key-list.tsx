'use client'

import { useTranslations } from 'next-intl'
import { type ReactNode, useState } from 'react'
import type { ActionAnswer } from '@/components/shell/answers'
import { ConfirmDialog } from '@/components/shell/confirm-dialog'
import { LocalTime } from '@/components/shell/time'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'

type Key = {
  id: string
  name: string
  hint: string
  scopes: string[]
  addresses: string[]
  maker: string
  createdAt: string
  expiresAt: string | null
  usedAt: string | null
  usedFrom: string | null
  revokedAt: string | null
  status: 'active' | 'expired' | 'revoked'
  isTryIt: boolean
  isRevocable: boolean
}

type KeyListProps = { keys: Key[]; revoke: (id: string) => Promise<ActionAnswer> }

/** The keys that work, below them those that do no more, and the way to end one. */
export function KeyList({ keys, revoke }: KeyListProps) {
  const t = useTranslations('apiKeys.keyList')
  const [asked, setAsked] = useState<Key>()
  const [asking, setAsking] = useState(false)
  const working = keys.filter(({ status }) => status === 'active')
  const over = keys.filter(({ status }) => status !== 'active')
  const rows = (some: Key[]) => (
    <ul className="divide-y divide-border border-border border-y">
      {some.map((key) => (
        <KeyRow
          key={key.id}
          apiKey={key}
          onRevoke={() => {
            setAsked(key)
            setAsking(true)
          }}
        />
      ))}
    </ul>
  )
  return (
    <div className="flex flex-col gap-10">
      <section aria-label={t('working')}>
        {working.length > 0 ? rows(working) : <p className="text-muted">{t('noneWorks')}</p>}
      </section>
      {over.length > 0 && (
        <section aria-labelledby="over">
          <h2 id="over" className="mb-2 font-semibold">
            {t('over')}
          </h2>
          {rows(over)}
        </section>
      )}
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t('revokeTitle', { name: asked?.name ?? '' })}
        description={t('revokeDescription', { hint: asked?.hint ?? '' })}
        verb={t('revokeKey')}
        act={() => revoke(asked?.id ?? '')}
        returnFocusTo={() => document.getElementById('main')}
      />
    </div>
  )
}

const tones = { active: 'live', expired: 'warning', revoked: 'neutral' } as const

function KeyRow({ apiKey, onRevoke }: { apiKey: Key; onRevoke: () => void }) {
  const t = useTranslations('apiKeys.keyList')
  const { status, scopes, addresses } = apiKey
  const access = scopes.length > 1 ? t('readAndWrite') : scopes[0] === 'read' ? t('readOnly') : t('writeOnly')
  return (
    <li className="grid grid-cols-2 gap-x-6 gap-y-3 py-4 md:grid-cols-[minmax(0,5fr)_minmax(0,3fr)_minmax(0,3fr)_minmax(0,3fr)_4.5rem] md:items-start">
      <div className="col-span-2 min-w-0 md:col-span-1">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1 font-medium">
          <span dir="auto" className="min-w-0 break-words">
            {apiKey.name}
          </span>
          {status !== 'active' && <Badge tone={tones[status]}>{t(status)}</Badge>}
          {apiKey.isTryIt && <Badge>{t('forTryingOut')}</Badge>}
        </p>
        <p className="text-muted text-xs">
          <code className="font-mono">{apiKey.hint}…</code> · {access}
        </p>
        {addresses.length > 0 && (
          <p className="break-words text-muted text-xs">
            {t('onlyFrom', { addresses: addresses.join(', ') })}
          </p>
        )}
      </div>
      <dl className="contents">
        <Fact
          name={t('created')}
          aside={t.rich('by', { maker: () => <span dir="auto">{apiKey.maker}</span> })}
        >
          <LocalTime at={apiKey.createdAt} />
        </Fact>
        <Fact name={t('lastUsed')} aside={apiKey.usedFrom && t('from', { address: apiKey.usedFrom })}>
          {apiKey.usedAt ? <LocalTime at={apiKey.usedAt} /> : t('never')}
        </Fact>
        <Fact name={apiKey.revokedAt ? t('revoked') : status === 'expired' ? t('expired') : t('expires')}>
          {apiKey.revokedAt || apiKey.expiresAt ? (
            <LocalTime at={apiKey.revokedAt ?? apiKey.expiresAt ?? ''} />
          ) : (
            t('never')
          )}
        </Fact>
      </dl>
      {status === 'active' && apiKey.isRevocable && (
        <Button size="sm" className="self-end justify-self-end md:self-start" onClick={onRevoke}>
          {t('revoke')}
          <span className="sr-only"> {apiKey.name}</span>
        </Button>
      )}
    </li>
  )
}

function Fact({ name, aside, children }: { name: string; aside?: ReactNode; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-muted text-xs">{name}</dt>
      <dd className="tabular">{children}</dd>
      {aside && <dd className="break-words text-muted text-xs">{aside}</dd>}
    </div>
  )
}
