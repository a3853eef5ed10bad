import { useTranslations } from 'next-intl'
import type { ComponentProps } from 'react'
import { Controller, useFormState } from 'react-hook-form'
import { Combobox } from '@/components/ui/combobox'
import { Field } from '@/components/ui/field'
import type { FormPart } from './form-part'

type PersonaFieldProps = FormPart & { options: ComponentProps<typeof Combobox>['options'] }

/** The persona of a conversation, by typing a part of its name or id. */
export function PersonaField({ form: { control }, options }: PersonaFieldProps) {
  const t = useTranslations('conversations.castFields')
  const { errors } = useFormState({ control })
  return (
    <Controller
      control={control}
      name="persona_id"
      render={({ field }) => (
        <Field label={t('persona')} hint={t('personaHint')} error={errors.persona_id?.message}>
          <Combobox
            ref={field.ref}
            options={options}
            value={field.value ?? ''}
            onValueChange={field.onChange}
            placeholder={t('searchPersonas')}
            emptyText={t('noPersonaMatches')}
          />
        </Field>
      )}
    />
  )
}
