'use client'

import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import type { ActionAnswer } from '@/components/shell/answers'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { Spinner } from '@/components/ui/spinner'
import type { Role } from '@/lib/domain/scope'

/** What an invitation leads to, or why it leads nowhere. */
export type InvitationAnswer =
  | { ok: true; workspaceName: string; role: Role; invitedBy: string }
  | { ok: false; message: string }

type JoinWorkspaceProps = {
  /** E-mail address of whoever is signed in. */
  signedInAs: string | null
  read: (token: string) => Promise<InvitationAnswer>
  accept: (token: string) => Promise<ActionAnswer>
}

const place = 'colloquy:invitation'

/**
 * The invitation of the link. Its token stands after `#`, which browsers send to nobody, and waits in this tab while
 * somebody signs in or up.
 */
function useInvitation(): string | null {
  const [token, setToken] = useState<string | null>(null)
  useEffect(() => {
    const given = window.location.hash.slice(1)
    if (given) {
      sessionStorage.setItem(place, given)
      window.history.replaceState(null, '', window.location.pathname)
    }
    setToken(given || (sessionStorage.getItem(place) ?? ''))
  }, [])
  return token
}

/** Says who invites whom to what, and lets a signed-in reader join. */
export function JoinWorkspace({ signedInAs, read, accept }: JoinWorkspaceProps) {
  const t = useTranslations('workspaces.joinWorkspace')
  const roles = useTranslations('workspaces.roles')
  const token = useInvitation()
  const [invitation, setInvitation] = useState<InvitationAnswer>()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<string>()
  useEffect(() => {
    if (token === null) return
    if (token === '') setInvitation({ ok: false, message: t('incompleteLink') })
    else read(token).then(setInvitation, () => setInvitation({ ok: false, message: t('unreachable') }))
  }, [token, read, t])

  if (!invitation) return <Spinner />
  if (!invitation.ok) return <Notice tone="warning">{invitation.message}</Notice>
  const join = async () => {
    setBusy(true)
    const answer = await accept(token ?? '').catch(() => ({ ok: false as const, message: t('unreachable') }))
    if (answer.ok) {
      sessionStorage.removeItem(place)
      // A full load: nothing that was read for another workspace stays in memory.
      return window.location.assign('/conversations')
    }
    setBusy(false)
    setError(answer.message)
  }
  return (
    <div className="flex flex-col gap-4">
      <p>
        {t.rich('invites', {
          inviter: () => <bdi className="font-medium">{invitation.invitedBy}</bdi>,
          workspace: () => <bdi className="font-medium">{invitation.workspaceName}</bdi>,
        })}
      </p>
      <p className="text-muted">
        {roles(`${invitation.role}.name`)}: {roles(`${invitation.role}.may`)}.
      </p>
      {error && <Notice tone="danger">{error}</Notice>}
      {signedInAs ? (
        <>
          <Button variant="primary" size="lg" busy={busy} onClick={join}>
            {t('join')}
          </Button>
          <p className="text-muted text-xs">{t('signedInAs', { signedInAs })}</p>
        </>
      ) : (
        <div className="flex flex-col gap-2">
          <Button asChild variant="primary" size="lg">
            <a href="/signup?callbackUrl=%2Fjoin">{t('signUpToJoin')}</a>
          </Button>
          <Button asChild size="lg">
            <a href="/signin?callbackUrl=%2Fjoin">{t('signInToJoin')}</a>
          </Button>
        </div>
      )}
    </div>
  )
}
