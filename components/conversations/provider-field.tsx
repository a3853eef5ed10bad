'use client'

import { useTranslations } from 'next-intl'
import { memo, useId, useRef } from 'react'
import { type UseFormReturn, useController } from 'react-hook-form'
import { ProviderProblem } from '@/components/connections/provider-problem'
import { InlineError } from '@/components/ui/inline-error'
import { type ProviderName, providerTitles } from '@/lib/domain/connections/rules'
import type { ProviderWire } from '@/lib/domain/connections/schema'
import type { ConversationCreate } from '@/lib/domain/conversations/schema/request'
import { connectionLink } from './connect-link'
import type { FormPart } from './form-part'
import { castBefore, choicesOf, type FormCast } from './place'

type ProviderFieldProps = {
  form: FormPart['form'] & Pick<UseFormReturn<ConversationCreate>, 'getValues' | 'clearErrors'>
  providers: ProviderWire[]
  /** Id of what it is called by. */
  labelledBy: string
}

const tile =
  'relative flex cursor-pointer flex-col gap-0.5 rounded-md border border-input bg-surface px-3 py-2.5 transition-colors hover:bg-subtle has-checked:border-accent has-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:outline-ring has-focus-visible:outline-offset-2'

/** Loads what an account's cast is chosen by, when somebody is about to. */
const prepare = () => void import('./outside-cast-fields').catch(() => {})

/** Who runs it. Each has personas and replicas of its own, so those that were chosen before change with it. */
export const ProviderField = memo(function ProviderField({
  form,
  providers,
  labelledBy,
}: ProviderFieldProps) {
  const t = useTranslations('conversations.providerField')
  const id = useId()
  const { control, setValue, getValues, clearErrors } = form
  const { field, fieldState } = useController({ control, name: 'provider' })
  const choices = choicesOf(providers)
  // Whom each had, for when it is chosen again.
  const kept = useRef<Partial<Record<ProviderName, FormCast>>>({})
  const choose = (provider: ProviderName) => {
    const { persona_id = '', replica_id = '' } = getValues()
    if (field.value) kept.current[field.value] = { persona_id, replica_id }
    const cast = kept.current[provider] ?? castBefore(provider)
    field.onChange(provider)
    setValue('persona_id', cast.persona_id, { shouldDirty: true })
    setValue('replica_id', cast.replica_id, { shouldDirty: true })
    clearErrors(['provider', 'persona_id', 'replica_id'])
  }
  const error = fieldState.error?.message
  return (
    <fieldset
      aria-labelledby={labelledBy}
      onPointerEnter={prepare}
      onFocus={prepare}
      className="flex min-w-0 flex-col gap-3"
    >
      <div className="grid gap-2 sm:grid-cols-2">
        {choices.map((provider) => (
          <label key={provider} className={tile}>
            <input
              ref={field.value === provider ? field.ref : undefined}
              type="radio"
              name={id}
              value={provider}
              checked={field.value === provider}
              onChange={() => choose(provider)}
              onBlur={field.onBlur}
              aria-labelledby={`${id}-${provider}`}
              aria-describedby={`${id}-${provider}-hint${error ? ` ${id}-error` : ''}`}
              className="sr-only"
            />
            <span id={`${id}-${provider}`} className="font-medium">
              {providerTitles[provider]}
            </span>
            <span id={`${id}-${provider}-hint`} className="text-muted text-xs">
              {t(`${provider}.hint`)}
            </span>
          </label>
        ))}
      </div>
      {error && (
        <InlineError id={`${id}-error`}>
          {error} {t.rich('goToSettings', { link: connectionLink })}
        </InlineError>
      )}
      {choices.map((provider) => (
        <ProviderProblem key={provider} provider={provider} initial={{ data: providers }} />
      ))}
    </fieldset>
  )
})
