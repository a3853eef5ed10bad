import { getTranslations } from 'next-intl/server'
import { memberOrSignIn } from '@/app/scope'
import { titled } from '@/app/titled'
import { Words } from '@/app/words'
import { Reference } from '@/components/reference/reference'
import { PageHeader } from '@/components/ui/page-header'
import { makeTryItKey } from './actions'

export const generateMetadata = titled('reference')

export default async function ReferencePage() {
  const t = await getTranslations('pages.reference')
  await memberOrSignIn('/developers/reference')
  return (
    <Words of={['reference']}>
      <PageHeader title={t('title')}>
        {t.rich('subtitle', {
          link: (chunks) => (
            <a href="/v2/openapi.json" className="underline underline-offset-4">
              {chunks}
            </a>
          ),
        })}
      </PageHeader>
      <Reference makeKey={makeTryItKey} />
    </Words>
  )
}
