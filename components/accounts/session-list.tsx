'use client'

import { useTranslations } from 'next-intl'
import { useState, useTransition } from 'react'
import { LocalTime } from '@/components/shell/time'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { InlineError } from '@/components/ui/inline-error'
import { describeBrowser } from '@/lib/domain/accounts/rules'

type Session = { id: string; createdAt: string; seenAt: string; userAgent: string; current: boolean }
type SessionListProps = {
  sessions: Session[]
  signOutOne: (sessionId: string) => Promise<void>
  signOutEverywhere: () => Promise<void>
}

/** The browsers in which the account is signed in, and the ways to end that. */
export function SessionList({ sessions, signOutOne, signOutEverywhere }: SessionListProps) {
  const t = useTranslations('accounts.sessionList')
  const [leaving, leave] = useTransition()
  return (
    <div className="flex flex-col items-start gap-4">
      <ul className="w-full divide-y divide-border border-border border-y">
        {sessions.map((session) => (
          <SessionRow key={session.id} session={session} signOutOne={signOutOne} />
        ))}
      </ul>
      <Button
        busy={leaving}
        onClick={() =>
          leave(async () => {
            await signOutEverywhere()
            window.location.assign('/signin')
          })
        }
      >
        {t('signOutEverywhere')}
      </Button>
    </div>
  )
}

function SessionRow({
  session,
  signOutOne,
}: {
  session: Session
  signOutOne: SessionListProps['signOutOne']
}) {
  const t = useTranslations('accounts.sessionList')
  const [ending, end] = useTransition()
  const [failed, setFailed] = useState(false)
  const browser = describeBrowser(session.userAgent)
  return (
    <li className="flex items-center justify-between gap-4 py-3">
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-2 font-medium" title={session.userAgent}>
          {browser}
          {session.current && <Badge tone="live">{t('thisBrowser')}</Badge>}
        </p>
        <p className="text-muted text-xs">
          {t.rich('signedInLastUsed', {
            since: () => <LocalTime at={session.createdAt} />,
            used: () => <LocalTime at={session.seenAt} />,
          })}
        </p>
        {failed && <InlineError>{t('failed')}</InlineError>}
      </div>
      {!session.current && (
        <Button
          size="sm"
          busy={ending}
          aria-label={t('signOutBrowser', { browser })}
          onClick={() =>
            end(async () => {
              setFailed(false)
              await signOutOne(session.id).catch(() => setFailed(true))
            })
          }
        >
          {t('signOut')}
        </Button>
      )}
    </li>
  )
}
