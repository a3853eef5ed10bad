'use client'

import { useTranslations } from 'next-intl'
import { memo } from 'react'
import { useFormState, useWatch } from 'react-hook-form'
import type { KnownDocument } from '@/components/documents/answers'
import { KnowledgePicker } from '@/components/documents/knowledge-picker'
import { Field } from '@/components/ui/field'
import { Select } from '@/components/ui/select'
import { type Strategy, strategies } from '@/lib/domain/documents/rules/retrieval'
import type { FormPart } from './form-part'

type KnowledgeFieldsProps = FormPart & { documents: KnownDocument[] }

const isStrategy = (value: string): value is Strategy => strategies.some((each) => each === value)

/** What it answers from beside what its persona knows, and how that is looked through. */
export const KnowledgeFields = memo(function KnowledgeFields({ form, documents }: KnowledgeFieldsProps) {
  const t = useTranslations('conversations.knowledgeFields')
  const retrieval = useTranslations('documents.retrieval')
  const { control, setValue } = form
  const { errors } = useFormState({ control })
  const [ids = [], tags = [], strategy = 'balanced'] = useWatch({
    control,
    name: ['document_ids', 'document_tags', 'document_retrieval_strategy'],
  })
  const set = (name: 'document_ids' | 'document_tags', values: string[]) =>
    setValue(name, values.length > 0 ? values : undefined, { shouldDirty: true, shouldValidate: true })
  return (
    <>
      <KnowledgePicker
        documents={documents}
        hint={t('documentsHint')}
        ids={ids}
        tags={tags}
        onIdsChange={(values) => set('document_ids', values)}
        onTagsChange={(values) => set('document_tags', values)}
        errors={{ ids: errors.document_ids?.message, tags: errors.document_tags?.message }}
      />
      {documents.length > 0 && (
        <Field label={t('strategy')} hint={retrieval(`rules.${strategy}`)} className="max-w-md">
          <Select
            value={strategy}
            onChange={({ target: { value } }) =>
              setValue(
                'document_retrieval_strategy',
                isStrategy(value) && value !== 'balanced' ? value : undefined,
                {
                  shouldDirty: true,
                },
              )
            }
          >
            {strategies.map((each) => (
              <option key={each} value={each}>
                {retrieval(`names.${each}`)}
              </option>
            ))}
          </Select>
        </Field>
      )}
    </>
  )
})
