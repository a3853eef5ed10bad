'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useId, useState } from 'react'
import type { ActionAnswer } from '@/components/shell/answers'
import { ConfirmDialog } from '@/components/shell/confirm-dialog'
import { LocalTime } from '@/components/shell/time'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { providersQuery } from '@/lib/client/queries'
import { type OutsideProvider, providerTitles } from '@/lib/domain/connections/rules'
import type { ProviderList, ProviderWire } from '@/lib/domain/connections/schema'
import { type Connect, ConnectForm } from './connect-form'

type ConnectionPanelProps = {
  provider: OutsideProvider
  initial: ProviderList
  /** False for those who only look. */
  mayManage: boolean
  connect: Connect
  disconnect: (provider: OutsideProvider) => Promise<ActionAnswer>
}

/** The workspace's account at a provider: connects it, shows how it stands, forgets it. */
export function ConnectionPanel({ provider, initial, mayManage, connect, disconnect }: ConnectionPanelProps) {
  const t = useTranslations('connections.connectionPanel')
  const headingId = useId()
  const client = useQueryClient()
  const { data } = useQuery({ ...providersQuery(), initialData: initial })
  const [replacing, setReplacing] = useState(false)
  const state = data.data.find((each) => each.provider === provider)
  const connection = state?.is_connected ? state : null
  const name = providerTitles[provider]
  // Until the page shows what is so now, the button that was pressed is busy.
  const refresh = () => client.invalidateQueries({ queryKey: ['providers'] })
  return (
    <section aria-labelledby={headingId} className="flex flex-col items-start gap-4">
      <div>
        <h3 id={headingId} className="font-medium">
          {name}
        </h3>
        <p className="text-muted text-xs">{t('what', { name })}</p>
      </div>
      <div role="status" className="contents">
        {connection && <Connection connection={connection} />}
      </div>
      {!mayManage && !connection && <p className="text-muted">{t('notConnected')}</p>}
      {mayManage && (!connection || replacing) && (
        <ConnectForm
          provider={provider}
          connected={connection}
          connect={connect}
          onConnected={async () => {
            await refresh()
            setReplacing(false)
          }}
          onCancel={connection ? () => setReplacing(false) : undefined}
        />
      )}
      {mayManage && connection && !replacing && (
        <Ways
          name={name}
          replace={() => setReplacing(true)}
          disconnect={async () => {
            const answer = await disconnect(provider)
            if (answer.ok) await refresh()
            return answer
          }}
        />
      )}
    </section>
  )
}

/** Which account it is, and why it did not do what it was asked last. */
function Connection({ connection }: { connection: ProviderWire }) {
  const t = useTranslations('connections.connectionPanel')
  const { key_hint: hint, base_url: address, problem } = connection
  return (
    <>
      <div className="flex w-full flex-wrap items-center gap-x-4 gap-y-1.5">
        <Badge>{t('connected')}</Badge>
        {hint && (
          <span>
            {t('key')} <code className="font-mono text-[0.8125rem]">…{hint}</code>
          </span>
        )}
        <code className="min-w-0 break-all font-mono text-[0.8125rem] text-muted">{address}</code>
      </div>
      {problem && (
        <Notice tone="warning" className="w-full">
          <p dir="auto">{problem.message}</p>
          <p className="text-xs">
            {t.rich('problemSince', { time: () => <LocalTime at={problem.since} /> })}
          </p>
        </Notice>
      )}
    </>
  )
}

type WaysProps = { name: string; replace: () => void; disconnect: () => Promise<ActionAnswer> }

/** What can be done with an account that is connected. */
function Ways({ name, replace, disconnect }: WaysProps) {
  const t = useTranslations('connections.connectionPanel')
  const [asking, setAsking] = useState(false)
  const buttonId = useId()
  return (
    <div className="flex flex-wrap gap-2">
      <Button size="sm" onClick={replace}>
        {t('replaceKey')}
      </Button>
      <Button id={buttonId} size="sm" className="text-danger" onClick={() => setAsking(true)}>
        {t('disconnect')}
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t('disconnectTitle', { name })}
        description={t('disconnectDescription', { name })}
        verb={t('disconnect')}
        act={disconnect}
        returnFocusTo={() => document.getElementById(buttonId) ?? document.getElementById('main')}
      />
    </div>
  )
}
