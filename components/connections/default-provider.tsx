'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { ActionAnswer } from '@/components/shell/answers'
import { Button } from '@/components/ui/button'
import { InlineError } from '@/components/ui/inline-error'
import { providersQuery } from '@/lib/client/queries'
import { type ProviderName, providerTitles } from '@/lib/domain/connections/rules'
import type { ProviderList } from '@/lib/domain/connections/schema'

type DefaultProviderProps = {
  initial: ProviderList
  choose: (provider: ProviderName) => Promise<ActionAnswer>
  disabled: boolean
}

/** Who runs conversations that name no provider. */
export function DefaultProvider({ initial, choose, disabled }: DefaultProviderProps) {
  const t = useTranslations('connections.defaultProvider')
  const failures = useTranslations('shell.failures')
  const client = useQueryClient()
  const { data } = useQuery({ ...providersQuery(), initialData: initial })
  const [picked, setPicked] = useState<ProviderName>()
  const [busy, setBusy] = useState(false)
  const [saved, setSaved] = useState(false)
  const [error, setError] = useState<string>()
  const current = data.data.find(({ is_default }) => is_default)?.provider
  // What is not connected any more cannot be chosen.
  const chosen = data.data.some((each) => each.provider === picked && each.is_connected) ? picked : current
  const pick = (provider: ProviderName) => {
    setPicked(provider)
    setSaved(false)
    setError(undefined)
  }
  const save = async () => {
    if (!chosen) return
    setBusy(true)
    setError(undefined)
    const answer = await choose(chosen).catch(() => null)
    if (answer?.ok) {
      await client.invalidateQueries({ queryKey: ['providers'], exact: true })
      setPicked(undefined)
    }
    setBusy(false)
    setSaved(answer?.ok === true)
    setError(answer?.ok ? undefined : (answer?.message ?? failures('unreachable')))
  }
  return (
    <form
      method="post"
      onSubmit={(event) => {
        event.preventDefault()
        if (!busy) void save()
      }}
      className="flex flex-col items-start gap-4"
    >
      <fieldset className="flex flex-col gap-2">
        <legend className="mb-1.5 font-medium">{t('title')}</legend>
        {data.data.map(({ provider, is_connected: isConnected }) => {
          const name = providerTitles[provider]
          return (
            <label key={provider} className="flex items-start gap-2.5">
              <input
                type="radio"
                name="provider"
                value={provider}
                checked={chosen === provider}
                disabled={disabled || !isConnected}
                onChange={() => pick(provider)}
                className="mt-0.5 size-4 shrink-0 accent-accent"
              />
              <span>
                {name}
                <span className="block text-muted text-xs">
                  {isConnected ? t(provider) : t('connectFirst', { name })}
                </span>
              </span>
            </label>
          )
        })}
      </fieldset>
      {error && <InlineError>{error}</InlineError>}
      <div className="flex items-center gap-3">
        <Button type="submit" busy={busy} disabled={disabled}>
          {t('save')}
        </Button>
        <span role="status" className="text-muted">
          {saved && t('saved')}
        </span>
      </div>
    </form>
  )
}
