'use client'

import { Plus } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { wordsOf } from '@/components/shell/answers'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Notice } from '@/components/ui/notice'
import { Select } from '@/components/ui/select'
import { Textarea } from '@/components/ui/textarea'
import type { ApiKeyCreate } from '@/lib/domain/api-keys/schema'
import { type Access, type Expiry, expiryChoices, expiryOf } from './expiry'
import { NewKey } from './new-key'

/** The key itself, shown once; or why there is none, and by which field. */
export type CreateKeyAnswer = { ok: true; key: string } | { ok: false; message: string; field?: string }

type CreateKeyProps = {
  /** Our own, for the example. */
  origin: string
  create: (request: ApiKeyCreate) => Promise<CreateKeyAnswer>
}

type Form = { name: string; access: Access; expiry: Expiry; day: string; addresses: string }

const fields: Record<string, keyof Form> = {
  name: 'name',
  scopes: 'access',
  expires_at: 'day',
  addresses: 'addresses',
}

/** Makes a key: first the form, then the key, which is not shown again. */
export function CreateKey({ origin, create }: CreateKeyProps) {
  const t = useTranslations('apiKeys.createKey')
  const [open, setOpen] = useState(false)
  const [made, setMade] = useState<{ secret: string; access: Access }>()
  return (
    <>
      <Button
        onClick={() => {
          setMade(undefined)
          setOpen(true)
        }}
      >
        <Plus aria-hidden />
        {t('createKey')}
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={made ? t('madeTitle') : t('title')}
        description={made ? t('shownOnce') : t('description')}
        returnFocusTo={() => document.getElementById('main')}
        className={made ? 'max-w-2xl' : undefined}
      >
        {made ? (
          <NewKey {...made} origin={origin} onDone={() => setOpen(false)} />
        ) : (
          <KeyForm create={create} onMade={setMade} onCancel={() => setOpen(false)} />
        )}
      </Dialog>
    </>
  )
}

type KeyFormProps = {
  create: CreateKeyProps['create']
  onMade: (made: { secret: string; access: Access }) => void
  onCancel: () => void
}

function KeyForm({ create, onMade, onCancel }: KeyFormProps) {
  const t = useTranslations('apiKeys.createKey')
  const failures = useTranslations('shell.failures')
  const { register, handleSubmit, watch, setError, formState } = useForm<Form>({
    defaultValues: { name: '', access: 'both', expiry: 'never', day: '', addresses: '' },
  })
  const { errors, isSubmitting } = formState
  const submit = handleSubmit(async ({ name, access, expiry, day, addresses }) => {
    const answer = await create({
      name,
      scopes: access === 'both' ? ['read', 'write'] : [access],
      expires_at: expiryOf(expiry, day),
      addresses: addresses.split(/[\s,]+/).filter(Boolean),
    }).catch(() => ({ ok: false as const, message: failures('unreachable'), field: undefined }))
    if (answer.ok) onMade({ secret: answer.key, access })
    else {
      const field = fields[answer.field ?? '']
      setError(field ?? 'root', { message: field ? wordsOf(answer) : answer.message }, { shouldFocus: true })
    }
  })
  return (
    <form method="post" noValidate onSubmit={submit} className="flex flex-col gap-4">
      {errors.root && <Notice tone="danger">{errors.root.message}</Notice>}
      <Field label={t('name')} hint={t('nameHint')} error={errors.name?.message}>
        <Input {...register('name')} maxLength={100} autoComplete="off" />
      </Field>
      <Field label={t('access')} error={errors.access?.message}>
        <Select {...register('access')}>
          <option value="both">{t('both')}</option>
          <option value="read">{t('read')}</option>
          <option value="write">{t('write')}</option>
        </Select>
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={t('expiry')}>
          <Select {...register('expiry')}>
            {expiryChoices.map((choice) => (
              <option key={choice} value={choice}>
                {t(`expiries.${choice}`)}
              </option>
            ))}
          </Select>
        </Field>
        {watch('expiry') === 'day' && (
          <Field label={t('lastDay')} error={errors.day?.message}>
            <Input type="date" {...register('day')} />
          </Field>
        )}
      </div>
      <Field label={t('addresses')} hint={t('addressesHint')} error={errors.addresses?.message}>
        <Textarea
          {...register('addresses')}
          rows={2}
          spellCheck={false}
          placeholder="192.0.2.0/24"
          className="min-h-14 font-mono text-xs"
        />
      </Field>
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onCancel}>{t('cancel')}</Button>
        <Button type="submit" variant="primary" busy={isSubmitting}>
          {t('createKey')}
        </Button>
      </div>
    </form>
  )
}
