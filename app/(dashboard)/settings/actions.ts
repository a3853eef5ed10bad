'use server'

import { revalidatePath } from 'next/cache'
import { refusedForm, textOf } from '@/app/refusal'
import { memberOrSignIn } from '@/app/scope'
import type { FormState } from '@/components/accounts/form-state'
import { systemScope } from '@/lib/access/scopes'
import { changePassword } from '@/lib/domain/accounts/service/password'
import { signOut } from '@/lib/domain/accounts/service/sessions'
import type { WorkspaceUpdate } from '@/lib/domain/workspaces/schema'
import { updateWorkspace } from '@/lib/domain/workspaces/service'

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
