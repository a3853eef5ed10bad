import { getTranslations } from 'next-intl/server'
import { memberOrSignIn } from '@/app/scope'
import { titled } from '@/app/titled'
import { Words } from '@/app/words'
import { documentFiltersFrom, documentsPage } from '@/components/documents/document-filters'
import { DocumentList } from '@/components/documents/document-list'
import { PageHeader } from '@/components/ui/page-header'
import { listDocuments, listDocumentTags } from '@/lib/domain/documents/queries/read'
import { addDocumentAction, uploadDocumentAction } from './actions'

export const generateMetadata = titled('documents')

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export default async function DocumentsPage({ searchParams }: Props) {
  const t = await getTranslations('pages.documents')
  const scope = await memberOrSignIn('/knowledge/documents')
  const given = Object.entries(await searchParams).filter(([, value]) => typeof value === 'string')
  const filters = documentFiltersFrom(new URLSearchParams(given as [string, string][]))
  const [page, tags] = await Promise.all([
    listDocuments(scope, { ...filters, limit: documentsPage, page: 0, sort: 'descending' }),
    listDocumentTags(scope),
  ])
  const mayWrite = scope.role !== 'viewer'
  return (
    <Words
      of={[
        'documents.addAddress',
        'documents.documentList',
        'documents.documentState',
        'documents.retrieval',
        'documents.uploadArea',
      ]}
    >
      <PageHeader title={t('title')}>{t('subtitle')}</PageHeader>
      <DocumentList
        initial={{ page, filters, tags }}
        actions={mayWrite ? { add: addDocumentAction, upload: uploadDocumentAction } : null}
      />
    </Words>
  )
}
