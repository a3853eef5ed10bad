import { KeyRound } from 'lucide-react'
import { getTranslations } from 'next-intl/server'
import { requestOrigin } from '@/app/origin'
import { memberOrSignIn } from '@/app/scope'
import { titled } from '@/app/titled'
import { Words } from '@/app/words'
import { CreateKey } from '@/components/api-keys/create-key'
import { KeyList } from '@/components/api-keys/key-list'
import { EmptyState } from '@/components/ui/empty-state'
import { Notice } from '@/components/ui/notice'
import { PageHeader } from '@/components/ui/page-header'
import { listKeys } from '@/lib/domain/api-keys/queries'
import { createKeyAction, revokeKeyAction } from './actions'

export const generateMetadata = titled('apiKeys')

export default async function ApiKeysPage() {
  const t = await getTranslations('pages.apiKeys')
  const member = await memberOrSignIn('/developers/keys')
  const [keys, origin] = await Promise.all([listKeys(member), requestOrigin()])
  return (
    <Words of={['apiKeys']}>
      <PageHeader
        title={t('title')}
        actions={member.role !== 'viewer' && <CreateKey origin={origin} create={createKeyAction} />}
      >
        {t('subtitle')}
      </PageHeader>
      {member.role === 'viewer' && <Notice className="mb-6">{t('viewersMakeNone')}</Notice>}
      {keys.length > 0 ? (
        <KeyList
          keys={keys.map(({ createdAt, expiresAt, usedAt, revokedAt, ...key }) => ({
            ...key,
            createdAt: createdAt.toISOString(),
            expiresAt: expiresAt?.toISOString() ?? null,
            usedAt: usedAt?.toISOString() ?? null,
            revokedAt: revokedAt?.toISOString() ?? null,
          }))}
          revoke={revokeKeyAction}
        />
      ) : (
        <EmptyState title={t('none')} icon={<KeyRound />}>
          {t('whatAKeyIsFor')}
        </EmptyState>
      )}
    </Words>
  )
}
