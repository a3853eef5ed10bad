'use client'

import { useTranslations } from 'next-intl'
import { memo } from 'react'
import { Controller } from 'react-hook-form'
import { Field } from '@/components/ui/field'
import { formatDuration } from '@/lib/client/format'
import { durations } from '@/lib/domain/conversations/rules'
import { DurationInput } from './duration-input'
import type { FormPart } from './form-part'

const timers = ['max_call_duration', 'participant_left_timeout', 'participant_absent_timeout'] as const

type TimeFieldsProps = FormPart & {
  /** The workspace's limit in seconds. */
  longest: number
}

/** The three timers. */
export const TimeFields = memo(function TimeFields({ form: { control }, longest }: TimeFieldsProps) {
  const t = useTranslations('conversations.timeFields')
  const problem = (name: keyof typeof durations, value: number | undefined) => {
    if (value === undefined) return undefined
    if (Number.isNaN(value)) return t('writeATime')
    const { least, most } = durations[name]
    if (value >= least && value <= most) return undefined
    return t('fromTo', { least: formatDuration(least), most: formatDuration(most) })
  }
  return (
    <div className="grid items-start gap-4 sm:grid-cols-3">
      {timers.map((name) => (
        <Controller
          key={name}
          control={control}
          name={`properties.${name}`}
          render={({ field, fieldState }) => {
            const over = name === 'max_call_duration' && (field.value ?? 0) > longest
            return (
              <Field
                label={t(`${name}.label`)}
                hint={
                  over
                    ? `${t(`${name}.hint`)} ${t('isShortened', { longest: formatDuration(longest) })}`
                    : t(`${name}.hint`)
                }
                error={problem(name, field.value) ?? fieldState.error?.message}
              >
                <DurationInput
                  ref={field.ref}
                  name={field.name}
                  value={field.value}
                  onValueChange={field.onChange}
                  onBlur={field.onBlur}
                  placeholder={formatDuration(durations[name].assumed)}
                />
              </Field>
            )
          }}
        />
      ))}
    </div>
  )
})
