'use client'

import { useQuery } from '@tanstack/react-query'
import { Brain, Trash2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { ActionAnswer } from '@/components/shell/answers'
import { ConfirmDialog } from '@/components/shell/confirm-dialog'
import { ReadFailure } from '@/components/shell/read-failure'
import { SearchBox } from '@/components/shell/search-box'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { PageHeader } from '@/components/ui/page-header'
import { memoriesQuery } from '@/lib/client/queries'
import { memoryPages } from '@/lib/domain/memories/rules/limits'
import type { MemoryWire } from '@/lib/domain/memories/schema'
import { AddFact } from './add-fact'
import type { AddFact as Add, FactActions } from './answers'
import { FactList } from './fact-list'

const { facts: factsPage } = memoryPages
/** More than a store has. */
const allFacts = 1000

type StorePageProps = {
  store: string
  initial: { data: MemoryWire[]; total_count: number }
  /** What may be done; null for those who only look. */
  may: (FactActions & { add: Add; removeAll: (store: string) => Promise<ActionAnswer> }) | null
}

/** What a store knows. */
export function StorePage({ store, initial, may }: StorePageProps) {
  const t = useTranslations('memories.storePage')
  const [text, setText] = useState('')
  const [limit, setLimit] = useState(factsPage)
  const [asking, setAsking] = useState(false)
  const query = useQuery({
    ...memoriesQuery(store, text, limit),
    ...(text === '' && limit === factsPage && { initialData: initial }),
  })
  const { data: facts = [], total_count: total = 0 } = query.data ?? {}
  // What was found for another text says nothing of whether there are any.
  const isRead = query.isSuccess && !query.isPlaceholderData
  const isEmpty = text === '' && isRead && total === 0
  return (
    <>
      <PageHeader
        title={store}
        actions={
          may && (
            <>
              <Button variant="ghost" onClick={() => setAsking(true)}>
                <Trash2 aria-hidden />
                {t('deleteAll')}
              </Button>
              <AddFact store={store} add={may.add} />
            </>
          )
        }
      >
        {t('subtitle')}
      </PageHeader>
      {query.error && <ReadFailure error={query.error} onRetry={() => void query.refetch()} />}
      {isEmpty ? (
        <EmptyState title={t('noneTitle')} icon={<Brain />}>
          {t('noneText')}
        </EmptyState>
      ) : (
        <>
          <search className="mb-3 flex items-center gap-4">
            <SearchBox label={t('search')} placeholder={t('search')} text={text} onText={setText} />
            <span role="status" className="tabular ms-auto whitespace-nowrap text-muted text-xs">
              {query.isSuccess && t('count', { count: total })}
            </span>
          </search>
          {facts.length > 0 ? (
            <FactList facts={facts} label={t('facts')} beside="conversation" actions={may} />
          ) : (
            isRead && <p className="border-border border-y py-8 text-center text-muted">{t('noMatch')}</p>
          )}
          {facts.length < total && limit < allFacts && (
            <Button className="mt-4" busy={query.isPlaceholderData} onClick={() => setLimit(allFacts)}>
              {t('showAll')}
            </Button>
          )}
        </>
      )}
      {may && (
        <ConfirmDialog
          open={asking}
          onOpenChange={setAsking}
          title={t('deleteAllTitle')}
          description={t('deleteAllDescription', { store })}
          verb={t('deleteStore')}
          act={() => may.removeAll(store)}
          onDone={() => window.location.assign('/knowledge/memories')}
        />
      )}
    </>
  )
}
