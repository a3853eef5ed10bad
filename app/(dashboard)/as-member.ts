import { getTranslations } from 'next-intl/server'
import { currentMember } from '@/app/scope'
import type { ActionAnswer, SaveAnswer } from '@/components/shell/answers'
import { isDomainError } from '@/lib/domain/errors'
import type { MemberScope } from '@/lib/domain/scope'

/** The answer to whoever is signed out. */
export async function signedOut() {
  const t = await getTranslations('shell.failures')
  return { ok: false as const, message: t('signedOut') }
}

/** Lets the member who asks do something; a refusal is answered in its words. */
export async function asMember(act: (scope: MemberScope) => Promise<unknown>): Promise<ActionAnswer> {
  const scope = await currentMember()
  if (!scope) return signedOut()
  try {
    await act(scope)
    return { ok: true }
  } catch (error) {
    if (isDomainError(error)) return { ok: false, message: error.message }
    throw error
  }
}

/** Lets the member who asks save what a form holds, and answers its id; a refusal names the field to blame. */
export async function savedBy(save: (scope: MemberScope) => Promise<string>): Promise<SaveAnswer> {
  const scope = await currentMember()
  if (!scope) {
    const t = await getTranslations('shell.failures')
    return { ok: false, code: 'signed-out', message: t('sessionOver') }
  }
  try {
    return { ok: true, id: await save(scope) }
  } catch (error) {
    if (!isDomainError(error)) throw error
    return { ok: false, code: error.code, message: error.message, field: error.field }
  }
}
