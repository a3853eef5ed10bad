'use client'

import { useQueryClient } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type ComponentProps, useState } from 'react'
import { Controller, useForm } from 'react-hook-form'
import { wordsOf } from '@/components/shell/answers'
import { Button } from '@/components/ui/button'
import { Combobox } from '@/components/ui/combobox'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Notice } from '@/components/ui/notice'
import { Textarea } from '@/components/ui/textarea'
import { requestKeys } from '@/lib/client/request-key'
import type { AddFact as Add } from './answers'
import { useStoreChoices } from './use-store-choices'

type AddFactProps = {
  /** Where it is put; undefined: that is chosen, too. */
  store?: string
  add: Add
}

/** Writes a fact by hand. */
export function AddFact({ store, add }: AddFactProps) {
  const t = useTranslations('memories.addFact')
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        <Plus aria-hidden />
        {t('addFact')}
      </Button>
      <Dialog open={open} onOpenChange={setOpen} title={t('addFact')} description={t('description')}>
        <FactForm store={store} add={add} onDone={() => setOpen(false)} />
      </Dialog>
    </>
  )
}

type Form = { store: string; content: string }

function FactForm({ store, add, onDone }: AddFactProps & { onDone: () => void }) {
  const t = useTranslations('memories.addFact')
  const failures = useTranslations('shell.failures')
  const client = useQueryClient()
  const [keyFor] = useState(requestKeys)
  const { register, handleSubmit, control, setError, formState } = useForm<Form>({
    defaultValues: { store: store ?? '', content: '' },
  })
  const { errors, isSubmitting } = formState
  const submit = handleSubmit(async (form) => {
    const answer = await add(form.store, form.content, keyFor(form)).catch(() => null)
    if (answer?.ok) {
      await client.invalidateQueries({ queryKey: ['memories'] })
      return onDone()
    }
    const message = answer ? wordsOf(answer) : failures('unreachable')
    const field = answer?.field === 'content' ? 'content' : answer?.field ? 'store' : 'root'
    setError(field, { message }, { shouldFocus: true })
  })
  return (
    <form method="post" noValidate onSubmit={submit} className="flex flex-col gap-4">
      {errors.root && <Notice tone="danger">{errors.root.message}</Notice>}
      {store === undefined && (
        <Controller
          control={control}
          name="store"
          rules={{ required: t('storeMissing') }}
          render={({ field }) => (
            <Field label={t('store')} hint={t('storeHint')} error={errors.store?.message}>
              <StoreBox value={field.value} onValueChange={field.onChange} />
            </Field>
          )}
        />
      )}
      <Field label={t('fact')} hint={t('factHint')} error={errors.content?.message}>
        <Textarea
          {...register('content', { validate: (text) => text.trim() !== '' || t('factMissing') })}
          dir="auto"
          rows={3}
          maxLength={500}
          placeholder={t('factExample')}
          className="min-h-20"
        />
      </Field>
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onDone}>{t('cancel')}</Button>
        <Button type="submit" variant="primary" busy={isSubmitting}>
          {t('addFact')}
        </Button>
      </div>
    </form>
  )
}

type StoreBoxProps = Pick<ComponentProps<typeof Combobox>, 'value' | 'onValueChange'>

/** Takes what its field says of it, too. */
function StoreBox({ value, ...props }: StoreBoxProps) {
  return <Combobox {...props} value={value} {...useStoreChoices(value)} />
}
