'use client'

import { Controller, useFormContext } from 'react-hook-form'
import { Field } from '@/components/ui/field'
import { formatDuration } from '@/lib/client/format'
import { type ConversationCreate, durations } from '@/lib/domain/conversations/schema/request'
import { DurationInput } from './duration-input'

const timers = [
  {
    name: 'max_call_duration',
    label: 'Longest duration',
    hint: 'The conversation ends this long after its creation, whoever is in it.',
  },
  {
    name: 'participant_left_timeout',
    label: 'After the last participant leaves',
    hint: 'How long the replica waits for somebody to come back.',
  },
  {
    name: 'participant_absent_timeout',
    label: 'If nobody joins',
    hint: 'The conversation ends this long after its creation when nobody has come.',
  },
] as const

function problem(name: keyof typeof durations, value: number | undefined): string | undefined {
  if (value === undefined) return undefined
  if (Number.isNaN(value)) return 'Write a time such as 90 s, 5 min or 1 h.'
  const { least, most } = durations[name]
  if (value < least || value > most) return `From ${formatDuration(least)} to ${formatDuration(most)}.`
  return undefined
}

/** The three timers. `longest` is the workspace's limit in seconds. */
export function TimeFields({ longest }: { longest: number }) {
  const { control } = useFormContext<ConversationCreate>()
  return (
    <div className="grid items-start gap-4 sm:grid-cols-3">
      {timers.map(({ name, label, hint }) => (
        <Controller
          key={name}
          control={control}
          name={`properties.${name}`}
          render={({ field, fieldState }) => {
            const over = name === 'max_call_duration' && (field.value ?? 0) > longest
            return (
              <Field
                label={label}
                hint={
                  over
                    ? `${hint} It is shortened to ${formatDuration(longest)}, the longest call here.`
                    : hint
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
