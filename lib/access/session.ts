import { decode, encode } from 'next-auth/jwt'
import { findMembership } from '@/lib/domain/accounts/queries'
import { sessionLife } from '@/lib/domain/accounts/rules'
import { readSession } from '@/lib/domain/accounts/service/sessions'
import { DomainError } from '@/lib/domain/errors'
import type { MemberScope, SystemScope } from '@/lib/domain/scope'
import { registry } from '@/lib/platform/registry'
import { cookieValue } from './cookies'
import { isSecure } from './origin'
import { memberScope, systemScope } from './scopes'

/** How long the cookie lasts, in seconds. The session's row ends earlier, and it decides. */
export const cookieLife = sessionLife.whole / 1000

/** Name and attributes of the session cookie, the same that next-auth writes; `Secure` and its prefix on https only. */
export function sessionCookie(secure: boolean) {
  return {
    name: `${secure ? '__Secure-' : ''}next-auth.session-token`,
    options: { httpOnly: true, sameSite: 'lax', path: '/', secure } as const,
  }
}

/** The value of the session cookie for a session: encrypted, in next-auth's own format. */
export function sealSession(sessionId: string): Promise<string> {
  return encode({ token: { sid: sessionId }, secret: registry().secrets.nextAuth, maxAge: cookieLife })
}

/** The id of the session that the request's cookie names; null without a cookie of ours. */
async function sealedSession(headers: Headers): Promise<string | null> {
  const token = cookieValue(headers, sessionCookie(isSecure(headers)).name)
  if (!token) return null
  try {
    const claims = await decode({ token, secret: registry().secrets.nextAuth })
    return typeof claims?.sid === 'string' ? claims.sid : null
  } catch {
    // Forged, over, or of another installation on this host: as good as none.
    return null
  }
}

/** Who is signed in in the browser that sends this request; null when nobody is. Reads the session's row each time. */
export async function sessionFrom(request: { headers: Headers }): Promise<MemberScope | null> {
  const sessionId = await sealedSession(request.headers)
  if (!sessionId) return null
  const session = await readSession(systemScope('session'), sessionId)
  return session && memberScope(session)
}

/**
 * A person whom the operator of this installation acts for, by e-mail address or as the owner of a workspace.
 * @throws DomainError `not-found`
 */
export async function actFor(
  scope: SystemScope,
  whom: { email: string } | { workspaceId: string },
): Promise<MemberScope> {
  const membership = await findMembership(scope, whom)
  if (membership) return memberScope({ ...membership, sessionId: scope.actor })
  throw new DomainError(
    'not-found',
    'email' in whom
      ? `Nobody has an account with the e-mail address ${whom.email}.`
      : `There is no workspace ${whom.workspaceId}.`,
  )
}
