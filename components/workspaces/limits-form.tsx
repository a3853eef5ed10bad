'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Controller, useForm } from 'react-hook-form'
import type { FormState } from '@/components/accounts/form-state'
import { DurationInput } from '@/components/conversations/duration-input'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Notice } from '@/components/ui/notice'
import { Select } from '@/components/ui/select'
import { laterResolver } from '@/lib/client/later-resolver'
import { currencies } from '@/lib/domain/workspaces/rules'
import type { WorkspaceUpdate } from '@/lib/domain/workspaces/schema'

type Limits = Required<Omit<WorkspaceUpdate, 'name' | 'allowed_origins'>>
const resolver = laterResolver(async () => (await import('@/lib/domain/workspaces/schema')).workspaceUpdate)

type LimitsFormProps = {
  limits: Limits
  save: (limits: WorkspaceUpdate) => Promise<FormState>
  disabled: boolean
}

/** An empty box means no limit; what is no number is refused by the schema, in its words. */
const numberOrNull = (text: unknown) => (String(text ?? '').trim() === '' ? null : Number(text))

/** How much the workspace may use. */
export function LimitsForm({ limits, save, disabled }: LimitsFormProps) {
  const t = useTranslations('workspaces.limitsForm')
  const [state, setState] = useState<FormState>({})
  const { control, register, handleSubmit, reset, formState } = useForm<WorkspaceUpdate>({
    resolver,
    defaultValues: limits,
  })
  const errorOf = (name: keyof Limits) => formState.errors[name]?.message ?? state.fields?.[name]
  return (
    <form
      method="post"
      noValidate
      onSubmit={handleSubmit(async (values) => {
        setState({})
        const answer = await save(values)
        if (answer.done) reset(values)
        setState(answer)
      })}
      className="flex flex-col items-start gap-4"
    >
      {state.message && <Notice tone="danger">{state.message}</Notice>}
      <Field
        label={t('conversationsAtOnce')}
        hint={t('conversationsHint')}
        error={errorOf('max_concurrent')}
        className="w-full"
      >
        <Input
          {...register('max_concurrent', { setValueAs: (text) => Number(String(text).trim() || Number.NaN) })}
          defaultValue={limits.max_concurrent}
          inputMode="numeric"
          autoComplete="off"
          disabled={disabled}
        />
      </Field>
      <Field
        label={t('minutesAMonth')}
        hint={t('minutesHint')}
        error={errorOf('monthly_minutes')}
        className="w-full"
      >
        <Input
          {...register('monthly_minutes', { setValueAs: numberOrNull })}
          defaultValue={limits.monthly_minutes ?? ''}
          inputMode="numeric"
          autoComplete="off"
          placeholder={t('noLimit')}
          disabled={disabled}
        />
      </Field>
      <Controller
        control={control}
        name="max_call_duration"
        render={({ field: { value, onChange, ...field } }) => (
          <Field
            label={t('longestCall')}
            hint={t('longestCallHint')}
            error={errorOf('max_call_duration')}
            className="w-full"
          >
            <DurationInput {...field} value={value} onValueChange={onChange} disabled={disabled} />
          </Field>
        )}
      />
      <div className="flex w-full items-start gap-3">
        <Field
          label={t('priceAMinute')}
          hint={t('priceHint')}
          error={errorOf('price_per_minute')}
          className="flex-1"
        >
          <Input
            {...register('price_per_minute', { setValueAs: numberOrNull })}
            defaultValue={limits.price_per_minute ?? ''}
            inputMode="decimal"
            autoComplete="off"
            placeholder={t('noPrice')}
            disabled={disabled}
          />
        </Field>
        <Field label={t('currency')} error={errorOf('currency')} className="w-24">
          <Select {...register('currency')} disabled={disabled}>
            {currencies.map((code) => (
              <option key={code}>{code}</option>
            ))}
          </Select>
        </Field>
      </div>
      <Field
        label={t('budgetAMonth')}
        hint={t('budgetHint')}
        error={errorOf('monthly_budget')}
        className="w-full"
      >
        <Input
          {...register('monthly_budget', { setValueAs: numberOrNull })}
          defaultValue={limits.monthly_budget ?? ''}
          inputMode="decimal"
          autoComplete="off"
          placeholder={t('noLimit')}
          disabled={disabled}
        />
      </Field>
      <div className="flex items-center gap-3">
        <Button type="submit" busy={formState.isSubmitting} disabled={disabled}>
          {t('saveLimits')}
        </Button>
        <span role="status" className="text-muted">
          {state.done && !formState.isDirty && t('saved')}
        </span>
      </div>
    </form>
  )
}
