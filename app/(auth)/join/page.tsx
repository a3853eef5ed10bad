import type { Metadata } from 'next'
import { currentMember } from '@/app/scope'
import { JoinWorkspace } from '@/components/workspaces/join-workspace'
import { readAccount } from '@/lib/domain/accounts/queries'
import { acceptAction, readInvitationAction } from './actions'

export const metadata: Metadata = { title: 'Join a workspace' }

export default async function JoinPage() {
  const member = await currentMember()
  const account = member && (await readAccount(member))
  return (
    <>
      <h1 className="mb-6 font-semibold text-xl tracking-tight">Join a workspace</h1>
      <JoinWorkspace signedInAs={account?.email ?? null} read={readInvitationAction} accept={acceptAction} />
    </>
  )
}
