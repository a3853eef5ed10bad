'use client'

import { useTranslations } from 'next-intl'
import { useId, useState } from 'react'
import { CopyButton } from '@/components/ui/copy-button'
import { type RequestLanguage, requestCode } from '@/lib/client/request-code'

const languages: { value: RequestLanguage; label: string }[] = [
  { value: 'curl', label: 'cURL' },
  { value: 'javascript', label: 'JavaScript' },
  { value: 'python', label: 'Python' },
]

const tab =
  'cursor-pointer rounded-sm px-2 py-1 text-muted transition-colors hover:text-foreground has-checked:bg-subtle has-checked:text-foreground has-focus-visible:outline-2 has-focus-visible:outline-ring'

type CodeProps = { url: string; method?: string; body?: object }

/** The request in a language of one's choice. */
export function Code(request: CodeProps) {
  const t = useTranslations('shell.code')
  const name = useId()
  const [language, setLanguage] = useState<RequestLanguage>('curl')
  const code = requestCode(language, request)
  return (
    <div className="flex flex-col gap-2 text-xs">
      <div className="flex items-center justify-between gap-2">
        <fieldset className="flex">
          <legend className="sr-only">{t('language')}</legend>
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
        <CopyButton text={code} label={t('copy')} variant="ghost" />
      </div>
      <Scrolling label={t('request')}>{code}</Scrolling>
    </div>
  )
}

/** A text in code's letters that scrolls in its place, also by keyboard. */
export function Scrolling({ label, children }: { label: string; children: string }) {
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, which has to be possible by keyboard
      tabIndex={0}
      className="max-h-80 overflow-auto rounded-md border border-border bg-surface p-3 text-xs"
    >
      <pre className="font-mono leading-relaxed">{children}</pre>
    </section>
  )
}
