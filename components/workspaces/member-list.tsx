'use client'

import { UserPlus } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { ActionAnswer } from '@/components/shell/answers'
import { ConfirmDialog } from '@/components/shell/confirm-dialog'
import { LocalTime } from '@/components/shell/time'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { InlineError } from '@/components/ui/inline-error'
import { Select } from '@/components/ui/select'
import type { Role } from '@/lib/domain/scope'
import { invitationDays, mayManage, roles } from '@/lib/domain/workspaces/rules'

/** A link that invites, shown once; or why there is none. */
export type InviteAnswer = { ok: true; link: string } | { ok: false; message: string }

type Member = {
  accountId: string
  name: string
  email: string
  role: Role
  since: string
  isSelf: boolean
}
type Invitation = { id: string; role: Role; invitedBy: string; expiresAt: string }

type MemberListProps = {
  members: Member[]
  invitations: Invitation[]
  ownRole: Role
  invite: (role: string) => Promise<InviteAnswer>
  withdraw: (id: string) => Promise<ActionAnswer>
  changeRole: (accountId: string, role: string) => Promise<ActionAnswer>
  remove: (accountId: string) => Promise<ActionAnswer>
}

/** Who is in the workspace and what they may, and the invitations that are out. */
export function MemberList(props: MemberListProps) {
  const t = useTranslations('workspaces.memberList')
  const { members, invitations, ownRole, remove } = props
  const [asked, setAsked] = useState<Member>()
  const [asking, setAsking] = useState(false)
  const manages = mayManage(ownRole)
  const leaving = asked?.isSelf
  return (
    <div className="flex flex-col gap-5">
      <ul className="divide-y divide-border border-border border-y">
        {members.map((member) => (
          <MemberRow
            key={member.accountId}
            member={member}
            // Admins are no masters of owners.
            mayChange={manages && (ownRole === 'owner' || member.role !== 'owner')}
            ownRole={ownRole}
            changeRole={props.changeRole}
            onRemove={() => {
              setAsked(member)
              setAsking(true)
            }}
          />
        ))}
      </ul>
      {manages && <Invite ownRole={ownRole} invite={props.invite} />}
      {invitations.length > 0 && (
        <section aria-labelledby="invitations">
          <h3 id="invitations" className="mb-1 font-medium">
            {t('invitationsThatAreOut')}
          </h3>
          <ul className="divide-y divide-border border-border border-y">
            {invitations.map((invitation) => (
              <InvitationRow
                key={invitation.id}
                invitation={invitation}
                withdraw={manages ? props.withdraw : null}
              />
            ))}
          </ul>
        </section>
      )}
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={leaving ? t('leaveTitle') : t('removeTitle', { name: asked?.name ?? '' })}
        description={leaving ? t('leaveDescription') : t('removeDescription')}
        verb={leaving ? t('leaveWorkspace') : t('removeMember')}
        act={() => remove(asked?.accountId ?? '')}
        onDone={leaving ? () => window.location.assign('/conversations') : undefined}
      />
    </div>
  )
}

type MemberRowProps = {
  member: Member
  mayChange: boolean
  ownRole: Role
  changeRole: MemberListProps['changeRole']
  onRemove: () => void
}

function MemberRow({ member, mayChange, ownRole, changeRole, onRemove }: MemberRowProps) {
  const t = useTranslations('workspaces.memberList')
  const roleWords = useTranslations('workspaces.roles')
  const failures = useTranslations('shell.failures')
  const [error, setError] = useState<string>()
  const [wanted, setWanted] = useState<Role>()
  const change = async (role: Role) => {
    setWanted(role)
    setError(undefined)
    const answer = await changeRole(member.accountId, role).catch(() => null)
    setWanted(undefined)
    if (!answer?.ok) setError(answer?.message ?? failures('unreachable'))
  }
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-3">
      <div className="min-w-0 flex-1 basis-40">
        <p className="flex flex-wrap items-center gap-2 font-medium">
          <span dir="auto" className="min-w-0">
            {member.name}
          </span>
          {member.isSelf && <Badge>{t('you')}</Badge>}
        </p>
        <p className="truncate text-muted text-xs">{member.email}</p>
        {error && <InlineError>{error}</InlineError>}
      </div>
      <div className="flex items-center gap-2">
        {mayChange ? (
          <Select
            aria-label={t('roleOfName', { name: member.name })}
            className="w-28"
            value={wanted ?? member.role}
            disabled={wanted !== undefined}
            onChange={({ target }) => void change(target.value as Role)}
          >
            <RoleOptions ownRole={ownRole} />
          </Select>
        ) : (
          <span className="text-muted" title={roleWords(`${member.role}.may`)}>
            {roleWords(`${member.role}.name`)}
          </span>
        )}
        {(mayChange || member.isSelf) && (
          <Button size="sm" variant="ghost" onClick={onRemove}>
            {member.isSelf ? t('leave') : t('remove')}
            {!member.isSelf && <span className="sr-only"> {member.name}</span>}
          </Button>
        )}
      </div>
    </li>
  )
}

function RoleOptions({ ownRole }: { ownRole: Role }) {
  const t = useTranslations('workspaces.roles')
  return roles
    .filter((role) => ownRole === 'owner' || role !== 'owner')
    .map((role) => (
      <option key={role} value={role} title={t(`${role}.may`)}>
        {t(`${role}.name`)}
      </option>
    ))
}

/** Makes a link for one person; it is shown once. */
function Invite({ ownRole, invite }: { ownRole: Role; invite: MemberListProps['invite'] }) {
  const t = useTranslations('workspaces.memberList')
  const roleWords = useTranslations('workspaces.roles')
  const failures = useTranslations('shell.failures')
  const [role, setRole] = useState<Role>('member')
  const [busy, setBusy] = useState(false)
  const [answer, setAnswer] = useState<InviteAnswer>()
  const make = async () => {
    setBusy(true)
    setAnswer(await invite(role).catch(() => ({ ok: false as const, message: failures('unreachable') })))
    setBusy(false)
  }
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <Select
          aria-label={t('roleOfWhomYouInvite')}
          className="w-28"
          value={role}
          onChange={({ target }) => setRole(target.value as Role)}
        >
          <RoleOptions ownRole={ownRole} />
        </Select>
        <Button busy={busy} onClick={make}>
          <UserPlus aria-hidden />
          {t('makeAnInvitationLink')}
        </Button>
      </div>
      <p className="text-muted text-xs">{roleWords(`${role}.may`)}.</p>
      {answer?.ok === false && <InlineError>{answer.message}</InlineError>}
      {answer?.ok && (
        <div role="status" className="flex flex-col items-start gap-1.5 rounded-md bg-subtle p-3">
          <p>{t('shownOnce', { invitationDays })}</p>
          <code className="max-w-full break-all text-xs">{answer.link}</code>
          <CopyButton text={answer.link}>{t('copyLink')}</CopyButton>
        </div>
      )}
    </div>
  )
}

type InvitationRowProps = { invitation: Invitation; withdraw: MemberListProps['withdraw'] | null }

function InvitationRow({ invitation, withdraw }: InvitationRowProps) {
  const t = useTranslations('workspaces.memberList')
  const roleWords = useTranslations('workspaces.roles')
  const failures = useTranslations('shell.failures')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<string>()
  const act = async () => {
    setBusy(true)
    const answer = await withdraw?.(invitation.id).catch(() => null)
    setBusy(false)
    if (!answer?.ok) setError(answer?.message ?? failures('unreachable'))
  }
  return (
    <li className="flex items-center justify-between gap-4 py-2">
      <div className="min-w-0">
        <p>
          {t.rich('invitedBy', {
            role: roleWords(`${invitation.role}.name`),
            inviter: () => <span dir="auto">{invitation.invitedBy}</span>,
          })}
        </p>
        <p className="text-muted text-xs">
          {t.rich('until', { time: () => <LocalTime at={invitation.expiresAt} /> })}
        </p>
        {error && <InlineError>{error}</InlineError>}
      </div>
      {withdraw && (
        <Button size="sm" variant="ghost" busy={busy} onClick={act}>
          {t('withdraw')}
        </Button>
      )}
    </li>
  )
}
