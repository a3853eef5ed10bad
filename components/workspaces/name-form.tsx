'use client'

import { useTranslations } from 'next-intl'
import type { FormAction } from '@/components/accounts/form-state'
import { usePostedForm } from '@/components/accounts/use-posted-form'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Notice } from '@/components/ui/notice'
import { laterResolver } from '@/lib/client/later-resolver'

const resolver = laterResolver(async () => (await import('@/lib/domain/workspaces/schema')).workspaceUpdate)

type NameFormProps = { name: string; action: FormAction; disabled: boolean }

/** What the workspace is called. */
export function NameForm({ name, action, disabled }: NameFormProps) {
  const t = useTranslations('workspaces.nameForm')
  const { state, busy, form, errorOf, attributes } = usePostedForm(resolver, action)
  return (
    <form {...attributes} className="flex flex-col items-start gap-4">
      {state.message && <Notice tone="danger">{state.message}</Notice>}
      <Field label={t('workspaceName')} error={errorOf('name')} className="w-full">
        <Input
          {...form.register('name')}
          disabled={disabled}
          autoComplete="organization"
          defaultValue={state.values?.name ?? name}
        />
      </Field>
      <div className="flex items-center gap-3">
        <Button type="submit" busy={busy} disabled={disabled}>
          {t('saveName')}
        </Button>
        <span role="status" className="text-muted">
          {state.done && !busy && t('saved')}
        </span>
      </div>
    </form>
  )
}
