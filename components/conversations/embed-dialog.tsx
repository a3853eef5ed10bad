'use client'

import { CodeXml } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { Dialog } from '@/components/ui/dialog'
import { embedFrame, embedWidget } from '@/lib/client/embed-code'

function Snippet({ title, code }: { title: string; code: string }) {
  return (
    <section aria-label={title} className="flex min-w-0 flex-col gap-1.5">
      <div className="flex items-center justify-between gap-2">
        <h3 className="font-medium">{title}</h3>
        <CopyButton variant="ghost" size="sm" text={code}>
          Copy
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
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button variant="ghost" onClick={() => setOpen(true)}>
        <CodeXml aria-hidden />
        Embed
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title="Show this conversation elsewhere"
        description={
          <>
            The site has to be named under Embedding in the{' '}
            <Link href="/settings" className="text-accent underline underline-offset-4">
              settings
            </Link>
            .
          </>
        }
        className="max-w-2xl"
      >
        <Snippet title="A frame in a page" code={embedFrame(link)} />
        <Snippet title="A button in the corner" code={embedWidget(link)} />
      </Dialog>
    </>
  )
}
