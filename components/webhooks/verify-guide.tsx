'use client'

import { useTranslations } from 'next-intl'
import { CopyButton } from '@/components/ui/copy-button'

const code = `import { Webhook } from 'standardwebhooks'

const webhook = new Webhook(process.env.COLLOQUY_WEBHOOK_SECRET)

app.post('/webhooks', express.raw({ type: 'application/json' }), (request, response) => {
  const event = webhook.verify(request.body.toString(), request.headers)
  response.sendStatus(204)
  console.log(event.conversation_id, event.event_type, event.properties)
})`

/** Nothing is registered yet: what webhooks are, and what receives and verifies them. */
export function VerifyGuide({ mayWrite }: { mayWrite: boolean }) {
  const t = useTranslations('webhooks.verifyGuide')
  return (
    <div className="grid gap-6 border-border border-y py-5 lg:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
      <div className="flex flex-col gap-2 text-muted">
        <p className="font-medium text-foreground">{t('title')}</p>
        <p>{t('what')}</p>
        <p>{mayWrite ? t('next') : t('ask')}</p>
      </div>
      <div className="relative min-w-0">
        <CopyButton text={code} label={t('copy')} variant="ghost" className="absolute top-1.5 right-1.5" />
        <section
          aria-label={t('label')}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, which has to be possible by keyboard
          tabIndex={0}
          className="overflow-x-auto rounded-md bg-subtle p-4 pr-12"
        >
          <pre className="font-mono text-xs leading-relaxed">{code}</pre>
        </section>
      </div>
    </div>
  )
}
