'use client'

import { Menu } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type ReactNode, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Drawer } from '@/components/ui/dialog'
import { Navigation, Wordmark } from './navigation'

type FrameProps = {
  /** Which workspace this is. */
  workspace: ReactNode
  /** The right end of the top bar: gauge, theme, account. */
  tools: ReactNode
  children: ReactNode
}

/** What stands around every page of the dashboard: the way to the others on the left, the workspace above. */
export function Frame({ workspace, tools, children }: FrameProps) {
  const t = useTranslations('shell.frame')
  const [open, setOpen] = useState(false)
  return (
    <div className="flex min-h-dvh">
      <a
        href="#main"
        className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded-md focus:bg-surface focus:px-3 focus:py-2 focus:shadow-overlay"
      >
        {t('skipToContent')}
      </a>
      <aside className="sticky top-0 hidden h-dvh w-56 shrink-0 flex-col gap-6 border-border border-r p-4 lg:flex">
        <div className="flex h-8 items-center px-1">
          <Wordmark />
        </div>
        <Navigation />
      </aside>
      <div className="flex min-w-0 flex-1 flex-col">
        <header className="sticky top-0 z-20 flex h-13 items-center justify-between gap-2 border-border border-b bg-background px-4 lg:px-8">
          <div className="flex min-w-0 items-center gap-2">
            <Button
              variant="ghost"
              size="icon-sm"
              aria-label={t('openNavigation')}
              className="-ml-1.5 lg:hidden"
              onClick={() => setOpen(true)}
            >
              <Menu aria-hidden />
            </Button>
            {workspace}
          </div>
          {/* The places of all but the first are kept, so that none gives way as a browser comes to the next. */}
          <div className="grid shrink-0 grid-cols-[auto_minmax(8rem,auto)_2rem_2rem] items-center gap-0.5">
            {tools}
          </div>
        </header>
        <main
          id="main"
          tabIndex={-1}
          className="w-full max-w-7xl flex-1 px-4 py-6 focus:outline-none lg:px-8"
        >
          {children}
        </main>
      </div>
      <Drawer open={open} onOpenChange={setOpen} title={t('navigation')}>
        <div className="mb-5 flex h-8 items-center">
          <Wordmark />
        </div>
        <Navigation onNavigate={() => setOpen(false)} />
      </Drawer>
    </div>
  )
}
