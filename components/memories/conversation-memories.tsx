'use client'

import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { Link } from '@/components/ui/link'
import { conversationMemoriesQuery } from '@/lib/client/queries'
import type { ConversationMemories as ConversationMemoriesWire } from '@/lib/domain/memories/schema'
import { type FactActions, storePath } from './answers'
import { FactList } from './fact-list'

/** What is remembered of a conversation. */
export type KnownOf = {
  /** What the server read with the page. */
  initial: ConversationMemoriesWire | null
  /** Null for those who only look. */
  actions: FactActions | null
}

/** What the next conversation knows from this one; nothing where it names no store. */
export function ConversationMemories({
  conversationId,
  initial,
  actions,
}: KnownOf & { conversationId: string }) {
  const t = useTranslations('memories.conversationMemories')
  const { data } = useQuery({
    ...conversationMemoriesQuery(conversationId),
    ...(initial && { initialData: initial }),
    enabled: initial?.status !== 'none',
  })
  if (!data || data.status === 'none') return null
  const [store = ''] = data.memory_stores
  return (
    <section aria-labelledby="memories">
      <h2 id="memories" className="mb-2 font-semibold">
        {t('title')}
      </h2>
      {data.data.length > 0 ? (
        <FactList facts={data.data} label={t('title')} beside="store" actions={actions} />
      ) : (
        <p role="status" className="text-muted">
          {data.status === 'done'
            ? t.rich('nothing', {
                store: () => (
                  <Link
                    dir="auto"
                    href={storePath(store)}
                    className="underline underline-offset-4 hover:text-foreground"
                  >
                    {store}
                  </Link>
                ),
              })
            : t('pending')}
        </p>
      )}
    </section>
  )
}
