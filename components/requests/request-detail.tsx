import { useTranslations } from 'next-intl'
import { LocalTime } from '@/components/shell/time'
import { CopyButton } from '@/components/ui/copy-button'
import { Fact, Facts } from '@/components/ui/facts'
import { Link } from '@/components/ui/link'
import { PageHeader } from '@/components/ui/page-header'
import { readableJson, Verbatim } from '@/components/ui/verbatim'
import { curlCommand } from '@/lib/client/request-code'
import { secretMask } from '@/lib/domain/models/rules/secrets'
import { bodyKept } from '@/lib/domain/requests/rules'
import type { ApiRequestWhole } from '@/lib/domain/requests/schema'
import { StatusBadge } from './status-badge'

/** One call: who made it, what was sent and what came back, and the same call as a command. */
export function RequestDetail({ call, origin }: { call: ApiRequestWhole; origin: string }) {
  const t = useTranslations('requests.requestDetail')
  const { request_body: sent, response_body: answered } = call
  const command = curlCommand({ method: call.method, url: `${origin}${call.path}${call.query}`, body: sent })
  const isShortened = sent?.length === bodyKept.request
  return (
    <>
      <PageHeader
        title={
          <span className="break-all font-mono text-base">
            {call.method} {call.path}
          </span>
        }
        actions={<CopyButton text={command}>{t('copyAsCurl')}</CopyButton>}
      >
        {call.query && <span className="break-all font-mono text-xs">{call.query}</span>}
      </PageHeader>
      <Facts>
        <Fact label={t('status')}>
          <StatusBadge status={call.status} />
        </Fact>
        <Fact label={t('at')}>
          <LocalTime at={call.timestamp} />
        </Fact>
        <Fact label={t('took')}>{t('ms', { ms: call.duration })}</Fact>
        <Fact label={t('key')}>
          <Link
            className="underline underline-offset-4"
            href={`/developers/requests?key=${encodeURIComponent(call.api_key_id)}`}
          >
            <span dir="auto">{call.api_key_name ?? t('unknownKey')}</span>
          </Link>
        </Fact>
        <Fact label={t('from')}>{call.address}</Fact>
        {call.subject_id && (
          <Fact label={t('about')}>
            <Link
              className="font-mono text-xs underline underline-offset-4"
              href={`/developers/requests?about=${encodeURIComponent(call.subject_id)}`}
            >
              {call.subject_id}
            </Link>
          </Fact>
        )}
        {call.idempotency_key && (
          <Fact label={t('idempotencyKey')}>
            <span className="break-all font-mono text-xs">{call.idempotency_key}</span>
          </Fact>
        )}
        <Fact label={t('requestId')}>
          <span className="break-all font-mono text-xs">{call.request_id}</span>
        </Fact>
        {call.user_agent && (
          <Fact label={t('program')}>
            <span className="break-all text-xs">{call.user_agent}</span>
          </Fact>
        )}
      </Facts>
      <div className="grid gap-8 lg:grid-cols-2">
        <Body
          title={t('sent')}
          text={sent}
          none={call.method === 'GET' || call.method === 'HEAD' ? t('onlyRead') : t('noBody')}
          note={[isShortened && t('shortened'), sent?.includes(secretMask) && t('masked')]}
        />
        <Body
          title={t('answered')}
          text={answered}
          none={call.status >= 400 || call.method !== 'GET' ? t('noBody') : t('notKept')}
          note={[answered?.length === bodyKept.answer && t('shortened')]}
        />
      </div>
    </>
  )
}

type BodyProps = { title: string; text: string | null; none: string; note: (string | false | undefined)[] }

function Body({ title, text, none, note }: BodyProps) {
  const notes = note.filter(Boolean).join(' ')
  return (
    <section aria-label={title} className="min-w-0">
      <div className="mb-2 flex h-7 items-center justify-between gap-3">
        <h2 className="font-semibold">{title}</h2>
        {text && <CopyButton text={text} variant="ghost" />}
      </div>
      {text ? <Verbatim>{readableJson(text)}</Verbatim> : <p className="text-muted">{none}</p>}
      {notes && <p className="mt-2 text-muted text-xs">{notes}</p>}
    </section>
  )
}
