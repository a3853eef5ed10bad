'use client'

import { Controller, useFormContext } from 'react-hook-form'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { SwitchField } from '@/components/ui/switch'
import type { ConversationCreate } from '@/lib/domain/conversations/schema/request'
import { RecordingFields } from './recording-fields'

const switches = [
  {
    name: 'properties.enable_closed_captions',
    label: 'Closed captions',
    hint: 'What is said is shown as text in the room from the start.',
  },
  { name: 'audio_only', label: 'Audio only', hint: 'The room shows no picture of the replica.' },
  {
    name: 'require_auth',
    label: 'Private room',
    hint: 'The meeting link alone does not admit; a meeting token is needed. Members of this workspace join from here.',
  },
  {
    name: 'test_mode',
    label: 'Test mode',
    hint: 'Makes an ended conversation to try your own code with: no room, no usage, no slot.',
  },
] as const

/** What the room allows. */
export function OptionFields() {
  const { control, register, formState } = useFormContext<ConversationCreate>()
  return (
    <div className="flex flex-col gap-4">
      {switches.map(({ name, label, hint }) => (
        <Controller
          key={name}
          control={control}
          name={name}
          render={({ field }) => (
            <SwitchField
              label={label}
              hint={hint}
              checked={field.value ?? false}
              onCheckedChange={field.onChange}
            />
          )}
        />
      ))}
      <RecordingFields />
      <Field
        label="Participant limit"
        hint="Counts the replica: 2 admits one person. Empty: no limit."
        error={formState.errors.max_participants?.message}
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
    </div>
  )
}
