'use client'

import { useTranslations } from 'next-intl'
import { memo } from 'react'
import { Controller, useFormState } from 'react-hook-form'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { SwitchField } from '@/components/ui/switch'
import { isOutside, type ProviderName } from '@/lib/domain/connections/rules'
import type { FormPart } from './form-part'
import { RecordingFields } from './recording-fields'

const switches = [
  { name: 'properties.enable_closed_captions', words: 'captions' },
  { name: 'audio_only', words: 'audioOnly' },
  { name: 'require_auth', words: 'private' },
  { name: 'test_mode', words: 'testMode' },
] as const

/** In the rooms of this server it is one of several backgrounds, which are chosen elsewhere. */
const greenScreen = { name: 'properties.apply_greenscreen', words: 'greenScreen' } as const

/** What the room allows, and who hears of it. */
export const OptionFields = memo(function OptionFields({
  form,
  provider,
}: FormPart & { provider: ProviderName }) {
  const t = useTranslations('conversations.optionFields')
  const { control, register } = form
  const { errors } = useFormState({ control })
  return (
    <div className="flex flex-col gap-4">
      {[...(isOutside(provider) ? [greenScreen] : []), ...switches].map(({ name, words }) => (
        <Controller
          key={name}
          control={control}
          name={name}
          render={({ field }) => (
            <SwitchField
              label={t(`${words}.label`)}
              hint={t(`${words}.hint`)}
              checked={field.value ?? false}
              onCheckedChange={field.onChange}
            />
          )}
        />
      ))}
      <RecordingFields form={form} provider={provider} />
      <Field
        label={t('participantLimit')}
        hint={t('participantLimitHint')}
        error={errors.max_participants?.message}
        className="max-w-60"
      >
        <Input
          type="number"
          inputMode="numeric"
          min={2}
          max={100}
          step={1}
          {...register('max_participants', {
            setValueAs: (value) => (value === '' || value === undefined ? undefined : Number(value)),
          })}
        />
      </Field>
      <Field label={t('callbackUrl')} hint={t('callbackUrlHint')} error={errors.callback_url?.message}>
        <Input
          type="url"
          inputMode="url"
          autoComplete="off"
          spellCheck={false}
          placeholder="https://example.com/webhooks"
          {...register('callback_url', { setValueAs: (url?: string) => url?.trim() || undefined })}
        />
      </Field>
    </div>
  )
})
