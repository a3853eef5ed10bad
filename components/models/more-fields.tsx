'use client'

import { useTranslations } from 'next-intl'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Textarea } from '@/components/ui/textarea'
import { defaultPromptTokens } from '@/lib/domain/models/rules/mind'
import type { ModelPart } from '@/lib/domain/models/schema'
import type { Typed } from './endpoint-form'
import { LanguageChoice } from './language-choice'

type MoreFieldsProps = {
  part: ModelPart
  typed: Typed
  errors: Partial<Record<string, string>>
  change: (next: Partial<Typed>) => void
  disabled: boolean
}

/** What few servers need: folded until one of them is wrong. */
export function MoreFields({ part, typed, errors, change, disabled }: MoreFieldsProps) {
  const t = useTranslations('models.moreFields')
  const isWrong = ['headers', 'extra_body', 'prompt_tokens', 'languages'].some((name) => errors[name])
  const written = {
    disabled,
    spellCheck: false,
    dir: 'ltr',
    className: 'font-mono text-[0.8125rem]',
  } as const
  return (
    <>
      {part === 'tts' && (
        <LanguageChoice
          chosen={typed.languages}
          change={(languages) => change({ languages })}
          disabled={disabled}
        />
      )}
      <details open={isWrong || undefined} className="w-full">
        <summary className="cursor-pointer text-muted">{t('more')}</summary>
        <div className="mt-3 flex flex-col gap-4">
          <Field label={t('headers')} hint={t('headersHint')} error={errors.headers}>
            <Textarea
              {...written}
              rows={2}
              value={typed.headers}
              onChange={({ target }) => change({ headers: target.value })}
            />
          </Field>
          <Field label={t('extraBody')} hint={t('extraBodyHint')} error={errors.extra_body}>
            <Textarea
              {...written}
              rows={3}
              value={typed.extra_body}
              onChange={({ target }) => change({ extra_body: target.value })}
            />
          </Field>
          {part === 'llm' && (
            <Field label={t('promptTokens')} hint={t('promptTokensHint')} error={errors.prompt_tokens}>
              <Input
                value={typed.prompt_tokens}
                onChange={({ target }) => change({ prompt_tokens: target.value })}
                placeholder={String(defaultPromptTokens)}
                inputMode="numeric"
                autoComplete="off"
                disabled={disabled}
              />
            </Field>
          )}
        </div>
      </details>
    </>
  )
}
