'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { wordsOf } from '@/components/shell/answers'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Notice } from '@/components/ui/notice'
import {
  keyLength,
  type OutsideProvider,
  providerTitles,
  usualAddresses,
} from '@/lib/domain/connections/rules'
import type { ConnectRequest, ProviderWire } from '@/lib/domain/connections/schema'

/** Whether the provider accepted the key; or why not, by the field to blame. */
export type ConnectAnswer = { ok: true } | { ok: false; message: string; field?: string }

export type Connect = (provider: OutsideProvider, request: ConnectRequest) => Promise<ConnectAnswer>

type ConnectFormProps = {
  provider: OutsideProvider
  /** The account whose key or address is replaced; null: there is none yet. */
  connected: ProviderWire | null
  connect: Connect
  /** Resolves when the page shows it. */
  onConnected: () => Promise<void>
  onCancel?: () => void
}

/** Takes a key, which is stored once the provider has accepted it. */
export function ConnectForm({ provider, connected, connect, onConnected, onCancel }: ConnectFormProps) {
  const t = useTranslations('connections.connectForm')
  const failures = useTranslations('shell.failures')
  const [refusal, setRefusal] = useState<string>()
  const usual = usualAddresses[provider]
  // A key that is replaced is meant for the address it had.
  const ownAddress = connected?.base_url && connected.base_url !== usual ? connected.base_url : ''
  const [unfolded, setUnfolded] = useState(ownAddress !== '')
  const { register, setError, handleSubmit, formState } = useForm({
    defaultValues: { api_key: '', base_url: ownAddress },
  })
  const { errors, isSubmitting } = formState
  const submit = handleSubmit(async ({ api_key, base_url }) => {
    setRefusal(undefined)
    const address = base_url.trim()
    const request = { api_key, ...(address && { base_url: address }) }
    const answer = await connect(provider, request).catch(() => null)
    if (answer?.ok) return await onConnected()
    if (answer?.field === 'api_key' || answer?.field === 'base_url') {
      if (answer.field === 'base_url') setUnfolded(true)
      return setError(answer.field, { message: wordsOf(answer) }, { shouldFocus: true })
    }
    setRefusal(answer?.message ?? failures('unreachable'))
  })
  return (
    <form method="post" noValidate onSubmit={submit} className="flex w-full flex-col items-start gap-4">
      {refusal && <Notice tone="danger">{refusal}</Notice>}
      <Field
        label={t('apiKey')}
        hint={t('apiKeyHint', { name: providerTitles[provider] })}
        error={errors.api_key?.message}
        className="w-full"
      >
        <Input
          type="password"
          // Whoever asked to replace it is about to type.
          autoFocus={connected !== null}
          autoComplete="off"
          spellCheck={false}
          maxLength={keyLength}
          dir="ltr"
          className="font-mono text-[0.8125rem]"
          {...register('api_key')}
        />
      </Field>
      <details
        open={unfolded}
        onToggle={({ currentTarget }) => setUnfolded(currentTarget.open)}
        className="w-full"
      >
        <summary className="cursor-pointer text-muted">{t('anotherAddress')}</summary>
        <Field
          label={t('address')}
          hint={t('addressHint', { address: usual })}
          error={errors.base_url?.message}
          className="mt-3"
        >
          <Input
            type="url"
            inputMode="url"
            autoComplete="off"
            spellCheck={false}
            placeholder={usual}
            dir="ltr"
            className="font-mono text-[0.8125rem]"
            {...register('base_url')}
          />
        </Field>
      </details>
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" busy={isSubmitting}>
          {isSubmitting ? t('checking') : connected ? t('replace') : t('connect')}
        </Button>
        {onCancel && (
          <Button variant="ghost" onClick={onCancel} disabled={isSubmitting}>
            {t('cancel')}
          </Button>
        )}
      </div>
    </form>
  )
}
