'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import type { FormState } from '@/components/accounts/form-state'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Notice } from '@/components/ui/notice'
import { Textarea } from '@/components/ui/textarea'
import type { WorkspaceUpdate } from '@/lib/domain/workspaces/schema'

type OriginsFormProps = {
  origins: string[]
  save: (update: WorkspaceUpdate) => Promise<FormState>
  disabled: boolean
}

/** Which other sites may show the workspace's rooms in their pages. */
export function OriginsForm({ origins, save, disabled }: OriginsFormProps) {
  const t = useTranslations('workspaces.originsForm')
  const [state, setState] = useState<FormState>({})
  const { register, handleSubmit, reset, formState } = useForm({
    defaultValues: { sites: origins.join('\n') },
  })
  return (
    <form
      method="post"
      noValidate
      onSubmit={handleSubmit(async ({ sites }) => {
        setState({})
        const allowed_origins = sites.split(/[\s,]+/).filter(Boolean)
        const answer = await save({ allowed_origins })
        if (answer.done) reset({ sites })
        setState(answer)
      })}
      className="flex flex-col items-start gap-4"
    >
      {state.message && <Notice tone="danger">{state.message}</Notice>}
      <Field
        label={t('sitesThatMayEmbedRooms')}
        hint={t('hint')}
        error={state.fields?.allowed_origins}
        className="w-full"
      >
        <Textarea
          {...register('sites')}
          rows={3}
          spellCheck={false}
          placeholder="https://example.com"
          disabled={disabled}
          className="font-mono text-xs"
        />
      </Field>
      <div className="flex items-center gap-3">
        <Button type="submit" busy={formState.isSubmitting} disabled={disabled}>
          {t('saveSites')}
        </Button>
        <span role="status" className="text-muted">
          {state.done && !formState.isDirty && t('saved')}
        </span>
      </div>
    </form>
  )
}
