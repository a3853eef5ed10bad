'use client'

import { CodeXml } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { Dialog } from '@/components/ui/dialog'
import { Link } from '@/components/ui/link'
import { embedFrame, embedWidget } from '@/lib/client/embed-code'

function Snippet({ title, code }: { title: string; code: string }) {
  const t = useTranslations('conversations.embedDialog')
  return (
    <section aria-label={title} className="flex min-w-0 flex-col gap-1.5">
      <div className="flex items-center justify-between gap-2">
        <h3 className="font-medium">{title}</h3>
        <CopyButton variant="ghost" size="sm" text={code}>
          {t('copy')}
        </CopyButton>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <pre tabIndex={0} className="overflow-x-auto rounded-md bg-subtle p-3 text-xs">
        {code}
      </pre>
    </section>
  )
}

/** Ways to show a conversation in a page of another site. */
export function EmbedDialog({ link }: { link: string }) {
  const t = useTranslations('conversations.embedDialog')
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button variant="ghost" onClick={() => setOpen(true)}>
        <CodeXml aria-hidden />
        {t('embed')}
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={t('title')}
        description={t.rich('description', {
          settings: (chunks) => (
            <Link href="/settings" className="text-accent underline underline-offset-4">
              {chunks}
            </Link>
          ),
        })}
        className="max-w-2xl"
      >
        <Snippet title={t('aFrameInAPage')} code={embedFrame(link)} />
        <Snippet title={t('aButtonInTheCorner')} code={embedWidget(link)} />
      </Dialog>
    </>
  )
}
