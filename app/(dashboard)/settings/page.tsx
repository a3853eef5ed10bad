import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { memberOrSignIn } from '@/app/scope'
import { titled } from '@/app/titled'
import { Words } from '@/app/words'
import { IdentityList } from '@/components/accounts/identity-list'
import { IdentityNotice, type IdentityOutcome } from '@/components/accounts/identity-notice'
import { PasswordForm } from '@/components/accounts/password-form'
import { SessionList } from '@/components/accounts/session-list'
import { ConnectionPanel } from '@/components/connections/connection-panel'
import { DefaultProvider } from '@/components/connections/default-provider'
import { ModelBlock } from '@/components/models/model-block'
import { Notice } from '@/components/ui/notice'
import { PageHeader } from '@/components/ui/page-header'
import { LimitsForm } from '@/components/workspaces/limits-form'
import { MemberList } from '@/components/workspaces/member-list'
import { NameForm } from '@/components/workspaces/name-form'
import { OriginsForm } from '@/components/workspaces/origins-form'
import { shownProviders } from '@/lib/access/identity-providers'
import { listIdentities, listSessions, readAccount } from '@/lib/domain/accounts/queries'
import { listProviders } from '@/lib/domain/connections/queries'
import { readModels } from '@/lib/domain/models/queries'
import { listInvitations, listMembers, readWorkspace } from '@/lib/domain/workspaces/queries'
import { currencies, mayManage } from '@/lib/domain/workspaces/rules'
import { signOutEverywhere } from '../actions'
import {
  changeLimits,
  changeRoleAction,
  chooseProviderAction,
  connectProviderAction,
  disconnectAction,
  disconnectProviderAction,
  findModelsAction,
  inviteAction,
  prepareConnect,
  removeMemberAction,
  renameWorkspace,
  replacePassword,
  saveModels,
  signOutSession,
  tryModelAction,
  withdrawAction,
} from './actions'

export const generateMetadata = titled('settings')

type Props = { searchParams: Promise<Record<keyof IdentityOutcome, string | string[] | undefined>> }

const one = (value: string | string[] | undefined) => (typeof value === 'string' ? value : undefined)

export default async function SettingsPage({ searchParams }: Props) {
  const t = await getTranslations('pages.settings')
  const member = await memberOrSignIn('/settings')
  const [query, workspace, models, connections, account, identities, sessions, members, invitations] =
    await Promise.all([
      searchParams,
      readWorkspace(member),
      readModels(member),
      listProviders(member),
      readAccount(member),
      listIdentities(member),
      listSessions(member),
      listMembers(member),
      listInvitations(member),
    ])
  const readOnly = !mayManage(member.role)
  const providers = shownProviders()
  const waysIn = [
    ...providers.map((provider) => ({
      ...provider,
      label: identities.find(({ issuer }) => issuer === provider.issuer)?.label ?? null,
      isOffered: true,
    })),
    // Connected once, and not offered here any more.
    ...identities
      .filter(({ issuer }) => !providers.some((provider) => provider.issuer === issuer))
      .map(({ issuer, label }) => ({ id: issuer, name: issuer, issuer, label, isOffered: false })),
  ]
  return (
    <Words
      of={[
        'accounts.identityButtons',
        'accounts.identityList',
        'accounts.passwordForm',
        'accounts.passwordInput',
        'accounts.passwordRules',
        'accounts.sessionList',
        'connections.connectForm',
        'connections.connectionPanel',
        'connections.defaultProvider',
        'conversations.words',
        'models.findModels',
        'models.languageChoice',
        'models.modelBlock',
        'models.moreFields',
        'models.trialResult',
        'workspaces.limitsForm',
        'workspaces.memberList',
        'workspaces.nameForm',
        'workspaces.originsForm',
        'workspaces.roles',
      ]}
    >
      <PageHeader title={t('title')} />
      <IdentityNotice
        outcome={{ refused: one(query.refused), by: one(query.by), error: one(query.error) }}
        providers={providers}
        to="connect"
      />
      {readOnly && <Notice className="mb-6">{t('changedByOwners')}</Notice>}
      <div className="flex max-w-3xl flex-col divide-y divide-border">
        <Section title={t('workspace')}>
          <NameForm name={workspace.name} action={renameWorkspace} disabled={readOnly} />
        </Section>
        <Section title={t('limits')}>
          <LimitsForm
            limits={{
              max_concurrent: workspace.maxConcurrent,
              monthly_minutes: workspace.monthlyMinutes,
              max_call_duration: workspace.maxCallDuration,
              price_per_minute: workspace.pricePerMinute,
              currency: currencies.find((code) => code === workspace.currency) ?? 'USD',
              monthly_budget: workspace.monthlyBudget,
            }}
            save={changeLimits}
            disabled={readOnly}
          />
        </Section>
        <Section title={t('models')} id="models">
          <div className="flex flex-col gap-8">
            {(['llm', 'tts', 'stt'] as const).map((part) => (
              <ModelBlock
                key={part}
                part={part}
                stored={models[part]}
                save={saveModels}
                tryOut={tryModelAction}
                find={part === 'llm' ? findModelsAction : undefined}
                disabled={readOnly}
              />
            ))}
          </div>
        </Section>
        <Section title={t('providers')} id="providers">
          <div className="flex flex-col gap-8">
            <div className="flex flex-col gap-2 text-muted">
              <p>{t('providersHelp')}</p>
              <p>{t('callbacksHelp')}</p>
            </div>
            <ConnectionPanel
              provider="tavus"
              initial={connections}
              mayManage={!readOnly}
              connect={connectProviderAction}
              disconnect={disconnectProviderAction}
            />
            <DefaultProvider initial={connections} choose={chooseProviderAction} disabled={readOnly} />
          </div>
        </Section>
        <Section title={t('embedding')}>
          <OriginsForm origins={workspace.allowedOrigins} save={changeLimits} disabled={readOnly} />
        </Section>
        <Section title={t('members')}>
          <MemberList
            members={members.map(({ since, ...member }) => ({ ...member, since: since.toISOString() }))}
            invitations={invitations.map(({ id, role, invitedBy, expiresAt }) => ({
              ...{ id, role, invitedBy },
              expiresAt: expiresAt.toISOString(),
            }))}
            ownRole={member.role}
            invite={inviteAction}
            withdraw={withdrawAction}
            changeRole={changeRoleAction}
            remove={removeMemberAction}
          />
        </Section>
        <Section title={t('password')}>
          <PasswordForm owner={account} action={replacePassword} />
        </Section>
        {waysIn.length > 0 && (
          <Section title={t('signingIn')}>
            <IdentityList rows={waysIn} prepare={prepareConnect} disconnect={disconnectAction} />
          </Section>
        )}
        <Section title={t('sessions')}>
          <SessionList
            sessions={sessions.map(({ createdAt, seenAt, ...session }) => ({
              ...session,
              createdAt: createdAt.toISOString(),
              seenAt: seenAt.toISOString(),
            }))}
            signOutOne={signOutSession}
            signOutEverywhere={signOutEverywhere}
          />
        </Section>
      </div>
    </Words>
  )
}

type SectionProps = { title: string; id?: string; children: ReactNode }

function Section({ title, id, children }: SectionProps) {
  return (
    <section id={id} className="scroll-mt-16 grid gap-4 py-8 first:pt-0 md:grid-cols-[10rem_minmax(0,1fr)]">
      <h2 className="font-semibold">{title}</h2>
      <div className="max-w-md">{children}</div>
    </section>
  )
}
