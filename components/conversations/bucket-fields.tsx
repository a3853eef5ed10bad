import { useTranslations } from 'next-intl'
import { useFormState } from 'react-hook-form'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { isOutside, type ProviderName, providerTitles } from '@/lib/domain/connections/rules'
import type { FormPart } from './form-part'

const bucketFields = [
  { name: 'bucket_name', placeholder: 'my-recordings' },
  { name: 'bucket_region', placeholder: 'eu-central-1' },
  { name: 'assume_role_arn', placeholder: 'arn:aws:iam::123456789012:role/recorder' },
  { name: 'external_id', placeholder: 'tavus' },
] as const

const hinted = ['assume_role_arn', 'external_id'] as const

/** The bucket that recordings go to, and the role that lets whoever records write there. */
export function BucketFields({
  form: { control, register },
  provider,
}: FormPart & { provider: ProviderName }) {
  const t = useTranslations('conversations.bucketFields')
  const errors = useFormState({ control }).errors.properties?.recording_storage
  const hintOf = (name: (typeof hinted)[number]) =>
    name === 'assume_role_arn' && isOutside(provider)
      ? t('roleHintOutside', { name: providerTitles[provider] })
      : t(`${name}.hint`)
  return bucketFields.map(({ name, placeholder }) => {
    const explained = hinted.find((each) => each === name)
    return (
      <Field
        key={name}
        label={t(`${name}.label`)}
        hint={explained && hintOf(explained)}
        error={errors?.[name]?.message}
      >
        <Input
          autoComplete="off"
          spellCheck={false}
          placeholder={placeholder}
          {...register(`properties.recording_storage.${name}`)}
        />
      </Field>
    )
  })
}
