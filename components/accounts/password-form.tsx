'use client'

import { useTranslations } from 'next-intl'
import { useEffect, useMemo } from 'react'
import { useWatch } from 'react-hook-form'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Notice } from '@/components/ui/notice'
import { laterResolver } from '@/lib/client/later-resolver'
import { passwordRulesAttribute } from '@/lib/domain/accounts/rules'
import type { FormAction } from './form-state'
import { PasswordInput } from './password-input'
import { PasswordRules } from './password-rules'
import { usePostedForm } from './use-posted-form'

type PasswordFormProps = {
  owner: { email: string; name: string; hasPassword: boolean }
  action: FormAction
}

/** The password there is, if there is one, and the one to come. */
export function PasswordForm({ owner, action }: PasswordFormProps) {
  const t = useTranslations('accounts.passwordForm')
  const resolver = useMemo(
    () => laterResolver(async () => (await import('@/lib/domain/accounts/schema')).passwordChange(owner)),
    [owner],
  )
  const { state, busy, form, errorOf, attributes } = usePostedForm(resolver, action)
  const password = useWatch({ control: form.control, name: 'password' }) ?? ''
  const { reset } = form

  useEffect(() => {
    if (state.done) reset({ current: '', password: '' })
  }, [state, reset])

  return (
    <form {...attributes} className="flex flex-col items-start gap-4">
      {state.message && <Notice tone="danger">{state.message}</Notice>}
      {/* Tells password managers whose password changes. */}
      <input type="email" name="username" autoComplete="username" value={owner.email} readOnly hidden />
      {owner.hasPassword ? (
        <Field label={t('passwordNow')} error={errorOf('current')} className="w-full">
          <PasswordInput {...form.register('current')} autoComplete="current-password" required />
        </Field>
      ) : (
        <p className="text-muted">{t('noneYet')}</p>
      )}
      <div className="flex w-full flex-col gap-2">
        <Field label={t('newPassword')} error={errorOf('password')}>
          <PasswordInput
            {...form.register('password')}
            {...{ passwordrules: passwordRulesAttribute }}
            autoComplete="new-password"
            required
          />
        </Field>
        <PasswordRules password={password} owner={owner} />
      </div>
      <div className="flex items-center gap-3">
        <Button type="submit" busy={busy}>
          {owner.hasPassword ? t('changePassword') : t('setPassword')}
        </Button>
        <span role="status" className="text-muted">
          {state.done && !busy && t('saved')}
        </span>
      </div>
    </form>
  )
}
