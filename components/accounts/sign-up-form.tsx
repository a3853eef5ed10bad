'use client'

import { useTranslations } from 'next-intl'
import { useWatch } from 'react-hook-form'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Notice } from '@/components/ui/notice'
import { laterResolver } from '@/lib/client/later-resolver'
import { passwordRulesAttribute } from '@/lib/domain/accounts/rules'
import type { FormAction } from './form-state'
import { PasswordInput } from './password-input'
import { PasswordRules } from './password-rules'
import { usePostedForm } from './use-posted-form'

const resolver = laterResolver(async () => (await import('@/lib/domain/accounts/schema')).signUpRequest)

/** Name, e-mail address and a password, whose rules are there before it is typed. */
export function SignUpForm({ action, invite }: { action: FormAction; invite?: string }) {
  const t = useTranslations('accounts.signUpForm')
  const { state, busy, form, errorOf, attributes } = usePostedForm(resolver, action)
  const [name = '', email = '', password = ''] = useWatch({
    control: form.control,
    name: ['name', 'email', 'password'],
  })
  return (
    <form {...attributes} className="flex flex-col gap-4">
      {state.message && <Notice tone="danger">{state.message}</Notice>}
      {invite && <input type="hidden" {...form.register('invite')} defaultValue={invite} />}
      <Field label={t('name')} error={errorOf('name')}>
        <Input {...form.register('name')} autoComplete="name" required defaultValue={state.values?.name} />
      </Field>
      <Field label={t('eMailAddress')} error={errorOf('email')}>
        <Input
          {...form.register('email')}
          type="email"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          dir="ltr"
          required
          defaultValue={state.values?.email}
        />
      </Field>
      <div className="flex flex-col gap-2">
        <Field label={t('password')} error={errorOf('password')}>
          <PasswordInput
            {...form.register('password')}
            {...{ passwordrules: passwordRulesAttribute }}
            autoComplete="new-password"
            required
          />
        </Field>
        <PasswordRules password={password} owner={{ name, email }} />
      </div>
      <Button type="submit" variant="primary" size="lg" busy={busy}>
        {t('createAccount')}
      </Button>
    </form>
  )
}
