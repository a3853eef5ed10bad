import { useTranslations } from 'next-intl'
import type { EndAction, EndForeignAction } from '@/components/shell/answers'
import { Notice } from '@/components/ui/notice'
import { onUse } from '@/components/ui/on-use'
import {
  isOutside,
  type OutsideProvider,
  type ProviderName,
  providerTitles,
} from '@/lib/domain/connections/rules'
import type { WorkspaceLimits } from '@/lib/domain/usage/schema'
import { connectionLink } from './connect-link'
import { saysAccountIsFull } from './place'

const SlotHolders = onUse(() => import('@/components/shell/slot-holders').then((part) => part.SlotHolders))
const ForeignHolders = onUse(() =>
  import('@/components/shell/foreign-holders').then((part) => part.ForeignHolders),
)

/** Why nothing was created, and who should have run it. */
export type Refusal = { code: string; message: string; field?: string; provider: ProviderName }

type RefusedProps = {
  refusal: Refusal
  limits: Pick<WorkspaceLimits, 'live'>
  end: EndAction
  endForeign: EndForeignAction
}

/** Why not, and the way out. */
export function Refused({ refusal, limits, end, endForeign }: RefusedProps) {
  const t = useTranslations('conversations.refused')
  const { code, message, field, provider } = refusal
  const isFull = saysAccountIsFull(message)
  const here = encodeURIComponent('/conversations/new')
  return (
    <Notice tone="danger">
      <p>{message}</p>
      {code === 'signed-out' && (
        <p className="mt-1">
          {t.rich('signInAgain', {
            link: (chunks) => (
              <a className="font-medium underline underline-offset-4" href={`/signin?callbackUrl=${here}`}>
                {chunks}
              </a>
            ),
          })}
        </p>
      )}
      {field === 'provider' && <p className="mt-1">{t.rich('goToSettings', { link: connectionLink })}</p>}
      {code === 'concurrency' && (
        <div className="mt-2 text-foreground">
          {(limits.live.length > 0 || !isFull) && <SlotHolders limits={limits} end={end} />}
          {isOutside(provider) && (
            <LiveElsewhere provider={provider} isFull={isFull} endForeign={endForeign} />
          )}
        </div>
      )}
    </Notice>
  )
}

type LiveElsewhereProps = { provider: OutsideProvider; isFull: boolean; endForeign: EndForeignAction }

/** What holds slots of an account beside what was made here. */
function LiveElsewhere({ provider, isFull, endForeign }: LiveElsewhereProps) {
  const t = useTranslations('conversations.refused')
  const name = providerTitles[provider]
  return (
    <div className="mt-2 border-border border-t pt-2">
      <p className="text-muted text-xs">{t(isFull ? 'accountIsFull' : 'liveElsewhere', { name })}</p>
      <ForeignHolders provider={provider} end={endForeign} />
    </div>
  )
}
