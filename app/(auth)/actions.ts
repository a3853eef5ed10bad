'use server'

import { headers } from 'next/headers'
import { refusedForm, textOf } from '@/app/refusal'
import { currentMember } from '@/app/scope'
import type { FormState } from '@/components/accounts/form-state'
import { systemScope } from '@/lib/access/scopes'
import { sessionFrom } from '@/lib/access/session'
import { signOut as endSession } from '@/lib/domain/accounts/service/sessions'
import { signIn as openSession } from '@/lib/domain/accounts/service/sign-in'
import { signUp as openAccount } from '@/lib/domain/accounts/service/sign-up'
import { clearSessionCookie, setSessionCookie, setWayInCookie, visitor } from './session-cookie'

/** Signs in; the page that is rendered with the answer leads on. */
export async function signIn(_previous: FormState, form: FormData): Promise<FormState> {
  const email = textOf(form, 'email')
  try {
    const request = { email, password: textOf(form, 'password') }
    await enter(await openSession(systemScope('sign-in'), request, await visitor()))
  } catch (error) {
    return refusedForm(error, { email })
  }
  return { done: true }
}

/** Signs this browser in; the session that it had until then ends. */
async function enter(sessionId: string): Promise<void> {
  const before = await sessionFrom({ headers: new Headers(await headers()) })
  if (before) await endSession(before)
  await setSessionCookie(sessionId)
}

/** Makes an account and signs in; the page that is rendered with the answer leads on. */
export async function signUp(_previous: FormState, form: FormData): Promise<FormState> {
  const typed = { name: textOf(form, 'name'), email: textOf(form, 'email') }
  try {
    const request = {
      ...typed,
      password: textOf(form, 'password'),
      invite: textOf(form, 'invite') || undefined,
    }
    await enter(await openAccount(systemScope('sign-up'), request, await visitor()))
  } catch (error) {
    return refusedForm(error, typed)
  }
  return { done: true }
}

/** Before somebody goes to an identity provider to sign in, or to sign up with the invitation they have. */
export async function prepareWayIn(invite?: string): Promise<void> {
  await setWayInCookie(typeof invite === 'string' && invite.length <= 100 ? { invite } : {})
}

/** Signs this browser out. */
export async function signOut(): Promise<void> {
  const member = await currentMember()
  if (member) await endSession(member)
  await clearSessionCookie()
}
