'use client'

import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { ReadFailure } from '@/components/shell/read-failure'
import { cn } from '@/components/ui/cn'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Spinner } from '@/components/ui/spinner'
import { type OpenApiDocument, operationsIn } from '@/lib/client/openapi'
import { referenceQuery } from '@/lib/client/queries'
import { Operation } from './operation'
import type { MakeKey } from './try-it'

/** The reference of the API, drawn from its own document. */
export function Reference({ makeKey }: { makeKey: MakeKey }) {
  const t = useTranslations('reference.reference')
  const { data, error, refetch } = useQuery(referenceQuery())
  if (error) return <ReadFailure error={error} onRetry={() => void refetch()} />
  if (!data) {
    return (
      <p role="status" className="flex items-center gap-2 text-muted">
        <Spinner /> {t('loading')}
      </p>
    )
  }
  return <Browser document={data} makeKey={makeKey} />
}

const onHash = (changed: () => void) => {
  window.addEventListener('hashchange', changed)
  return () => window.removeEventListener('hashchange', changed)
}

function Browser({ document, makeKey }: { document: OpenApiDocument; makeKey: MakeKey }) {
  const t = useTranslations('reference.reference')
  const [operations] = useState(() => operationsIn(document))
  const [search, setSearch] = useState('')
  const hash = useSyncExternalStore(
    onHash,
    () => window.location.hash.slice(1),
    () => '',
  )
  const keyOf = useOneKey(makeKey)
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  const found = operations.filter(({ id, summary, method, path, tag }) => {
    const text = `${id} ${summary} ${method} ${path} ${tag}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
  const shown = operations.find(({ id }) => id === hash) ?? operations[0]

  // Whoever chose an operation goes on reading there.
  const shownId = shown?.id
  useEffect(() => {
    if (hash !== '' && hash === shownId) window.document.getElementById('operation')?.focus()
  }, [hash, shownId])

  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-8 lg:grid-cols-[15rem_minmax(0,1fr)]">
      <div className="flex min-w-0 flex-col gap-3 lg:sticky lg:top-4 lg:max-h-[calc(100dvh-2rem)] lg:self-start">
        <Field label={t('find')}>
          <Input
            type="search"
            value={search}
            placeholder={t('findHint')}
            onChange={({ target }) => setSearch(target.value)}
          />
        </Field>
        <nav aria-label={t('operations')} className="max-h-64 overflow-y-auto lg:max-h-none">
          {found.length === 0 && <p className="text-muted text-sm">{t('nothingFound')}</p>}
          {[...new Set(found.map(({ tag }) => tag))].map((tag) => (
            <div key={tag} className="mb-3">
              <p className="px-2 pb-1 text-muted text-xs">{tag}</p>
              <ul>
                {found
                  .filter((operation) => operation.tag === tag)
                  .map(({ id, method, summary }) => (
                    <li key={id}>
                      <a
                        href={`#${id}`}
                        aria-current={id === shown?.id ? 'true' : undefined}
                        className={cn(
                          'flex items-baseline justify-between gap-2 rounded-md px-2 py-1 text-sm hover:bg-subtle',
                          id === shown?.id ? 'bg-subtle font-medium' : 'text-muted',
                        )}
                      >
                        <span>{summary}</span>
                        <span className="shrink-0 font-mono text-xs">{method}</span>
                      </a>
                    </li>
                  ))}
              </ul>
            </div>
          ))}
        </nav>
      </div>
      {shown && <Operation key={shown.id} document={document} operation={shown} keyOf={keyOf} />}
    </div>
  )
}

/** Makes a key at the first try and uses it until it ends. */
function useOneKey(makeKey: MakeKey): MakeKey {
  const made = useRef<ReturnType<MakeKey> | null>(null)
  return async () => {
    const before = await made.current
    if (before?.ok && (!before.expiresAt || Date.now() < Date.parse(before.expiresAt))) return before
    made.current = makeKey()
    return await made.current
  }
}
