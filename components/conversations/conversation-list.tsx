'use client'

import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useSearchParams } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { ActionAnswer } from '@/components/shell/answers'
import { ConfirmDialog } from '@/components/shell/confirm-dialog'
import { usePrice } from '@/components/shell/price'
import { ReadFailure } from '@/components/shell/read-failure'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { Th } from '@/components/ui/table'
import { type ConversationFilters, conversationsQuery, providersQuery } from '@/lib/client/queries'
import { isOutside } from '@/lib/domain/connections/rules'
import type { ProviderList } from '@/lib/domain/connections/schema'
import type { Conversation, ConversationList as Page } from '@/lib/domain/conversations/schema/response'
import { actionsId, ConversationRow, type RowIntent } from './conversation-row'
import { ExportMenu } from './export-menu'
import { type Choice, FilterBar } from './filter-bar'
import { addressOf, filtersFrom, pageSize } from './filters'
import { FirstSteps } from './first-steps'
import { SelectionBar } from './selection-bar'

type Act = (ids: string[]) => Promise<ActionAnswer>

type ConversationListProps = {
  /** The first page as the server read it, and the filters it was read with. */
  initial: { page: Page; filters: ConversationFilters }
  personas: Choice[]
  replicas: Choice[]
  providers: ProviderList
  end: Act
  remove: Act
}

/** The history, newest first; live rows tick and change by themselves. */
export function ConversationList({
  initial,
  personas,
  replicas,
  providers,
  end,
  remove,
}: ConversationListProps) {
  const t = useTranslations('conversations.conversationList')
  const filters = filtersFrom(new URLSearchParams(useSearchParams()))
  const same = addressOf(filters) === addressOf(initial.filters)
  const client = useQueryClient()
  const query = useInfiniteQuery({
    ...conversationsQuery(filters, pageSize),
    ...(same && { initialData: { pages: [initial.page], pageParams: [undefined] } }),
  })
  const { data: connections } = useQuery({ ...providersQuery(), initialData: providers })
  const isAnyOutside = connections.data.some((each) => each.is_connected && isOutside(each.provider))
  const [asked, setAsked] = useState<{ intent: RowIntent; conversations: Conversation[] }>()
  const [open, setOpen] = useState(false)
  const price = usePrice()
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set())

  const rows = query.data?.pages.flatMap((page) => page.data) ?? []
  const total = query.data?.pages[0]?.total_count ?? 0
  // What has left the list is not selected any more.
  const selected = rows.filter(({ conversation_id }) => ticked.has(conversation_id))
  const tick = (conversations: Conversation[], on: boolean) => {
    const ids = conversations.map(({ conversation_id }) => conversation_id)
    setTicked((before) => new Set(on ? [...before, ...ids] : [...before].filter((id) => !ids.includes(id))))
  }
  const ask = (intent: RowIntent, conversations: Conversation[]) => {
    setAsked({ intent, conversations })
    setOpen(true)
  }
  const filtered = addressOf(filters) !== ''
  // The address changes without a walk to the server: the list is asked for over the API.
  const setFilters = (next: ConversationFilters) =>
    window.history.replaceState(null, '', `/conversations${addressOf(next)}`)

  return (
    <>
      {(rows.length > 0 || filtered) && (
        <FilterBar
          filters={filters}
          onChange={setFilters}
          personas={personas}
          replicas={replicas}
          isAnyOutside={isAnyOutside}
        />
      )}
      {query.error && <ReadFailure error={query.error} onRetry={() => void query.refetch()} />}
      {rows.length > 0 && (
        <>
          <table
            className="block w-full border-collapse text-left aria-busy:opacity-60 md:table"
            aria-busy={query.isPlaceholderData}
          >
            <caption className="sr-only">{t('conversationsNewestFirst')}</caption>
            <thead className="sr-only md:not-sr-only md:table-header-group">
              <tr>
                <Th className="pl-0">
                  <span className="flex items-center gap-3">
                    <input
                      type="checkbox"
                      aria-label={t('selectAllShown')}
                      checked={selected.length === rows.length}
                      onChange={({ target }) => tick(rows, target.checked)}
                      className="size-4 accent-accent"
                    />
                    {t('name')}
                  </span>
                </Th>
                <Th>{t('replicaAndPersona')}</Th>
                <Th>{t('status')}</Th>
                <Th>{t('started')}</Th>
                <Th className="text-right">{t('duration')}</Th>
                {price && <Th className="text-right">{t('cost')}</Th>}
                <Th>{t('endedBy')}</Th>
                <Th className="pr-0">
                  <span className="sr-only">{t('actions')}</span>
                </Th>
              </tr>
            </thead>
            <tbody className="block border-border border-t md:table-row-group md:border-t-0">
              {rows.map((conversation) => (
                <ConversationRow
                  key={conversation.conversation_id}
                  conversation={conversation}
                  selected={ticked.has(conversation.conversation_id)}
                  onSelect={(on) => tick([conversation], on)}
                  onIntent={(intent) => ask(intent, [conversation])}
                />
              ))}
            </tbody>
          </table>
          <div className="mt-4 flex items-center justify-between gap-4 text-muted">
            <p className="tabular" aria-live="polite">
              {rows.length < total
                ? t('someConversations', { shown: rows.length, total })
                : t('allConversations', { total })}
            </p>
            <span className="flex gap-2">
              <ExportMenu filters={filters} />
              {query.hasNextPage && (
                <Button busy={query.isFetchingNextPage} onClick={() => query.fetchNextPage()}>
                  {t('loadMore')}
                </Button>
              )}
            </span>
          </div>
        </>
      )}
      {selected.length > 0 && (
        <SelectionBar selected={selected} onIntent={ask} onClear={() => setTicked(new Set())} />
      )}
      {rows.length === 0 && query.isSuccess && <Nothing filtered={filtered} clear={() => setFilters({})} />}
      {asked && (
        <Question
          open={open}
          onOpenChange={setOpen}
          {...asked}
          act={asked.intent === 'end' ? end : remove}
          onDone={() => {
            tick(asked.conversations, false)
            void client.invalidateQueries()
          }}
        />
      )}
    </>
  )
}

type QuestionProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  intent: RowIntent
  conversations: Conversation[]
  act: Act
  onDone: () => void
}

function Question({ intent, conversations, act, ...props }: QuestionProps) {
  const t = useTranslations('conversations.conversationList')
  const count = conversations.length
  const ids = conversations.map(({ conversation_id }) => conversation_id)
  return (
    <ConfirmDialog
      {...props}
      title={t(`${intent}.title`, { count })}
      description={
        <>
          {conversations.slice(0, 3).map(({ conversation_id: id, conversation_name: name }) => (
            <span key={id} dir="auto" className="line-clamp-2 font-medium text-foreground">
              {name}
            </span>
          ))}
          {conversations.length > 3 && (
            <span className="block font-medium text-foreground">{t('andMore', { count: count - 3 })}</span>
          )}
          {t(`${intent}.description`)}
        </>
      }
      verb={t(`${intent}.verb`, { count })}
      act={() => act(ids)}
      returnFocusTo={() =>
        document.getElementById(actionsId(ids[0] ?? '')) ?? document.getElementById('main')
      }
    />
  )
}

function Nothing({ filtered, clear }: { filtered: boolean; clear: () => void }) {
  const t = useTranslations('conversations.conversationList')
  if (filtered) {
    return (
      <EmptyState
        title={t('noConversationMatches')}
        action={<Button onClick={clear}>{t('showAllConversations')}</Button>}
      >
        {t('howItSearches')}
      </EmptyState>
    )
  }
  return <FirstSteps />
}
