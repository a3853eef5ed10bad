'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Ellipsis, Pause, Pencil, Play, Plus, ScrollText, Send, Trash2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { ActionAnswer, SaveAnswer } from '@/components/shell/answers'
import { ConfirmDialog } from '@/components/shell/confirm-dialog'
import { ReadFailure } from '@/components/shell/read-failure'
import { LocalTime } from '@/components/shell/time'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { DropdownMenu, MenuItem, MenuSeparator } from '@/components/ui/dropdown-menu'
import { InlineError } from '@/components/ui/inline-error'
import { Link } from '@/components/ui/link'
import { deliveryQuery, webhooksQuery } from '@/lib/client/queries'
import type { Webhook } from '@/lib/domain/webhooks/schema'
import { LastAnswer } from './delivery-state'
import { EndpointDialog, type SaveWebhook } from './endpoint-dialog'
import { VerifyGuide } from './verify-guide'

export type EndpointActions = {
  save: SaveWebhook
  enable: (id: string, enabled: boolean) => Promise<ActionAnswer>
  remove: (id: string) => Promise<ActionAnswer>
  test: (id: string) => Promise<SaveAnswer>
}

type EndpointListProps = {
  initial: Webhook[]
  /** False for those who only look. */
  mayWrite: boolean
  actions: EndpointActions
}

/** Where the workspace's events go. Without any, how to begin. */
export function EndpointList({ initial, mayWrite, actions }: EndpointListProps) {
  const t = useTranslations('webhooks.endpointList')
  const client = useQueryClient()
  const query = useQuery({ ...webhooksQuery(), initialData: { data: initial, total_count: initial.length } })
  const endpoints = query.data.data
  const [edited, setEdited] = useState<Webhook | null>(null)
  const [editing, setEditing] = useState(false)
  const [doomed, setDoomed] = useState<Webhook>()
  const [asking, setAsking] = useState(false)
  const refresh = () => void client.invalidateQueries({ queryKey: ['webhooks'] })
  const edit = (endpoint: Webhook | null) => {
    setEdited(endpoint)
    setEditing(true)
  }
  return (
    <section aria-labelledby="endpoints">
      <div className="mb-3 flex flex-wrap items-center justify-between gap-3">
        <h2 id="endpoints" className="font-semibold">
          {t('endpoints')}
        </h2>
        {mayWrite && (
          <Button
            variant={endpoints.length === 0 ? 'primary' : 'secondary'}
            size="sm"
            onClick={() => edit(null)}
          >
            <Plus aria-hidden />
            {t('add')}
          </Button>
        )}
      </div>
      {query.error && <ReadFailure error={query.error} onRetry={() => void query.refetch()} />}
      {endpoints.length === 0 ? (
        <VerifyGuide mayWrite={mayWrite} />
      ) : (
        <ul className="divide-y divide-border border-border border-y">
          {endpoints.map((endpoint) => (
            <EndpointRow
              key={endpoint.webhook_id}
              endpoint={endpoint}
              actions={mayWrite ? actions : null}
              refresh={refresh}
              onEdit={() => edit(endpoint)}
              onDelete={() => {
                setDoomed(endpoint)
                setAsking(true)
              }}
            />
          ))}
        </ul>
      )}
      <EndpointDialog
        key={`${edited?.webhook_id} ${edited?.updated_at} ${endpoints.length}`}
        open={editing}
        onOpenChange={setEditing}
        endpoint={edited}
        save={actions.save}
        onSaved={refresh}
      />
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t('deleteTitle')}
        description={
          <>
            <span className="block break-all font-mono text-foreground text-xs">{doomed?.url}</span>
            {t('deleteDescription')}
          </>
        }
        verb={t('deleteEndpoint')}
        act={() => actions.remove(doomed?.webhook_id ?? '')}
        onDone={refresh}
        returnFocusTo={() => document.getElementById('main')}
      />
    </section>
  )
}

type EndpointRowProps = {
  endpoint: Webhook
  actions: EndpointActions | null
  refresh: () => void
  onEdit: () => void
  onDelete: () => void
}

function EndpointRow({ endpoint, actions, refresh, onEdit, onDelete }: EndpointRowProps) {
  const t = useTranslations('webhooks.endpointList')
  const failures = useTranslations('shell.failures')
  const [error, setError] = useState<string>()
  const [test, setTest] = useState<string>()
  const { webhook_id: id, url, description, event_types: types, enabled } = endpoint
  const say = (answer: ActionAnswer | SaveAnswer | null) => {
    setError(answer?.ok ? undefined : (answer?.message ?? failures('unreachable')))
    refresh()
  }
  const sendTest = async () => {
    setTest(undefined)
    const answer = await actions?.test(id).catch(() => null)
    if (answer?.ok) setTest(answer.id)
    say(answer ?? null)
  }
  const toggle = async () => say((await actions?.enable(id, !enabled).catch(() => null)) ?? null)
  return (
    <li className="flex items-start gap-3 py-3">
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
          <span className="min-w-0 break-all font-mono text-[0.8125rem]">{url}</span>
          {!enabled && <Badge tone="warning">{t('paused')}</Badge>}
        </p>
        <p className="text-muted text-xs">
          {description && (
            <span dir="auto" className="text-foreground">
              {description}
              {' · '}
            </span>
          )}
          {types.length === 0 ? t('everyEvent') : types.join(', ')}
        </p>
        {!enabled && endpoint.disabled_at && (
          <p className="text-warning text-xs">
            {endpoint.disabled_reason} <LocalTime at={endpoint.disabled_at} />
          </p>
        )}
        {test && <TestResult id={test} />}
        {error && <InlineError>{error}</InlineError>}
      </div>
      <DropdownMenu
        trigger={
          <Button variant="ghost" size="icon-sm" aria-label={t('actionsFor', { url })}>
            <Ellipsis aria-hidden />
          </Button>
        }
      >
        <MenuItem asChild>
          <Link href={`/developers/webhooks?endpoint=${id}`}>
            <ScrollText aria-hidden />
            {t('itsDeliveries')}
          </Link>
        </MenuItem>
        {actions && (
          <>
            <MenuItem onSelect={() => void sendTest()}>
              <Send aria-hidden />
              {t('sendTest')}
            </MenuItem>
            <MenuItem onSelect={onEdit}>
              <Pencil aria-hidden />
              {t('edit')}
            </MenuItem>
            <MenuItem onSelect={() => void toggle()}>
              {enabled ? <Pause aria-hidden /> : <Play aria-hidden />}
              {enabled ? t('pause') : t('enable')}
            </MenuItem>
            <MenuSeparator />
            <MenuItem danger onSelect={onDelete}>
              <Trash2 aria-hidden />
              {t('delete')}
            </MenuItem>
          </>
        )}
      </DropdownMenu>
    </li>
  )
}

/** What became of a test, as soon as it is known. */
function TestResult({ id }: { id: string }) {
  const t = useTranslations('webhooks.endpointList')
  const { data: delivery } = useQuery({
    ...deliveryQuery(id),
    // News that come during the first read are not heard: it is not begun anew.
    refetchInterval: ({ state }) => (state.data && state.data.status !== 'pending' ? false : 1000),
  })
  return (
    <p role="status" className={delivery?.status === 'failed' ? 'text-danger text-xs' : 'text-xs'}>
      {!delivery || delivery.status === 'pending' ? (
        t('testSent')
      ) : (
        <>
          {delivery.status === 'delivered' ? t('testArrived') : t('testFailed')}{' '}
          <LastAnswer delivery={delivery} />{' '}
          <Link className="underline underline-offset-4" href={`/developers/webhooks/deliveries/${id}`}>
            {t('details')}
          </Link>
        </>
      )}
    </p>
  )
}
