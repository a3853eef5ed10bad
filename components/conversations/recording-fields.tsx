'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Controller, useWatch } from 'react-hook-form'
import { Field } from '@/components/ui/field'
import { onUse } from '@/components/ui/on-use'
import { Select } from '@/components/ui/select'
import { SwitchField } from '@/components/ui/switch'
import { isOutside, type ProviderName, providerTitles } from '@/lib/domain/connections/rules'
import type { FormPart } from './form-part'

const BucketFields = onUse(() => import('./bucket-fields').then((part) => part.BucketFields))

const noBucket = {
  provider: 's3',
  bucket_name: '',
  bucket_region: '',
  assume_role_arn: '',
  external_id: '',
} as const

/** Whether the call may be recorded, by whom, and where recordings go: a provider outside has them in a bucket only. */
export function RecordingFields({ form, provider }: FormPart & { provider: ProviderName }) {
  const t = useTranslations('conversations.recordingFields')
  const { control, setValue } = form
  const [allowed, storage] = useWatch({
    control,
    name: ['properties.enable_recording', 'properties.recording_storage'],
  })
  const isElsewhere = isOutside(provider)
  const enabled = allowed === true && (!isElsewhere || storage !== undefined)
  // Kept while another choice is tried.
  const [bucket, setBucket] = useState<NonNullable<typeof storage>>(noBucket)

  const chooseStorage = (where: string) => {
    if (storage) setBucket(storage)
    const next = where === 's3' ? (storage ?? bucket) : undefined
    setValue('properties.recording_storage', next, { shouldDirty: true })
  }

  return (
    <>
      <Controller
        control={control}
        name="properties.enable_recording"
        render={({ field }) => (
          <SwitchField
            label={t('recording')}
            hint={
              isElsewhere ? t('recordingHintOutside', { name: providerTitles[provider] }) : t('recordingHint')
            }
            checked={enabled}
            onCheckedChange={(on) => {
              field.onChange(on)
              if (!on || isElsewhere) chooseStorage(on ? 's3' : 'here')
            }}
          />
        )}
      />
      {enabled && (
        <div className="flex flex-col gap-4 border-border border-s-2 ps-4">
          {!isElsewhere && (
            <>
              <Controller
                control={control}
                name="properties.guests_may_record"
                render={({ field }) => (
                  <SwitchField
                    label={t('guestsMayRecord')}
                    hint={t('guestsMayRecordHint')}
                    checked={field.value ?? false}
                    onCheckedChange={field.onChange}
                  />
                )}
              />
              <Field label={t('storeRecordings')} className="max-w-60">
                <Select
                  value={storage ? 's3' : 'here'}
                  onChange={(event) => chooseStorage(event.target.value)}
                >
                  <option value="here">{t('onThisServer')}</option>
                  <option value="s3">{t('inAnS3Bucket')}</option>
                </Select>
              </Field>
            </>
          )}
          {storage && <BucketFields form={form} provider={provider} />}
        </div>
      )}
    </>
  )
}
