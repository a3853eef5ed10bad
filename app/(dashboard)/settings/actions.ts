'use server'

import { revalidatePath } from 'next/cache'
import * as z from 'zod'
import { setWayInCookie } from '@/app/(auth)/session-cookie'
import { asMember } from '@/app/(dashboard)/as-member'
import { requestOrigin } from '@/app/origin'
import { refusedForm, textOf } from '@/app/refusal'
import { memberOrSignIn } from '@/app/scope'
import type { FormState } from '@/components/accounts/form-state'
import type { ConnectAnswer } from '@/components/connections/connect-form'
import type { FindAnswer } from '@/components/models/find-models'
import type { TrialAnswer } from '@/components/models/trial-result'
import type { ActionAnswer } from '@/components/shell/answers'
import type { InviteAnswer } from '@/components/workspaces/member-list'
import { systemScope } from '@/lib/access/scopes'
import { disconnectIdentity } from '@/lib/domain/accounts/service/identities'
import { changePassword } from '@/lib/domain/accounts/service/password'
import { signOut } from '@/lib/domain/accounts/service/sessions'
import type { OutsideProvider, ProviderName } from '@/lib/domain/connections/rules'
import { type ConnectRequest, outsideProvider } from '@/lib/domain/connections/schema'
import {
  chooseDefaultProvider,
  connectProvider,
  disconnectProvider,
} from '@/lib/domain/connections/service/connect'
import { isDomainError } from '@/lib/domain/errors'
import type { ModelTrial, WorkspaceModelsUpdate } from '@/lib/domain/models/schema'
import { findModels, tryModel } from '@/lib/domain/models/service/try'
import { updateModels } from '@/lib/domain/models/service/update'
import type { WorkspaceUpdate } from '@/lib/domain/workspaces/schema'
import { inviteMember, withdrawInvitation } from '@/lib/domain/workspaces/service/invitations'
import { changeRole, removeMember } from '@/lib/domain/workspaces/service/members'
import { updateWorkspace } from '@/lib/domain/workspaces/service/update'

const page = '/settings'

/** Renames the workspace. */
export async function renameWorkspace(_previous: FormState, form: FormData): Promise<FormState> {
  const member = await memberOrSignIn(page)
  const name = textOf(form, 'name')
  try {
    await updateWorkspace(member, { name })
  } catch (error) {
    return refusedForm(error, { name })
  }
  revalidatePath('/', 'layout')
  return { done: true }
}

/** Changes the workspace's limits; whatever is sent is checked by the service. */
export async function changeLimits(limits: WorkspaceUpdate): Promise<FormState> {
  const member = await memberOrSignIn(page)
  try {
    await updateWorkspace(member, limits)
  } catch (error) {
    return refusedForm(error)
  }
  revalidatePath('/', 'layout')
  return { done: true }
}

/** Changes what the workspace thinks, speaks and hears with. */
export async function saveModels(update: WorkspaceModelsUpdate): Promise<FormState> {
  const member = await memberOrSignIn(page)
  try {
    await updateModels(member, update)
  } catch (error) {
    return refusedForm(error)
  }
  revalidatePath('/', 'layout')
  return { done: true }
}

/** Asks a model for a little, as it is typed. */
export async function tryModelAction(trial: ModelTrial): Promise<TrialAnswer> {
  const member = await memberOrSignIn(page)
  try {
    return { ok: true, outcome: await tryModel(member, systemScope('model trial'), trial) }
  } catch (error) {
    if (!isDomainError(error)) throw error
    return { ok: false, message: error.message, field: error.field }
  }
}

/** Looks for servers of models on the machine that the installation runs on. */
export async function findModelsAction(): Promise<FindAnswer> {
  const member = await memberOrSignIn(page)
  try {
    return { ok: true, ...(await findModels(member, systemScope('model search'))) }
  } catch (error) {
    if (!isDomainError(error)) throw error
    return { ok: false, message: error.message }
  }
}

/** Connects an account of the workspace's at a provider, which is asked whether it accepts the key. */
export async function connectProviderAction(
  provider: OutsideProvider,
  request: ConnectRequest,
): Promise<ConnectAnswer> {
  const member = await memberOrSignIn(page)
  try {
    await connectProvider(member, outsideProvider.parse(provider), request)
  } catch (error) {
    if (!isDomainError(error)) throw error
    return { ok: false, message: error.message, field: error.field }
  }
  revalidatePath('/', 'layout')
  return { ok: true }
}

/** Forgets the workspace's account at a provider; again is fine. */
export async function disconnectProviderAction(provider: OutsideProvider): Promise<ActionAnswer> {
  const answer = await asMember((scope) => disconnectProvider(scope, outsideProvider.parse(provider)))
  revalidatePath('/', 'layout')
  return answer
}

/** Chooses who runs conversations that name no provider. */
export async function chooseProviderAction(provider: ProviderName): Promise<ActionAnswer> {
  const answer = await asMember((scope) => chooseDefaultProvider(scope, provider))
  revalidatePath('/', 'layout')
  return answer
}

const role = z.enum(['owner', 'admin', 'member', 'viewer'])

/** Makes an invitation by link, which is in the answer and nowhere else. */
export async function inviteAction(wanted: string): Promise<InviteAnswer> {
  let link = ''
  const origin = await requestOrigin()
  const answer = await asMember(async (scope) => {
    link = `${origin}/join#${await inviteMember(scope, role.parse(wanted))}`
  })
  revalidatePath(page)
  return answer.ok ? { ok: true, link } : answer
}

/** Before the person goes to an identity provider to connect it to their account. */
export async function prepareConnect(): Promise<void> {
  const { sessionId } = await memberOrSignIn(page)
  await setWayInCookie({ connect: sessionId })
}

/** Takes a way to sign in away; again is fine. */
export async function disconnectAction(issuer: string): Promise<ActionAnswer> {
  const answer = await asMember((scope) => disconnectIdentity(scope, String(issuer)))
  revalidatePath(page)
  return answer
}

/** Withdraws an invitation; again is fine. */
export async function withdrawAction(id: string): Promise<ActionAnswer> {
  const answer = await asMember((scope) => withdrawInvitation(scope, String(id)))
  revalidatePath(page)
  return answer
}

/** Gives a member another role. */
export async function changeRoleAction(accountId: string, wanted: string): Promise<ActionAnswer> {
  const answer = await asMember((scope) => changeRole(scope, String(accountId), role.parse(wanted)))
  revalidatePath('/', 'layout')
  return answer
}

/** Takes a member out of the workspace, or lets the one who asks leave it. */
export async function removeMemberAction(accountId: string): Promise<ActionAnswer> {
  const answer = await asMember((scope) => removeMember(scope, String(accountId)))
  revalidatePath('/', 'layout')
  return answer
}

/** Changes the member's password; every other browser is signed out. */
export async function replacePassword(_previous: FormState, form: FormData): Promise<FormState> {
  const member = await memberOrSignIn(page)
  const request = { current: textOf(form, 'current'), password: textOf(form, 'password') }
  try {
    await changePassword(member, request, systemScope('password change'))
  } catch (error) {
    return refusedForm(error)
  }
  revalidatePath(page)
  return { done: true }
}

/** Signs one of the member's other browsers out. */
export async function signOutSession(sessionId: string): Promise<void> {
  await signOut(await memberOrSignIn(page), String(sessionId))
  revalidatePath(page)
}
