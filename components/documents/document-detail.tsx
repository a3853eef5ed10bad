'use client'

import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { Download, RefreshCw, Trash2 } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { languageInWords } from '@/components/conversations/words'
import { ConfirmDialog } from '@/components/shell/confirm-dialog'
import { LocalTime } from '@/components/shell/time'
import { Button } from '@/components/ui/button'
import { Fact, Facts } from '@/components/ui/facts'
import { Link } from '@/components/ui/link'
import { Notice } from '@/components/ui/notice'
import { PageHeader } from '@/components/ui/page-header'
import { formatBytes, formatCount } from '@/lib/client/format'
import { documentQuery, passagesQuery } from '@/lib/client/queries'
import { isUnderWay } from '@/lib/domain/documents/rules/limits'
import type { Document } from '@/lib/domain/documents/schema'
import { languages } from '@/lib/protocol/languages'
import type { DocumentActions } from './answers'
import { DocumentState } from './document-state'
import { EditDocument } from './edit-document'
import { Passages } from './passages'
import { Retrieval } from './retrieval'

/** Passages of one page of the text. */
const perPage = 20

type DocumentDetailProps = {
  initial: Document
  /** Null for those who only look. */
  actions: Pick<DocumentActions, 'update' | 'recrawl' | 'remove'> | null
}

/** A document: what is known of it, what a question retrieves, its text as it was understood. */
export function DocumentDetail({ initial, actions }: DocumentDetailProps) {
  const t = useTranslations('documents.documentDetail')
  const failures = useTranslations('shell.failures')
  const router = useRouter()
  const client = useQueryClient()
  const { data: document } = useQuery({ ...documentQuery(initial.document_id), initialData: initial })
  const [editing, setEditing] = useState(false)
  const [deleting, setDeleting] = useState(false)
  const [fetching, setFetching] = useState(false)
  const [refusal, setRefusal] = useState<string>()
  const { document_id: id, document_name: name, document_url: url } = document
  const isUpload = document.source === 'upload'
  const recrawl = async () => {
    setRefusal(undefined)
    setFetching(true)
    const answer = await actions?.recrawl(id).catch(() => null)
    if (!answer?.ok) setRefusal(answer?.message ?? failures('unreachable'))
    // Busy until the page knows that it is under way: asked in between, it would be refused.
    await client.invalidateQueries({ queryKey: ['document', id] })
    setFetching(false)
  }
  return (
    <>
      <p className="mb-3 text-xs">
        <Link href="/knowledge/documents" className="text-muted underline-offset-4 hover:underline">
          {t('back')}
        </Link>
      </p>
      <PageHeader
        title={name}
        actions={
          <>
            {isUpload && (
              <Button asChild>
                <a href={url} download>
                  <Download aria-hidden />
                  {t('download')}
                </a>
              </Button>
            )}
            {actions && !isUpload && (
              <Button busy={fetching} disabled={isUnderWay(document.status)} onClick={recrawl}>
                <RefreshCw aria-hidden />
                {t('recrawl')}
              </Button>
            )}
            {actions && <Button onClick={() => setEditing(true)}>{t('edit')}</Button>}
            {actions && (
              <Button onClick={() => setDeleting(true)}>
                <Trash2 aria-hidden />
                {t('delete')}
              </Button>
            )}
          </>
        }
      >
        {isUpload ? (
          t('uploaded')
        ) : (
          <a
            href={url}
            rel="noreferrer"
            target="_blank"
            className="break-all underline-offset-4 hover:underline"
          >
            {url}
          </a>
        )}
      </PageHeader>
      {document.error_detail && (
        <Notice tone="danger" className="mb-4">
          {document.error_detail}
        </Notice>
      )}
      {refusal && (
        <Notice tone="danger" className="mb-4">
          {refusal}
        </Notice>
      )}
      <DocumentFacts document={document} />
      {document.passage_count > 0 ? (
        <>
          <Retrieval documentId={id} />
          <Text document={document} />
        </>
      ) : (
        isUnderWay(document.status) && <p className="text-muted">{t('beingRead')}</p>
      )}
      {actions && (
        <>
          <EditDocument
            open={editing}
            onOpenChange={setEditing}
            document={document}
            update={actions.update}
          />
          <ConfirmDialog
            open={deleting}
            onOpenChange={setDeleting}
            title={t('deleteTitle', { name })}
            description={t('deleteDescription')}
            verb={t('delete')}
            act={() => actions.remove(id)}
            onDone={() => router.push('/knowledge/documents')}
          />
        </>
      )}
    </>
  )
}

function DocumentFacts({ document }: { document: Document }) {
  const t = useTranslations('documents.documentDetail')
  const words = useTranslations('conversations.words')
  const language = languages.find((each) => each === document.language)
  const { tags, crawled_urls: crawled, last_crawled_at: fetched } = document
  return (
    <Facts>
      <Fact label={t('status')}>
        <DocumentState document={document} />
      </Fact>
      {document.format && <Fact label={t('format')}>{t(`formats.${formatOf(document.format)}`)}</Fact>}
      {document.bytes > 0 && <Fact label={t('size')}>{formatBytes(document.bytes)}</Fact>}
      {document.page_count !== null && <Fact label={t('pages')}>{formatCount(document.page_count)}</Fact>}
      {document.word_count > 0 && <Fact label={t('words')}>{formatCount(document.word_count)}</Fact>}
      {language && <Fact label={t('language')}>{languageInWords(language, words)}</Fact>}
      <Fact label={t('tags')}>
        <span dir="auto">{tags.length > 0 ? tags.join(', ') : t('none')}</span>
      </Fact>
      <Fact label={t('added')}>
        <LocalTime at={document.created_at} />
      </Fact>
      {fetched && (
        <Fact label={t('fetched')}>
          <LocalTime at={fetched} />
        </Fact>
      )}
      {crawled.length > 1 && <Fact label={t('pagesRead')}>{formatCount(crawled.length)}</Fact>}
      <Fact label={t('id')}>
        <span className="font-mono text-xs">{document.document_id}</span>
      </Fact>
    </Facts>
  )
}

const formats = ['pdf', 'docx', 'pptx', 'html', 'markdown', 'text'] as const
const formatOf = (format: string) => formats.find((each) => each === format) ?? 'text'

function Text({ document: { document_id: id, passage_count: count } }: { document: Document }) {
  const t = useTranslations('documents.documentDetail')
  const query = useInfiniteQuery(passagesQuery(id, perPage))
  const passages = query.data?.pages.flatMap((page) => page.data) ?? []
  return (
    <section aria-labelledby="text">
      <h2 id="text" className="font-semibold">
        {t('text')}
      </h2>
      <p className="mb-3 text-muted text-xs">{t('textHint', { count })}</p>
      <Passages
        label={t('text')}
        passages={passages.map(({ number, ...each }) => ({ key: number, ...each }))}
      />
      {query.hasNextPage && (
        <Button className="mt-4" busy={query.isFetchingNextPage} onClick={() => query.fetchNextPage()}>
          {t('loadMore')}
        </Button>
      )}
    </section>
  )
}
