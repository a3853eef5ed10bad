'use client'

import { useTranslations } from 'next-intl'
import { memo } from 'react'
import { useController } from 'react-hook-form'
import { useStoreChoices } from '@/components/memories/use-store-choices'
import { Field } from '@/components/ui/field'
import { Several } from '@/components/ui/several'
import { isOutside, type ProviderName, providerTitles } from '@/lib/domain/connections/rules'
import type { FormPart } from './form-part'

/** From which stores the conversation knows something, and into which it puts what it learns. */
export const MemoryField = memo(function MemoryField({
  form,
  provider,
}: FormPart & { provider: ProviderName }) {
  const t = useTranslations('conversations.memoryField')
  const { field, formState } = useController({ control: form.control, name: 'memory_stores' })
  const problem = formState.errors.memory_stores
  return (
    <Field
      label={t('label')}
      hint={isOutside(provider) ? t('hintOutside', { name: providerTitles[provider] }) : t('hint')}
      error={problem?.message ?? (Array.isArray(problem) ? problem.find(Boolean)?.message : undefined)}
    >
      <Several
        {...useStoreChoices()}
        values={field.value ?? []}
        onValuesChange={(stores) => field.onChange(stores.length > 0 ? stores : undefined)}
      />
    </Field>
  )
})
