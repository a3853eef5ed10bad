import { getTranslations } from 'next-intl/server'
import { memberOrSignIn } from '@/app/scope'
import { titled } from '@/app/titled'
import { Words } from '@/app/words'
import { PageHeader } from '@/components/ui/page-header'
import { groupFrom, periodFrom } from '@/components/usage/period'
import { UsageReport } from '@/components/usage/usage-report'
import { workspaceLimits } from '@/lib/domain/usage/queries/limits'
import { readUsage } from '@/lib/domain/usage/queries/read-usage'

export const generateMetadata = titled('usage')

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export default async function UsagePage({ searchParams }: Props) {
  const t = await getTranslations('pages.usage')
  const scope = await memberOrSignIn('/usage')
  const given = Object.entries(await searchParams).filter(([, value]) => typeof value === 'string')
  const limits = await workspaceLimits(scope)
  const params = new URLSearchParams(given as [string, string][])
  const { from, to } = periodFrom(params, Date.parse(limits.as_of))
  const group = groupFrom(params)
  return (
    <Words of={['usage']}>
      <PageHeader title={t('title')}>{t('subtitle')}</PageHeader>
      <UsageReport
        initial={await readUsage(scope, { from, to, group_by: group ?? undefined })}
        group={group}
        limits={limits}
      />
    </Words>
  )
}
