'use client'

import { useTranslations } from 'next-intl'
import { useId, useState } from 'react'
import { useWatch } from 'react-hook-form'
import { CopyButton } from '@/components/ui/copy-button'
import { type RequestLanguage, requestCode } from '@/lib/client/request-code'
import type { ConversationCreate } from '@/lib/domain/conversations/schema/request'
import { typed } from './form-link'
import type { FormPart } from './form-part'

const languages: { value: RequestLanguage; label: string }[] = [
  { value: 'curl', label: 'cURL' },
  { value: 'javascript', label: 'JavaScript' },
  { value: 'python', label: 'Python' },
]

const tab =
  'cursor-pointer rounded-sm px-2 py-1 text-muted transition-colors hover:text-foreground has-checked:bg-subtle has-checked:text-foreground has-focus-visible:outline-2 has-focus-visible:outline-ring'

/** The request in a language of one's choice, as it is typed. */
export function RequestCodeView({ form: { control } }: FormPart) {
  const t = useTranslations('conversations.requestCodeView')
  const values = useWatch({ control }) as ConversationCreate
  const name = useId()
  const [language, setLanguage] = useState<RequestLanguage>('curl')
  const url = `${window.location.origin}/v2/conversations`
  const body = typed(readable(values))
  const code = requestCode(language, { url, body })
  return (
    <div className="mt-3 flex flex-col gap-2 text-xs">
      <div className="flex items-center justify-between gap-2">
        <fieldset className="flex">
          <legend className="sr-only">{t('languageOfTheRequest')}</legend>
          {languages.map(({ value, label }) => (
            <label key={value} className={tab}>
              <input
                type="radio"
                name={name}
                checked={language === value}
                onChange={() => setLanguage(value)}
                className="sr-only"
              />
              {label}
            </label>
          ))}
        </fieldset>
        <CopyButton text={code} label={t('copyTheRequest')} variant="ghost" />
      </div>
      <section
        aria-label={t('request')}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, which has to be possible by keyboard
        tabIndex={0}
        className="max-h-72 overflow-auto rounded-md border border-border bg-surface p-3"
      >
        <pre className="font-mono leading-relaxed">{code}</pre>
      </section>
      <p className="text-muted">
        {t.rich('needsKey', { code: (chunks) => <code className="font-mono">{chunks}</code> })}
      </p>
    </div>
  )
}

/** Without the bytes of an image, which are too many to read. */
function readable(values: ConversationCreate): ConversationCreate {
  const background = values.properties?.background
  if (background?.type !== 'image' || background.image === '') return values
  const image = `${background.image.slice(0, background.image.indexOf(',') + 1)}…`
  return { ...values, properties: { ...values.properties, background: { type: 'image', image } } }
}
