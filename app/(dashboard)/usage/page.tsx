import type { Metadata } from 'next'
import { memberOrSignIn } from '@/app/scope'
import { PageHeader } from '@/components/ui/page-header'
import { periodFrom } from '@/components/usage/period'
import { UsageReport } from '@/components/usage/usage-report'
import { readUsage, workspaceLimits } from '@/lib/domain/usage/queries'

export const metadata: Metadata = { title: 'Usage' }

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export default async function UsagePage({ searchParams }: Props) {
  const scope = await memberOrSignIn('/usage')
  const given = Object.entries(await searchParams).filter(([, value]) => typeof value === 'string')
  const limits = await workspaceLimits(scope)
  const { from, to } = periodFrom(new URLSearchParams(given as [string, string][]), Date.parse(limits.as_of))
  return (
    <>
      <PageHeader title="Usage">
        Counted in whole seconds from creation to end. Days and months are UTC.
      </PageHeader>
      <UsageReport initial={await readUsage(scope, { from, to })} limits={limits} />
    </>
  )
}
