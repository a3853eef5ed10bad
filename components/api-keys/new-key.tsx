'use client'

import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import type { Access } from './expiry'

/** A first call that the key may make and that costs nothing. */
const exampleCall = (origin: string, access: Access) =>
  access === 'write'
    ? `curl '${origin}/v2/conversations' \\
  -H "x-api-key: $COLLOQUY_API_KEY" \\
  -H 'content-type: application/json' \\
  -d '{"persona_id": "pdced222244b", "test_mode": true}'`
    : `curl '${origin}/v2/conversations?limit=1' \\
  -H "x-api-key: $COLLOQUY_API_KEY"`

type NewKeyProps = { secret: string; access: Access; origin: string; onDone: () => void }

/** A key that was just made, and how it is used. */
export function NewKey({ secret, access, origin, onDone }: NewKeyProps) {
  const t = useTranslations('apiKeys.newKey')
  const example = `export COLLOQUY_API_KEY=${secret}\n\n${exampleCall(origin, access)}`
  return (
    <>
      <div className="flex flex-wrap items-center gap-2 rounded-md bg-subtle p-3">
        <code data-testid="new-key" className="min-w-0 flex-1 basis-60 break-all font-mono">
          {secret}
        </code>
        <CopyButton variant="primary" text={secret}>
          {t('copyKey')}
        </CopyButton>
      </div>
      <section aria-label={t('firstCall')} className="flex min-w-0 flex-col gap-1.5">
        <div className="flex items-center justify-between gap-2">
          <h3 className="font-medium">{t('firstCall')}</h3>
          <CopyButton variant="ghost" size="sm" text={example}>
            {t('copyExample')}
          </CopyButton>
        </div>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
        <pre tabIndex={0} className="overflow-x-auto rounded-md bg-subtle p-3 text-xs">
          {example}
        </pre>
      </section>
      <div className="flex justify-end">
        <Button onClick={onDone}>{t('done')}</Button>
      </div>
    </>
  )
}
