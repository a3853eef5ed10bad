import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { requestOrigin } from '@/app/origin'
import { memberOrSignIn } from '@/app/scope'
import { titled } from '@/app/titled'
import { RequestDetail } from '@/components/requests/request-detail'
import { Link } from '@/components/ui/link'
import { findRequest } from '@/lib/domain/requests/queries'

export const generateMetadata = titled('request')

type Props = { params: Promise<{ id: string }> }

export default async function RequestPage({ params }: Props) {
  const { id } = await params
  const t = await getTranslations('pages.request')
  const scope = await memberOrSignIn(`/developers/requests/${id}`)
  const call = await findRequest(scope, id)
  if (!call) notFound()
  return (
    <>
      <p className="mb-3 text-muted text-xs">
        <Link className="underline-offset-4 hover:underline" href="/developers/requests">
          {t('back')}
        </Link>
      </p>
      <RequestDetail call={call} origin={await requestOrigin()} />
    </>
  )
}
