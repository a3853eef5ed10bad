import { getTranslations } from 'next-intl/server'
import { requestOrigin } from '@/app/origin'
import { memberOrSignIn } from '@/app/scope'
import { titled } from '@/app/titled'
import { Words } from '@/app/words'
import { Operation } from '@/components/reference/operation'
import { Reference } from '@/components/reference/reference'
import { PageHeader } from '@/components/ui/page-header'
import { readReference } from '@/lib/domain/reference/queries'
import { makeTryItKey } from './actions'

export const generateMetadata = titled('reference')

type Props = { searchParams: Promise<{ operation?: string | string[] }> }

export default async function ReferencePage({ searchParams }: Props) {
  const t = await getTranslations('pages.reference')
  const { operation } = await searchParams
  const asked = [operation].flat()[0] ?? null
  const query = asked === null ? '' : `?${new URLSearchParams({ operation: asked })}`
  const scope = await memberOrSignIn(`/developers/reference${query}`)
  const { operations, shown, components } = readReference(scope, asked)
  return (
    <Words of={['reference.reference', 'reference.tryIt']}>
      <PageHeader title={t('title')}>
        {t.rich('subtitle', {
          link: (chunks) => (
            <a href="/v2/openapi.json" className="underline underline-offset-4">
              {chunks}
            </a>
          ),
        })}
      </PageHeader>
      <Reference
        operations={operations}
        shown={shown.id}
        isChosen={shown.id === asked}
        makeKey={makeTryItKey}
      >
        <Operation key={shown.id} operation={shown} components={components} origin={await requestOrigin()} />
      </Reference>
    </Words>
  )
}
