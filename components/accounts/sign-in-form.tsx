'use client'

import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Link } from '@/components/ui/link'
import { Notice } from '@/components/ui/notice'
import { laterResolver } from '@/lib/client/later-resolver'
import type { FormAction } from './form-state'
import { PasswordInput } from './password-input'
import { usePostedForm } from './use-posted-form'

const resolver = laterResolver(async () => (await import('@/lib/domain/accounts/schema')).signInRequest)

/** E-mail address and password. */
export function SignInForm({ action }: { action: FormAction }) {
  const t = useTranslations('accounts.signInForm')
  const { state, busy, form, errorOf, attributes } = usePostedForm(resolver, action)
  return (
    <form {...attributes} className="flex flex-col gap-4">
      {state.message && <Notice tone="danger">{state.message}</Notice>}
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
      <Field
        label={t('password')}
        error={errorOf('password')}
        aside={
          <Link href="/forgot" className="text-accent underline underline-offset-4">
            {t('forgotPassword')}
          </Link>
        }
      >
        <PasswordInput {...form.register('password')} autoComplete="current-password" required />
      </Field>
      <Button type="submit" variant="primary" size="lg" busy={busy}>
        {t('signIn')}
      </Button>
    </form>
  )
}
