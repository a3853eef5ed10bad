'use client'

import { useTranslations } from 'next-intl'
import { type ReactNode, useEffect, useState } from 'react'
import { cn } from '@/components/ui/cn'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Link } from '@/components/ui/link'
import type { OperationSummary } from '@/lib/domain/reference/rules'
import { type MakeKey, TryItKeyProvider } from './try-it-key'

type ReferenceProps = {
  operations: OperationSummary[]
  /** Id of the operation that is shown. */
  shown: string
  /** The address names it. */
  isChosen: boolean
  makeKey: MakeKey
  /** The operation that is shown. */
  children: ReactNode
}

/** The reference of the API: all its operations to choose from, beside the one that is shown. */
export function Reference({ operations, shown, isChosen, makeKey, children }: ReferenceProps) {
  const t = useTranslations('reference.reference')
  const [search, setSearch] = useState('')
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  const found = operations.filter(({ id, summary, method, path, tag }) => {
    const text = `${id} ${summary} ${method} ${path} ${tag}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })

  // Whoever chose an operation goes on reading there.
  const chosen = isChosen ? shown : null
  useEffect(() => {
    if (chosen) document.getElementById('operation')?.focus()
  }, [chosen])

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
                      <Link
                        href={`/developers/reference?operation=${id}`}
                        scroll={false}
                        aria-current={id === shown ? 'true' : undefined}
                        className={cn(
                          'flex items-baseline justify-between gap-2 rounded-md px-2 py-1 text-sm hover:bg-subtle',
                          id === shown ? 'bg-subtle font-medium' : 'text-muted',
                        )}
                      >
                        <span>{summary}</span>
                        <span className="shrink-0 font-mono text-xs">{method}</span>
                      </Link>
                    </li>
                  ))}
              </ul>
            </div>
          ))}
        </nav>
      </div>
      <TryItKeyProvider makeKey={makeKey}>{children}</TryItKeyProvider>
    </div>
  )
}
