'use server'

import { visitor } from '@/app/(auth)/session-cookie'
import { asMember } from '@/app/(dashboard)/as-member'
import type { ActionAnswer } from '@/components/shell/answers'
import type { InvitationAnswer } from '@/components/workspaces/join-workspace'
import { systemScope } from '@/lib/access/scopes'
import { isDomainError } from '@/lib/domain/errors'
import { acceptInvitation, readInvitation } from '@/lib/domain/workspaces/service/invitations'

/** What an invitation leads to, for whoever holds its link. */
export async function readInvitationAction(token: string): Promise<InvitationAnswer> {
  try {
    const { address } = await visitor()
    const found = await readInvitation(systemScope('invitation'), String(token), address)
    return { ok: true, workspaceName: found.workspaceName, role: found.role, invitedBy: found.invitedBy }
  } catch (error) {
    if (!isDomainError(error)) throw error
    return { ok: false, message: error.message }
  }
}

/** Joins the workspace of an invitation; again is fine for whoever has joined by it. */
export async function acceptAction(token: string): Promise<ActionAnswer> {
  return asMember((scope) => acceptInvitation(scope, String(token)))
}
