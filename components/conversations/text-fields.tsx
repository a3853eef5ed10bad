'use client'

import { useFormContext } from 'react-hook-form'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { Textarea } from '@/components/ui/textarea'
import { formatCount } from '@/lib/client/format'
import { defaultGreeting } from '@/lib/domain/conversations/rules'
import {
  type ConversationCreate,
  type Language,
  languages,
  limits,
} from '@/lib/domain/conversations/schema/request'
import { spokenNote } from '@/lib/protocol/languages'
import { exampleContext } from './examples'
import { languageInWords } from './words'

type CountedField = 'conversation_name' | 'conversational_context' | 'custom_greeting'

/** How much of a limit is used, as it is typed. */
function Counter({ name, most }: { name: CountedField; most: number }) {
  const { watch } = useFormContext<ConversationCreate>()
  const length = watch(name)?.length ?? 0
  return (
    <span className={length > most ? 'font-medium text-danger' : undefined}>
      {formatCount(length)} of {formatCount(most)}
    </span>
  )
}

const byName = languages
  .filter((language) => language !== 'multilingual')
  .map((language) => ({ value: language, label: languageInWords(language) }))
  .sort((a, b) => a.label.localeCompare(b.label, 'en'))

/** What is said: name, context, greeting, language. `spoken` is the persona's own language. */
export function TextFields({ spoken }: { spoken: Language | null }) {
  const { register, setValue, watch, formState } = useFormContext<ConversationCreate>()
  const { errors } = formState
  const context = watch('conversational_context')
  return (
    <>
      <Field
        label="Conversation name"
        aside={<Counter name="conversation_name" most={limits.name} />}
        error={errors.conversation_name?.message}
      >
        <Input placeholder="Conversation with the replica's name" {...register('conversation_name')} />
      </Field>
      <div>
        <Field
          label="Context"
          hint="What this conversation is about and who takes part, on top of what the persona knows."
          aside={<Counter name="conversational_context" most={limits.context} />}
          error={errors.conversational_context?.message}
        >
          <Textarea rows={6} {...register('conversational_context')} />
        </Field>
        {!context && (
          <Button
            variant="link"
            size="sm"
            className="mt-1.5"
            onClick={() => setValue('conversational_context', exampleContext, { shouldDirty: true })}
          >
            Use an example
          </Button>
        )}
      </div>
      <Field
        label="Greeting"
        hint="The first words of the replica. Empty: the line shown in the box."
        aside={<Counter name="custom_greeting" most={limits.greeting} />}
        error={errors.custom_greeting?.message}
      >
        <Textarea rows={2} placeholder={defaultGreeting} {...register('custom_greeting')} />
      </Field>
      <Field
        label="Language"
        hint={spokenNote(watch('properties.language') || spoken || 'english') ?? undefined}
        error={errors.properties?.language?.message}
      >
        <Select {...register('properties.language', { setValueAs: (name) => name || undefined })}>
          <option value="">As the persona: {languageInWords(spoken ?? 'english')}</option>
          <option value="multilingual">{languageInWords('multilingual')}</option>
          {byName.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </Select>
      </Field>
    </>
  )
}
