'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { RefreshCw } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useId, useState } from 'react'
import { Initial } from '@/components/conversations/initial'
import { ReadFailure } from '@/components/shell/read-failure'
import { SearchBox } from '@/components/shell/search-box'
import { LocalTime } from '@/components/shell/time'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Link } from '@/components/ui/link'
import { Notice } from '@/components/ui/notice'
import { catalogueQuery, providersQuery, readCatalogueAnew } from '@/lib/client/queries'
import { type OutsideProvider, providerTitles } from '@/lib/domain/connections/rules'
import type { CatalogueWire, ProviderList } from '@/lib/domain/connections/schema'
import type { AccountActions } from './answers'
import { type CatalogueItem, type CatalogueKind, catalogueItems } from './catalogue-items'
import { type Asked, ItemDialogs } from './item-dialogs'
import { ItemMenu } from './item-menu'

/** From so many on, they are looked for by typing. */
const manyItems = 12

/** Shapes that stand for what is being read. */
const shapes = 6

type Shown = {
  provider: OutsideProvider
  kind: CatalogueKind
  /** What the reader may do with the account's own; null for those who only look. */
  actions: AccountActions | null
}

/** The personas or the replicas of the workspace's account at a provider; nothing while it has none. */
export function OutsideGallery({ initial, ...shown }: Shown & { initial: ProviderList }) {
  const { data } = useQuery({ ...providersQuery(), initialData: initial })
  const connection = data.data.find((each) => each.provider === shown.provider && each.is_connected)
  return connection ? <Gallery {...shown} problem={connection.problem?.message ?? null} /> : null
}

function Gallery({ problem, ...shown }: Shown & { problem: string | null }) {
  const { provider, kind } = shown
  const t = useTranslations('connections.outsideGallery')
  const headingId = useId()
  const client = useQueryClient()
  const query = useQuery(catalogueQuery(provider))
  const [isAsking, setAsking] = useState(false)
  const [failure, setFailure] = useState<Error | null>(null)
  const name = providerTitles[provider]
  const error = failure ?? query.error
  const readAnew = async () => {
    setAsking(true)
    setFailure(null)
    try {
      client.setQueryData(catalogueQuery(provider).queryKey, await readCatalogueAnew(provider))
      // Whether it could be asked is known with the connection.
      await client.invalidateQueries({ queryKey: providersQuery().queryKey, exact: true })
    } catch (error) {
      setFailure(error as Error)
    }
    setAsking(false)
  }
  return (
    <section aria-labelledby={headingId} className="mt-12">
      <div className="mb-4 flex flex-wrap items-center gap-x-4 gap-y-2">
        <h2 id={headingId} className="font-semibold text-base">
          {t(`title.${kind}`, { name })}
        </h2>
        {query.data && (
          <span className="text-muted text-xs">
            {t.rich('readAt', { time: () => <LocalTime at={query.data.read_at} /> })}
          </span>
        )}
        <Button size="sm" variant="ghost" className="ms-auto" busy={isAsking} onClick={() => void readAnew()}>
          {!isAsking && <RefreshCw aria-hidden />}
          {t('readAnew')}
        </Button>
      </div>
      {error && <ReadFailure error={error} onRetry={() => void (failure ? readAnew() : query.refetch())} />}
      {problem && query.data && (
        <Notice tone="warning" className="mb-4">
          <p dir="auto">{problem}</p>
          <p className="text-xs">{t('asItWas')}</p>
        </Notice>
      )}
      {query.data && <Items {...shown} catalogue={query.data} />}
      {query.isPending && <Shapes words={t('reading', { name })} />}
    </section>
  )
}

function Items({ catalogue, ...shown }: Shown & { catalogue: CatalogueWire }) {
  const { kind, actions } = shown
  const t = useTranslations('connections.outsideGallery')
  const [text, setText] = useState('')
  const [asked, setAsked] = useState<Asked>()
  const [isAsking, setAsking] = useState(false)
  const ask = (about: Asked) => {
    setAsked(about)
    setAsking(true)
  }
  const found = catalogueItems(catalogue, kind, text)
  const isEmpty = catalogue[kind].length === 0
  return (
    <>
      {catalogue[kind].length >= manyItems && (
        <search className="mb-4 flex">
          <SearchBox label={t(`search.${kind}`)} placeholder={t('nameOrId')} text={text} onText={setText} />
        </search>
      )}
      {found.length > 0 ? (
        <ul className="grid gap-x-8 md:grid-cols-2">
          {found.map((item) => (
            <Item key={item.id} item={item} {...shown} onAsk={ask} />
          ))}
        </ul>
      ) : (
        <p className="border-border border-y py-8 text-center text-muted">
          {isEmpty ? t(`none.${kind}`) : t('noMatch')}
        </p>
      )}
      {actions && asked && (
        <ItemDialogs
          {...shown}
          catalogue={catalogue}
          actions={actions}
          asked={asked}
          open={isAsking}
          onOpenChange={setAsking}
        />
      )}
    </>
  )
}

type ItemProps = Shown & { item: CatalogueItem; onAsk: (asked: Asked) => void }

function Item({ item, provider, kind, actions, onAsk }: ItemProps) {
  const { id, name, isStock, isReady } = item
  const t = useTranslations('connections.outsideGallery')
  const address = new URLSearchParams({ provider, [kind === 'personas' ? 'persona' : 'replica']: id })
  return (
    <li className="flex gap-4 border-border border-t py-4">
      <Initial name={name} className="size-12 text-lg" />
      <div className="flex min-w-0 flex-1 flex-col gap-1.5">
        <h3 className="flex flex-wrap items-center gap-2 font-medium">
          <span dir="auto" className="min-w-0 break-words">
            {name}
          </span>
          <Badge>{providerTitles[provider]}</Badge>
          <Badge>{isStock ? t('stock') : t('own')}</Badge>
          {!isReady && <Badge tone="warning">{t('inTraining')}</Badge>}
        </h3>
        <p className="truncate font-mono text-muted text-xs">{id}</p>
        {isReady && (
          <Button asChild size="sm" className="mt-1 self-start">
            <Link href={`/conversations/new?${address}`} aria-label={t('useNamed', { name })}>
              {t('use')}
            </Link>
          </Button>
        )}
      </div>
      {actions && !isStock && (
        <ItemMenu item={item} hasDetails={actions.read !== undefined} onAsk={(way) => onAsk({ item, way })} />
      )}
    </li>
  )
}

/** The shape of what comes. */
function Shapes({ words }: { words: string }) {
  return (
    <div role="status">
      <span className="sr-only">{words}</span>
      <div aria-hidden className="grid gap-x-8 md:grid-cols-2">
        {Array.from({ length: shapes }, (_, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: shapes have no identity but their place
          <div key={place} className="flex gap-4 border-border border-t py-4">
            <span className="size-12 shrink-0 rounded-md bg-subtle" />
            <span className="flex flex-1 flex-col gap-2 pt-1">
              <span className="h-4 w-40 max-w-full rounded-sm bg-subtle" />
              <span className="h-3 w-28 rounded-sm bg-subtle" />
            </span>
          </div>
        ))}
      </div>
    </div>
  )
}
