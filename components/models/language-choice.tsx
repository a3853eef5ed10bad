'use client'

import { useTranslations } from 'next-intl'
import { languageInWords } from '@/components/conversations/words'
import { languages } from '@/lib/protocol/languages'

const spoken = languages.filter((name) => name !== 'multilingual').sort()

type LanguageChoiceProps = {
  chosen: string[]
  change: (languages: string[]) => void
  disabled?: boolean
}

/** Which languages a voice speaks; none chosen means all of them. */
export function LanguageChoice({ chosen, change, disabled }: LanguageChoiceProps) {
  const t = useTranslations('models.languageChoice')
  const words = useTranslations('conversations.words')
  const named = chosen.map((name) => languageInWords(name, words))
  return (
    <details className="w-full">
      <summary className="cursor-pointer">
        <span className="font-medium">{t('languages')}</span>{' '}
        <span className="text-muted">{named.length > 0 ? named.join(', ') : t('all')}</span>
      </summary>
      <fieldset className="mt-2">
        <legend className="text-muted text-xs">{t('hint')}</legend>
        <div className="mt-2 grid max-h-56 grid-cols-2 gap-x-4 gap-y-1.5 overflow-y-auto border-border border-y py-2 sm:grid-cols-3">
          {spoken.map((name) => (
            <label key={name} className="flex items-center gap-2">
              <input
                type="checkbox"
                checked={chosen.includes(name)}
                disabled={disabled}
                onChange={({ target }) =>
                  change(spoken.filter((each) => (each === name ? target.checked : chosen.includes(each))))
                }
                className="size-4 accent-accent"
              />
              {languageInWords(name, words)}
            </label>
          ))}
        </div>
      </fieldset>
    </details>
  )
}
