'use client'

import { useEffect, useState } from 'react'
import type { ActionAnswer } from '@/components/shell/answers'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { Spinner } from '@/components/ui/spinner'
import type { Role } from '@/lib/domain/scope'
import { roles } from '@/lib/domain/workspaces/rules'

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
const unreachable = { ok: false as const, message: 'The server could not be reached. Reload the page.' }

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
  const token = useInvitation()
  const [invitation, setInvitation] = useState<InvitationAnswer>()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<string>()
  useEffect(() => {
    if (token === null) return
    if (token === '') setInvitation({ ok: false, message: 'This link is not complete. Ask for it again.' })
    else read(token).then(setInvitation, () => setInvitation(unreachable))
  }, [token, read])

  if (!invitation) return <Spinner />
  if (!invitation.ok) return <Notice tone="warning">{invitation.message}</Notice>
  const role = roles.find((each) => each.role === invitation.role)
  const join = async () => {
    setBusy(true)
    const answer = await accept(token ?? '').catch(() => unreachable)
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
        <bdi className="font-medium">{invitation.invitedBy}</bdi> invites you to{' '}
        <bdi className="font-medium">{invitation.workspaceName}</bdi>.
      </p>
      <p className="text-muted">
        {role?.name}: {role?.may}.
      </p>
      {error && <Notice tone="danger">{error}</Notice>}
      {signedInAs ? (
        <>
          <Button variant="primary" size="lg" busy={busy} onClick={join}>
            Join
          </Button>
          <p className="text-muted text-xs">You are signed in as {signedInAs}.</p>
        </>
      ) : (
        <div className="flex flex-col gap-2">
          <Button asChild variant="primary" size="lg">
            <a href="/signup?callbackUrl=%2Fjoin">Sign up to join</a>
          </Button>
          <Button asChild size="lg">
            <a href="/signin?callbackUrl=%2Fjoin">Sign in to join</a>
          </Button>
        </div>
      )}
    </div>
  )
}
