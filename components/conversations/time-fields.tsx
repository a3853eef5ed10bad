'use client'

import { useTranslations } from 'next-intl'
import { Controller, useFormContext } from 'react-hook-form'
import { Field } from '@/components/ui/field'
import { formatDuration } from '@/lib/client/format'
import { durations } from '@/lib/domain/conversations/rules'
import type { ConversationCreate } from '@/lib/domain/conversations/schema/request'
import { DurationInput } from './duration-input'

const timers = ['max_call_duration', 'participant_left_timeout', 'participant_absent_timeout'] as const

/** The three timers. `longest` is the workspace's limit in seconds. */
export function TimeFields({ longest }: { longest: number }) {
  const t = useTranslations('conversations.timeFields')
  const { control } = useFormContext<ConversationCreate>()
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
}
