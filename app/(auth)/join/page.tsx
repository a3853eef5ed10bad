import { getTranslations } from 'next-intl/server'
import { currentMember } from '@/app/scope'
import { titled } from '@/app/titled'
import { Words } from '@/app/words'
import { JoinWorkspace } from '@/components/workspaces/join-workspace'
import { readAccount } from '@/lib/domain/accounts/queries'
import { acceptAction, readInvitationAction } from './actions'

export const generateMetadata = titled('join')

export default async function JoinPage() {
  const t = await getTranslations('pages.join')
  const member = await currentMember()
  const account = member && (await readAccount(member))
  return (
    <Words of={['workspaces.joinWorkspace', 'workspaces.roles']}>
      <h1 className="mb-6 font-semibold text-xl tracking-tight">{t('title')}</h1>
      <JoinWorkspace signedInAs={account?.email ?? null} read={readInvitationAction} accept={acceptAction} />
    </Words>
  )
}
