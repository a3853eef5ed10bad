'use client'

import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { BookOpen, Link as LinkIcon } from 'lucide-react'
import { useSearchParams } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ReadFailure } from '@/components/shell/read-failure'
import { SearchBox } from '@/components/shell/search-box'
import { LocalTime } from '@/components/shell/time'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { Link } from '@/components/ui/link'
import { Select } from '@/components/ui/select'
import { formatBytes } from '@/lib/client/format'
import { type DocumentFilters, documentsQuery, documentTagsQuery } from '@/lib/client/queries'
import { statuses } from '@/lib/domain/documents/rules/limits'
import type { Document, DocumentTags, DocumentList as Page } from '@/lib/domain/documents/schema'
import { AddAddress } from './add-address'
import type { DocumentActions } from './answers'
import { documentFiltersFrom, documentsAddress, documentsPage } from './document-filters'
import { DocumentState } from './document-state'
import { Retrieval } from './retrieval'
import { UploadArea } from './upload-area'

type DocumentListProps = {
  /** The first page as the server read it, the filters it was read with, and every tag. */
  initial: { page: Page; filters: DocumentFilters; tags: DocumentTags }
  /** Null for those who only look. */
  actions: Pick<DocumentActions, 'add' | 'upload'> | null
}

/** Everything that can be answered from, newest first; it changes by itself. */
export function DocumentList({ initial, actions }: DocumentListProps) {
  const t = useTranslations('documents.documentList')
  const client = useQueryClient()
  const [adding, setAdding] = useState(false)
  const filters = documentFiltersFrom(new URLSearchParams(useSearchParams()))
  const same = documentsAddress(filters) === documentsAddress(initial.filters)
  const query = useInfiniteQuery({
    ...documentsQuery(filters, documentsPage),
    ...(same && { initialData: { pages: [initial.page], pageParams: [0] } }),
  })
  const { data: tags } = useQuery({ ...documentTagsQuery(), initialData: initial.tags })
  const rows = query.data?.pages.flatMap((page) => page.data) ?? []
  const filtered = documentsAddress(filters) !== ''
  const setFilters = (next: DocumentFilters) =>
    window.history.replaceState(null, '', `/knowledge/documents${documentsAddress(next)}`)
  const refresh = () => void client.invalidateQueries({ queryKey: ['documents'] })
  return (
    <>
      {actions && (
        <UploadArea ticket={actions.upload} onArrived={refresh}>
          <Button onClick={() => setAdding(true)}>
            <LinkIcon aria-hidden />
            {t('addAddress')}
          </Button>
        </UploadArea>
      )}
      {/* Filters stay while what they were changed to is read: what has the focus is among them. */}
      {(rows.length > 0 || filtered || query.isPlaceholderData) && (
        <Filters filters={filters} set={setFilters} tags={tags} />
      )}
      {query.error && <ReadFailure error={query.error} onRetry={() => void query.refetch()} />}
      {rows.length > 0 ? (
        <ul
          aria-label={t('documents')}
          aria-busy={query.isPlaceholderData}
          className="divide-y divide-border border-border border-y aria-busy:opacity-60"
        >
          {rows.map((document) => (
            <DocumentRow key={document.document_id} document={document} />
          ))}
        </ul>
      ) : (
        query.isSuccess &&
        !query.isPlaceholderData &&
        (filtered ? (
          <p className="border-border border-y py-8 text-center text-muted">{t('noMatch')}</p>
        ) : (
          <EmptyState icon={<BookOpen />} title={t('emptyTitle')}>
            {t('emptyText')}
          </EmptyState>
        ))
      )}
      {query.hasNextPage && (
        <Button className="mt-4" busy={query.isFetchingNextPage} onClick={() => query.fetchNextPage()}>
          {t('loadMore')}
        </Button>
      )}
      {rows.length > 0 && (
        <div className="mt-10">
          <Retrieval />
        </div>
      )}
      {actions && <AddAddress open={adding} onOpenChange={setAdding} add={actions.add} onAdded={refresh} />}
    </>
  )
}

type FiltersProps = {
  filters: DocumentFilters
  set: (filters: DocumentFilters) => void
  tags: DocumentTags
}

function Filters({ filters, set, tags }: FiltersProps) {
  const t = useTranslations('documents.documentList')
  const states = useTranslations('documents.documentState')
  const change = (part: DocumentFilters) => set({ ...filters, ...part })
  return (
    <search className="mb-3 flex flex-wrap items-center gap-2">
      <SearchBox
        label={t('find')}
        placeholder={t('findPlaceholder')}
        text={filters.name_or_uuid ?? ''}
        onText={(text) => change({ name_or_uuid: text || undefined })}
      />
      <Select
        aria-label={t('status')}
        className="w-36"
        value={filters.status ?? ''}
        onChange={({ target }) => change({ status: statuses.find((each) => each === target.value) })}
      >
        <option value="">{t('anyStatus')}</option>
        {statuses.map((status) => (
          <option key={status} value={status}>
            {states(status)}
          </option>
        ))}
      </Select>
      {tags.data.length > 0 && (
        <Select
          aria-label={t('tag')}
          className="w-36"
          value={filters.tags ?? ''}
          onChange={({ target }) => change({ tags: target.value || undefined })}
        >
          <option value="">{t('anyTag')}</option>
          {tags.data.map(({ tag }) => (
            <option key={tag} value={tag}>
              {tag}
            </option>
          ))}
        </Select>
      )}
      {documentsAddress(filters) !== '' && (
        <Button variant="ghost" size="sm" onClick={() => set({})}>
          {t('clear')}
        </Button>
      )}
    </search>
  )
}

function DocumentRow({ document }: { document: Document }) {
  const t = useTranslations('documents.documentList')
  const { document_id, document_name, bytes, page_count, tags, error_detail, created_at } = document
  const facts = [bytes > 0 && formatBytes(bytes), page_count && t('pages', { count: page_count })].filter(
    Boolean,
  )
  return (
    <li>
      <Link
        href={`/knowledge/documents/${document_id}`}
        className="-mx-2 grid grid-cols-[minmax(0,1fr)_auto] items-start gap-x-4 gap-y-1 rounded-md px-2 py-2.5 hover:bg-subtle md:grid-cols-[minmax(0,1fr)_9rem_9rem_10.5rem] md:items-center"
      >
        <span className="min-w-0">
          <span dir="auto" className="block truncate font-medium">
            {document_name}
          </span>
          {error_detail ? (
            <span className="block truncate text-danger text-xs">{error_detail}</span>
          ) : (
            tags.length > 0 && (
              <span dir="auto" className="block truncate text-muted text-xs">
                {tags.join(', ')}
              </span>
            )
          )}
        </span>
        <span className="justify-self-end md:justify-self-start">
          <DocumentState document={document} />
        </span>
        <span className="tabular text-muted text-xs">{facts.join(' · ')}</span>
        <LocalTime at={created_at} className="text-right text-muted text-xs" />
      </Link>
    </li>
  )
}
