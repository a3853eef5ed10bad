'use client'

import { useFormatter, useTranslations } from 'next-intl'
import { memo } from 'react'
import { useFormState, useWatch } from 'react-hook-form'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { Textarea } from '@/components/ui/textarea'
import { formatCount } from '@/lib/client/format'
import { defaultGreeting, defaultPersonaId, limits } from '@/lib/domain/conversations/rules'
import { speaks } from '@/lib/domain/models/rules/mind'
import type { PersonaChoice } from '@/lib/domain/personas/schema'
import { languages, notedLanguage } from '@/lib/protocol/languages'
import type { FormPart } from './form-part'
import { voiceWarning } from './voice-words'
import { languageInWords } from './words'

type CountedField = 'conversation_name' | 'conversational_context' | 'custom_greeting'

/** How much of a limit is used, as it is typed. */
function Counter({ form: { control }, name, most }: FormPart & { name: CountedField; most: number }) {
  const t = useTranslations('conversations.textFields')
  const length = useWatch({ control, name })?.length ?? 0
  return (
    <span className={length > most ? 'font-medium text-danger' : undefined}>
      {t('lengthOfMost', { length: formatCount(length), most: formatCount(most) })}
    </span>
  )
}

const spokenLanguages = languages.filter((language) => language !== 'multilingual').sort()

/** The persona that is chosen; the default one where none is. */
const chosen = (id: string | undefined, personas: PersonaChoice[]) =>
  personas.find(({ persona_id }) => persona_id === (id || defaultPersonaId))

type TextFieldsProps = FormPart & {
  /** Null: they are none of ours, and what they speak is not known. */
  personas: PersonaChoice[] | null
}

/** What is said: name, context, greeting, language. */
export const TextFields = memo(function TextFields({ form, personas }: TextFieldsProps) {
  const t = useTranslations('conversations.textFields')
  const words = useTranslations('conversations.words')
  const notes = useTranslations('conversations.languageNotes')
  const voiceWords = useTranslations('conversations.voiceWords')
  const format = useFormatter()
  const { control, register, setValue } = form
  const { errors } = useFormState({ control })
  const [personaId, context, language] = useWatch({
    control,
    name: ['persona_id', 'conversational_context', 'properties.language'],
  })
  const persona = personas && chosen(personaId, personas)
  const spoken = persona?.language ?? null
  const wanted = language || spoken || 'english'
  const voice = persona?.models.voice ?? null
  const warning = voiceWarning(voice, wanted, { t: voiceWords, words, list: (names) => format.list(names) })
  // What is said of the built-in voice counts where that is the one that speaks.
  const isBuiltIn = personas && !(voice && speaks(voice, wanted) && wanted !== 'multilingual')
  const noted = isBuiltIn ? notedLanguage(wanted) : null
  const languageHint = [warning, noted && notes(noted)].filter(Boolean).join(' ')
  return (
    <>
      <Field
        label={t('conversationName')}
        aside={<Counter form={form} name="conversation_name" most={limits.name} />}
        error={errors.conversation_name?.message}
      >
        <Input placeholder={t('namePlaceholder')} {...register('conversation_name')} />
      </Field>
      <div>
        <Field
          label={t('context')}
          hint={t('contextHint')}
          aside={<Counter form={form} name="conversational_context" most={limits.context} />}
          error={errors.conversational_context?.message}
        >
          <Textarea rows={6} {...register('conversational_context')} />
        </Field>
        {!context && (
          <Button
            variant="link"
            size="sm"
            className="mt-1.5"
            onClick={() => setValue('conversational_context', t('exampleContext'), { shouldDirty: true })}
          >
            {t('useAnExample')}
          </Button>
        )}
      </div>
      <Field
        label={t('greeting')}
        hint={t('greetingHint')}
        aside={<Counter form={form} name="custom_greeting" most={limits.greeting} />}
        error={errors.custom_greeting?.message}
      >
        <Textarea rows={2} placeholder={defaultGreeting} {...register('custom_greeting')} />
      </Field>
      <Field
        label={t('language')}
        hint={languageHint || undefined}
        error={errors.properties?.language?.message}
      >
        <Select {...register('properties.language', { setValueAs: (name) => name || undefined })}>
          <option value="">
            {t(personas ? 'asThePersona' : 'notChosen', {
              language: languageInWords(spoken ?? 'english', words),
            })}
          </option>
          <option value="multilingual">{languageInWords('multilingual', words)}</option>
          {spokenLanguages.map((language) => (
            <option key={language} value={language}>
              {languageInWords(language, words)}
            </option>
          ))}
        </Select>
      </Field>
    </>
  )
})
