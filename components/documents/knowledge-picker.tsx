'use client'

import { useTranslations } from 'next-intl'
import { Field } from '@/components/ui/field'
import { Several } from '@/components/ui/several'
import type { KnownDocument } from './answers'

type KnowledgePickerProps = {
  documents: KnownDocument[]
  /** What answers from them. */
  hint: string
  ids: string[]
  tags: string[]
  onIdsChange: (ids: string[]) => void
  onTagsChange: (tags: string[]) => void
  errors?: { ids?: string; tags?: string }
}

/** Which documents are answered from: some by name, and all that have one of some tags. */
export function KnowledgePicker({
  documents,
  hint,
  ids,
  tags,
  onIdsChange,
  onTagsChange,
  errors = {},
}: KnowledgePickerProps) {
  const t = useTranslations('documents.knowledgePicker')
  const known = [...new Set(documents.flatMap((document) => document.tags))].sort()
  return (
    <>
      <Field label={t('documents')} hint={documents.length > 0 ? hint : t('noDocuments')} error={errors.ids}>
        <Several
          options={documents.map(({ document_id, document_name, tags }) => ({
            value: document_id,
            label: document_name,
            detail: tags.join(', ') || undefined,
          }))}
          values={ids}
          onValuesChange={onIdsChange}
          placeholder={t('chooseDocument')}
        />
      </Field>
      {(known.length > 0 || tags.length > 0) && (
        <Field label={t('tags')} hint={t('tagsHint')} error={errors.tags}>
          <Several
            options={known.map((tag) => ({ value: tag, label: tag }))}
            values={tags}
            onValuesChange={onTagsChange}
            placeholder={t('chooseTag')}
          />
        </Field>
      )}
    </>
  )
}
