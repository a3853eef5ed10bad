import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { memberOrSignIn } from '@/app/scope'
import { Words } from '@/app/words'
import { DocumentDetail } from '@/components/documents/document-detail'
import { findDocument } from '@/lib/domain/documents/queries/read'
import { deleteDocumentAction, recrawlDocumentAction, updateDocumentAction } from '../actions'

type Props = { params: Promise<{ id: string }> }

async function load({ params }: Props) {
  const { id } = await params
  const scope = await memberOrSignIn(`/knowledge/documents/${id}`)
  return { document: await findDocument(scope, id), mayWrite: scope.role !== 'viewer' }
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const { document } = await load(props)
  if (document) return { title: document.document_name }
  const t = await getTranslations('pages.notFound')
  return { title: t('title') }
}

export default async function DocumentPage(props: Props) {
  const { document, mayWrite } = await load(props)
  if (!document) notFound()
  const actions = {
    update: updateDocumentAction,
    recrawl: recrawlDocumentAction,
    remove: deleteDocumentAction,
  }
  return (
    <Words
      of={[
        'conversations.words',
        'documents.documentDetail',
        'documents.documentState',
        'documents.editDocument',
        'documents.retrieval',
      ]}
    >
      <DocumentDetail initial={document} actions={mayWrite ? actions : null} />
    </Words>
  )
}
