'use client'

import { useQuery } from '@tanstack/react-query'
import { Brain } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ReadFailure } from '@/components/shell/read-failure'
import { SearchBox } from '@/components/shell/search-box'
import { LocalTime } from '@/components/shell/time'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { Link } from '@/components/ui/link'
import { memoryStoresQuery } from '@/lib/client/queries'
import { memoryPages } from '@/lib/domain/memories/rules/limits'
import type { MemoryStoreWire } from '@/lib/domain/memories/schema'
import { storePath } from './answers'

const { stores: storesPage } = memoryPages

type StoreListProps = { initial: { data: MemoryStoreWire[]; total_count: number } }

/** Every store with how much it knows, those that were used last first. */
export function StoreList({ initial }: StoreListProps) {
  const t = useTranslations('memories.storeList')
  const [text, setText] = useState('')
  const [limit, setLimit] = useState(storesPage)
  const query = useQuery({
    ...memoryStoresQuery(text, limit),
    ...(text === '' && limit === storesPage && { initialData: initial }),
  })
  const { data: stores = [], total_count: total = 0 } = query.data ?? {}
  // What was found for another text says nothing of whether there are any.
  const isRead = query.isSuccess && !query.isPlaceholderData
  if (text === '' && isRead && stores.length === 0) {
    return (
      <EmptyState
        title={t('noneTitle')}
        icon={<Brain />}
        action={
          <Button asChild>
            <Link href="/conversations/new">{t('newConversation')}</Link>
          </Button>
        }
      >
        {t('noneText')}
      </EmptyState>
    )
  }
  return (
    <>
      <search className="mb-3 flex">
        <SearchBox label={t('search')} placeholder={t('search')} text={text} onText={setText} />
      </search>
      {query.error && <ReadFailure error={query.error} onRetry={() => void query.refetch()} />}
      {stores.length > 0 ? (
        <ul
          aria-label={t('stores')}
          aria-busy={query.isPlaceholderData}
          className="divide-y divide-border border-border border-y aria-busy:opacity-60"
        >
          {stores.map((store) => (
            <li key={store.memory_store}>
              <Link
                href={storePath(store.memory_store)}
                className="-mx-2 grid grid-cols-[minmax(0,1fr)_auto] items-baseline gap-x-6 gap-y-0.5 rounded-md px-2 py-3 hover:bg-subtle sm:grid-cols-[minmax(0,1fr)_7rem_13rem]"
              >
                <span className="truncate font-medium">
                  <bdi>{store.memory_store}</bdi>
                </span>
                <span className="tabular text-right text-muted sm:text-left">
                  {t('facts', { count: store.memories })}
                </span>
                <span className="col-span-2 text-muted text-xs sm:col-span-1 sm:text-right">
                  {store.last_used_at
                    ? t.rich('lastUsed', { time: () => <LocalTime at={store.last_used_at ?? ''} /> })
                    : t('neverUsed')}
                </span>
              </Link>
            </li>
          ))}
        </ul>
      ) : (
        isRead && <p className="border-border border-y py-8 text-center text-muted">{t('noMatch')}</p>
      )}
      {stores.length < total && limit < 1000 && (
        <Button
          className="mt-4"
          busy={query.isPlaceholderData}
          onClick={() => setLimit(Math.min(1000, limit + storesPage))}
        >
          {t('more')}
        </Button>
      )}
    </>
  )
}
