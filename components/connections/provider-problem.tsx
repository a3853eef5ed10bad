'use client'

import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { LocalTime } from '@/components/shell/time'
import { Link } from '@/components/ui/link'
import { Notice } from '@/components/ui/notice'
import { providersQuery } from '@/lib/client/queries'
import type { ProviderName } from '@/lib/domain/connections/rules'
import type { ProviderList } from '@/lib/domain/connections/schema'

type ProviderProblemProps = {
  provider: ProviderName
  /** As the server read them with the page; null where it did not. */
  initial: ProviderList | null
  /** The settings open in another tab: on the page of a live call, which going elsewhere would leave. */
  isBeside?: boolean
  className?: string
}

/** What is wrong with the workspace's account at a provider, in the provider's words; nothing while nothing is. */
export function ProviderProblem({ provider, initial, isBeside, className }: ProviderProblemProps) {
  const t = useTranslations('connections.providerProblem')
  const { data } = useQuery({ ...providersQuery(), ...(initial && { initialData: initial }) })
  const problem = data?.data.find((each) => each.provider === provider)?.problem
  if (!problem) return null
  return (
    <Notice tone="warning" className={className}>
      <p dir="auto">{problem.message}</p>
      <p>
        {t.rich('since', {
          time: () => <LocalTime at={problem.since} />,
          settings: (chunks) => (
            <Link
              href="/settings"
              {...(isBeside && { target: '_blank', rel: 'noopener' })}
              className="underline underline-offset-4"
            >
              {chunks}
            </Link>
          ),
        })}
      </p>
    </Notice>
  )
}
