'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { RotateCcw } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { ActionAnswer } from '@/components/shell/answers'
import { LocalTime } from '@/components/shell/time'
import { Button } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { Fact, Facts } from '@/components/ui/facts'
import { Link } from '@/components/ui/link'
import { Notice } from '@/components/ui/notice'
import { PageHeader } from '@/components/ui/page-header'
import { readableJson, Verbatim } from '@/components/ui/verbatim'
import { deliveryQuery } from '@/lib/client/queries'
import type { DeliveryVerbose } from '@/lib/domain/webhooks/schema'
import { DeliveryBadge } from './delivery-state'

type DeliveryDetailProps = {
  initial: DeliveryVerbose
  /** Sends it again; null for those who only look. */
  replay: ((id: string) => Promise<ActionAnswer>) | null
}

/** One event on its way to one address: what is sent, and every attempt with what came back. */
export function DeliveryDetail({ initial, replay }: DeliveryDetailProps) {
  const t = useTranslations('webhooks.deliveryDetail')
  const { data: delivery } = useQuery({ ...deliveryQuery(initial.delivery_id), initialData: initial })
  return (
    <>
      <PageHeader
        title={delivery.event_type}
        actions={replay && <Replay id={delivery.delivery_id} replay={replay} />}
      >
        <span className="break-all font-mono text-xs">{delivery.url}</span>
      </PageHeader>
      <Facts>
        <Fact label={t('status')}>
          <DeliveryBadge {...delivery} />
        </Fact>
        <Fact label={t('created')}>
          <LocalTime at={delivery.created_at} />
        </Fact>
        {delivery.next_attempt_at && (
          <Fact label={t('nextAttempt')}>
            <LocalTime at={delivery.next_attempt_at} />
          </Fact>
        )}
        <Fact label={t('sentTo')}>
          {delivery.webhook_id ? (
            <Link
              className="underline underline-offset-4"
              href={`/developers/webhooks?endpoint=${delivery.webhook_id}`}
            >
              {t('endpoint')}
            </Link>
          ) : (
            t('callback')
          )}
        </Fact>
        {delivery.conversation_id && (
          <Fact label={t('conversation')}>
            <Link
              className="underline underline-offset-4"
              href={`/conversations/${delivery.conversation_id}`}
            >
              {delivery.conversation_id}
            </Link>
          </Fact>
        )}
        <Fact label={t('eventId')}>
          <span className="break-all font-mono text-xs">{delivery.event_id}</span>
        </Fact>
      </Facts>
      {delivery.problem && (
        <Notice tone="warning" className="mb-6">
          {delivery.problem}
        </Notice>
      )}
      <div className="grid gap-10 lg:grid-cols-2">
        <section aria-labelledby="attempts" className="min-w-0">
          <h2 id="attempts" className="mb-2 font-semibold">
            {t('attempts')}
          </h2>
          {delivery.history.length === 0 && <p className="text-muted">{t('noneYet')}</p>}
          <ol reversed className="divide-y divide-border border-border border-y empty:hidden">
            {delivery.history.toReversed().map((attempt, index) => (
              <AttemptItem key={attempt.number} attempt={attempt} open={index === 0} />
            ))}
          </ol>
        </section>
        <section aria-labelledby="body" className="min-w-0">
          <div className="mb-2 flex h-6 items-center justify-between gap-3">
            <h2 id="body" className="font-semibold">
              {t('body')}
            </h2>
            <CopyButton text={delivery.body} label={t('copyBody')} variant="ghost" />
          </div>
          <Verbatim>{readableJson(delivery.body)}</Verbatim>
        </section>
      </div>
    </>
  )
}

const lines = (headers: Record<string, string>) =>
  Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n')

type AttemptItemProps = { attempt: DeliveryVerbose['history'][number]; open: boolean }

/** What was sent but the body, which is the same each time, and what came back. */
function AttemptItem({ attempt, open }: AttemptItemProps) {
  const t = useTranslations('webhooks.deliveryDetail')
  const good = attempt.status_code !== null && attempt.status_code >= 200 && attempt.status_code < 300
  return (
    <li>
      <details open={open} className="group py-2.5">
        <summary className="flex cursor-pointer flex-wrap items-baseline justify-between gap-x-4 gap-y-0.5 rounded-sm">
          <span className={good ? '' : 'text-danger'}>
            {attempt.status_code === null
              ? attempt.error
              : t('answered', { number: attempt.number, status: String(attempt.status_code) })}
          </span>
          <span className="tabular text-muted text-xs">
            <LocalTime at={attempt.at} /> · {t('took', { ms: attempt.duration_ms })}
          </span>
        </summary>
        <div className="mt-3 flex flex-col gap-3">
          <div>
            <h3 className="mb-1 text-muted text-xs">{t('requestHeaders')}</h3>
            <Verbatim>{lines(attempt.request_headers)}</Verbatim>
          </div>
          {attempt.status_code !== null && (
            <div>
              <h3 className="mb-1 text-muted text-xs">{t('answer')}</h3>
              <Verbatim>
                {[lines(attempt.answer_headers), attempt.answer_body].filter(Boolean).join('\n\n')}
              </Verbatim>
            </div>
          )}
        </div>
      </details>
    </li>
  )
}

function Replay({ id, replay }: { id: string; replay: (id: string) => Promise<ActionAnswer> }) {
  const t = useTranslations('webhooks.deliveryDetail')
  const failures = useTranslations('shell.failures')
  const client = useQueryClient()
  const [busy, setBusy] = useState(false)
  const [said, setSaid] = useState<{ ok: boolean; text: string }>()
  const act = async () => {
    setBusy(true)
    const answer = await replay(id).catch(() => null)
    setBusy(false)
    setSaid({
      ok: answer?.ok === true,
      text: answer?.ok ? t('sentAgain') : (answer?.message ?? failures('unreachable')),
    })
    void client.invalidateQueries({ queryKey: ['webhooks'] })
  }
  return (
    <>
      <Button busy={busy} onClick={act}>
        <RotateCcw aria-hidden />
        {t('replay')}
      </Button>
      <span role="status" className={said?.ok === false ? 'text-danger text-xs' : 'text-muted text-xs'}>
        {said?.text}
      </span>
    </>
  )
}
