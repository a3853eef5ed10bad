import type { Metadata } from 'next'
import { memberOrSignIn } from '@/app/scope'
import { PageHeader } from '@/components/ui/page-header'
import { groupFrom, periodFrom } from '@/components/usage/period'
import { UsageReport } from '@/components/usage/usage-report'
import { workspaceLimits } from '@/lib/domain/usage/queries/limits'
import { readUsage } from '@/lib/domain/usage/queries/read-usage'

export const metadata: Metadata = { title: 'Usage' }

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export default async function UsagePage({ searchParams }: Props) {
  const scope = await memberOrSignIn('/usage')
  const given = Object.entries(await searchParams).filter(([, value]) => typeof value === 'string')
  const limits = await workspaceLimits(scope)
  const params = new URLSearchParams(given as [string, string][])
  const { from, to } = periodFrom(params, Date.parse(limits.as_of))
  const group = groupFrom(params)
  return (
    <>
      <PageHeader title="Usage">
        Counted in whole seconds from creation to end. Days and months are UTC.
      </PageHeader>
      <UsageReport
        initial={await readUsage(scope, { from, to, group_by: group ?? undefined })}
        group={group}
        limits={limits}
      />
    </>
  )
}
