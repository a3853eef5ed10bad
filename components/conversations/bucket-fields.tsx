import { useFormContext } from 'react-hook-form'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import type { ConversationCreate } from '@/lib/domain/conversations/schema/request'

const bucketFields = [
  { name: 'bucket_name', label: 'Bucket', placeholder: 'my-recordings' },
  { name: 'bucket_region', label: 'Region', placeholder: 'eu-central-1' },
  {
    name: 'assume_role_arn',
    label: 'Role (ARN)',
    placeholder: 'arn:aws:iam::123456789012:role/recorder',
    hint: 'Its trust policy has to name the AWS account that this server acts as.',
  },
  {
    name: 'external_id',
    label: 'External id',
    placeholder: 'tavus',
    hint: 'What the trust policy asks for as sts:ExternalId.',
  },
] as const

/** The bucket that recordings go to, and the role that lets this server write there. */
export function BucketFields() {
  const { register, formState } = useFormContext<ConversationCreate>()
  const errors = formState.errors.properties?.recording_storage
  return bucketFields.map(({ name, label, placeholder, ...rest }) => (
    <Field
      key={name}
      label={label}
      hint={'hint' in rest ? rest.hint : undefined}
      error={errors?.[name]?.message}
    >
      <Input
        autoComplete="off"
        spellCheck={false}
        placeholder={placeholder}
        {...register(`properties.recording_storage.${name}`)}
      />
    </Field>
  ))
}
