'use client'

import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ReadFailure } from '@/components/shell/read-failure'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { retrievalQuery } from '@/lib/client/queries'
import { limits } from '@/lib/domain/documents/rules/limits'
import { type Strategy, strategies } from '@/lib/domain/documents/rules/retrieval'
import { Passages } from './passages'

/** What a question would retrieve from a document, or from all of them: what a replica would be given. */
export function Retrieval({ documentId }: { documentId?: string }) {
  const t = useTranslations('documents.retrieval')
  const [typed, setTyped] = useState('')
  const [asked, setAsked] = useState('')
  const [strategy, setStrategy] = useState<Strategy>('balanced')
  const query = useQuery({ ...retrievalQuery(asked, strategy, documentId), enabled: asked !== '' })
  const found = query.data?.data
  return (
    <section aria-labelledby="retrieval" className="mb-10">
      <h2 id="retrieval" className="mb-3 font-semibold">
        {t('title')}
      </h2>
      <form
        className="mb-3 flex flex-wrap items-end gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          setAsked(typed.trim())
        }}
      >
        <Field label={t('question')} className="min-w-0 flex-1 basis-64">
          <Input
            value={typed}
            maxLength={limits.question}
            placeholder={t('placeholder')}
            onChange={({ target }) => setTyped(target.value)}
          />
        </Field>
        <Field label={t('strategy')} className="w-36">
          <Select
            value={strategy}
            onChange={({ target }) =>
              setStrategy(strategies.find((each) => each === target.value) ?? 'balanced')
            }
          >
            {strategies.map((each) => (
              <option key={each} value={each}>
                {t(`names.${each}`)}
              </option>
            ))}
          </Select>
        </Field>
        <Button type="submit" busy={query.isFetching}>
          {t('ask')}
        </Button>
      </form>
      <p className="mb-3 text-muted text-xs">{t(`rules.${strategy}`)}</p>
      {query.error && <ReadFailure error={query.error} onRetry={() => void query.refetch()} />}
      <div aria-live="polite">
        {asked !== '' && found && found.length === 0 && <p className="text-muted">{t('nothing')}</p>}
        {found && found.length > 0 && (
          <Passages
            label={t('found')}
            passages={found.map(({ document_id, number, document_name, place, text }) => ({
              key: `${document_id} ${number}`,
              place: documentId ? place : [document_name, place].filter(Boolean).join(', '),
              text,
            }))}
          />
        )}
      </div>
    </section>
  )
}
