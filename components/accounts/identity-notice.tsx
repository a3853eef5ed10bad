import { useTranslations } from 'next-intl'
import { cn } from '@/components/ui/cn'
import { Notice } from '@/components/ui/notice'

/** What a page's address says of a way in that did not work. */
export type IdentityOutcome = { refused?: string; by?: string; error?: string }

/** What has words of its own; anything else an address may say is told as "failed". */
const refusals = {
  'sign-in': ['conflict', 'invalid', 'forbidden', 'throttled'],
  connect: ['conflict', 'signed-out'],
} as const

type IdentityNoticeProps = {
  outcome: IdentityOutcome
  providers: { id: string; name: string }[]
  /** What was tried. */
  to: 'sign-in' | 'connect'
}

/** Why a way in by an identity provider did not work, and what to do; nothing when none was tried. */
export function IdentityNotice({ outcome: { refused, by, error }, providers, to }: IdentityNoticeProps) {
  const t = useTranslations('accounts.identityNotice')
  if (!refused && !error) return null
  const name = providers.find(({ id }) => id === by)?.name ?? t('theProvider')
  return (
    <Notice tone="danger" className={cn('mb-4', to === 'connect' && 'mb-6 max-w-3xl')}>
      {to === 'connect'
        ? t(`connect.${refusals.connect.find((known) => known === refused) ?? 'failed'}`, { name })
        : t(`sign-in.${refusals['sign-in'].find((known) => known === refused) ?? 'failed'}`, { name })}
    </Notice>
  )
}
