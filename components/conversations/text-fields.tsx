'use client'

import { useTranslations } from 'next-intl'
import { useFormContext } from 'react-hook-form'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { Textarea } from '@/components/ui/textarea'
import { formatCount } from '@/lib/client/format'
import { defaultGreeting, limits } from '@/lib/domain/conversations/rules'
import type { ConversationCreate } from '@/lib/domain/conversations/schema/request'
import { type Language, languages, notedLanguage } from '@/lib/protocol/languages'
import { languageInWords } from './words'

type CountedField = 'conversation_name' | 'conversational_context' | 'custom_greeting'

/** How much of a limit is used, as it is typed. */
function Counter({ name, most }: { name: CountedField; most: number }) {
  const t = useTranslations('conversations.textFields')
  const { watch } = useFormContext<ConversationCreate>()
  const length = watch(name)?.length ?? 0
  return (
    <span className={length > most ? 'font-medium text-danger' : undefined}>
      {t('lengthOfMost', { length: formatCount(length), most: formatCount(most) })}
    </span>
  )
}

const spokenLanguages = languages.filter((language) => language !== 'multilingual').sort()

/** What is said: name, context, greeting, language. `spoken` is the persona's own language. */
export function TextFields({ spoken }: { spoken: Language | null }) {
  const t = useTranslations('conversations.textFields')
  const words = useTranslations('conversations.words')
  const notes = useTranslations('conversations.languageNotes')
  const { register, setValue, watch, formState } = useFormContext<ConversationCreate>()
  const { errors } = formState
  const context = watch('conversational_context')
  const noted = notedLanguage(watch('properties.language') || spoken || 'english')
  return (
    <>
      <Field
        label={t('conversationName')}
        aside={<Counter name="conversation_name" most={limits.name} />}
        error={errors.conversation_name?.message}
      >
        <Input placeholder={t('namePlaceholder')} {...register('conversation_name')} />
      </Field>
      <div>
        <Field
          label={t('context')}
          hint={t('contextHint')}
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
            onClick={() => setValue('conversational_context', t('exampleContext'), { shouldDirty: true })}
          >
            {t('useAnExample')}
          </Button>
        )}
      </div>
      <Field
        label={t('greeting')}
        hint={t('greetingHint')}
        aside={<Counter name="custom_greeting" most={limits.greeting} />}
        error={errors.custom_greeting?.message}
      >
        <Textarea rows={2} placeholder={defaultGreeting} {...register('custom_greeting')} />
      </Field>
      <Field
        label={t('language')}
        hint={noted ? notes(noted) : undefined}
        error={errors.properties?.language?.message}
      >
        <Select {...register('properties.language', { setValueAs: (name) => name || undefined })}>
          <option value="">
            {t('asThePersona', { language: languageInWords(spoken ?? 'english', words) })}
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
}
