'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { type SaveAnswer, wordsOf } from '@/components/shell/answers'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Notice } from '@/components/ui/notice'
import { requestKeys } from '@/lib/client/request-key'
import { eventTypes, limits } from '@/lib/domain/webhooks/rules'
import type { Webhook, WebhookRequest } from '@/lib/domain/webhooks/schema'

export type SaveWebhook = (
  id: string | null,
  requestKey: string,
  request: WebhookRequest,
) => Promise<SaveAnswer>

type EndpointDialogProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  /** What is changed; null: a new one. */
  endpoint: Webhook | null
  save: SaveWebhook
  onSaved: () => void
}

/** Where to send, what for, and which events. */
export function EndpointDialog({ open, onOpenChange, endpoint, ...rest }: EndpointDialogProps) {
  const t = useTranslations('webhooks.endpointDialog')
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={endpoint ? t('editTitle') : t('addTitle')}
      description={t('description')}
    >
      <EndpointForm endpoint={endpoint} close={() => onOpenChange(false)} {...rest} />
    </Dialog>
  )
}

type EndpointFormProps = Pick<EndpointDialogProps, 'endpoint' | 'save' | 'onSaved'> & { close: () => void }

function EndpointForm({ endpoint, save, onSaved, close }: EndpointFormProps) {
  const t = useTranslations('webhooks.endpointDialog')
  const failures = useTranslations('shell.failures')
  const [refusal, setRefusal] = useState<string>()
  const [keyFor] = useState(requestKeys)
  const { register, watch, setError, handleSubmit, formState } = useForm({
    defaultValues: {
      url: endpoint?.url ?? '',
      description: endpoint?.description ?? '',
      every: !endpoint || endpoint.event_types.length === 0 ? 'every' : 'some',
      event_types: endpoint?.event_types ?? [],
    },
  })
  const { errors, isSubmitting } = formState
  const submit = handleSubmit(async ({ url, description, every, event_types }) => {
    setRefusal(undefined)
    if (every === 'some' && event_types.length === 0) {
      return setError('event_types', { message: t('chooseSome') })
    }
    const chosen = every === 'some' ? (event_types as WebhookRequest['event_types']) : []
    const request = { url: url.trim(), description, event_types: chosen }
    const answer = await save(endpoint?.webhook_id ?? null, keyFor(request), request).catch(() => null)
    if (answer?.ok) {
      onSaved()
      return close()
    }
    if (answer?.field === 'url' || answer?.field === 'description') {
      return setError(answer.field, { message: wordsOf(answer) }, { shouldFocus: true })
    }
    setRefusal(answer?.message ?? failures('noAnswerToSave'))
  })
  return (
    <form method="post" noValidate onSubmit={submit} className="flex flex-col gap-5">
      {refusal && <Notice tone="danger">{refusal}</Notice>}
      <Field label={t('url')} hint={t('urlHint')} error={errors.url?.message}>
        <Input
          type="url"
          inputMode="url"
          autoComplete="off"
          spellCheck={false}
          maxLength={limits.url}
          placeholder="https://example.com/webhooks"
          {...register('url')}
        />
      </Field>
      <Field label={t('name')} hint={t('nameHint')} error={errors.description?.message}>
        <Input autoComplete="off" maxLength={limits.description} {...register('description')} />
      </Field>
      <fieldset className="flex flex-col gap-2">
        <legend className="mb-1.5 font-medium">{t('events')}</legend>
        {(['every', 'some'] as const).map((choice) => (
          <label key={choice} className="flex items-center gap-2.5">
            <input type="radio" value={choice} className="size-4 accent-accent" {...register('every')} />
            {t(choice)}
          </label>
        ))}
        {watch('every') === 'some' && (
          <div className="ms-6.5 flex flex-col gap-2">
            {eventTypes.map((type) => (
              <label key={type} className="flex items-center gap-2.5">
                <input
                  type="checkbox"
                  value={type}
                  className="size-4 shrink-0 accent-accent"
                  {...register('event_types')}
                />
                <code className="min-w-0 break-all font-mono text-xs">{type}</code>
              </label>
            ))}
          </div>
        )}
        {errors.event_types && (
          <p role="alert" className="text-danger text-xs">
            {errors.event_types.message}
          </p>
        )}
      </fieldset>
      <div className="flex justify-end gap-2">
        <Button onClick={close}>{t('cancel')}</Button>
        <Button type="submit" variant="primary" busy={isSubmitting}>
          {endpoint ? t('saveChanges') : t('add')}
        </Button>
      </div>
    </form>
  )
}
