'use client'

import { useTranslations } from 'next-intl'
import { DaysFilter } from '@/components/shell/days-filter'
import { SearchBox } from '@/components/shell/search-box'
import { Button } from '@/components/ui/button'
import { Select } from '@/components/ui/select'
import type { ConversationFilters } from '@/lib/client/queries'
import { providers, providerTitles } from '@/lib/domain/connections/rules'

export type Choice = { id: string; name: string }

type FilterBarProps = {
  filters: ConversationFilters
  onChange: (filters: ConversationFilters) => void
  personas: Choice[]
  replicas: Choice[]
  /** Whether somebody outside can run conversations. */
  isAnyOutside: boolean
}

/** Narrows the list; what is chosen stands in the address. */
export function FilterBar({ filters, onChange, personas, replicas, isAnyOutside }: FilterBarProps) {
  const t = useTranslations('conversations.filterBar')
  const set = (change: ConversationFilters) => onChange({ ...filters, ...change })
  const any = Object.values(filters).some(Boolean)
  return (
    <search className="mb-4 flex flex-wrap items-center gap-2">
      <SearchBox
        label={t('search')}
        placeholder={t('searchPlaceholder')}
        text={filters.text ?? ''}
        onText={(text) => set({ text: text || undefined })}
      />
      <Select
        aria-label={t('status')}
        className="w-32"
        value={filters.status ?? ''}
        onChange={({ target }) =>
          set({ status: target.value === '' ? undefined : (target.value as 'active' | 'ended') })
        }
      >
        <option value="">{t('anyStatus')}</option>
        <option value="active">{t('live')}</option>
        <option value="ended">{t('ended')}</option>
      </Select>
      <Select
        aria-label={t('persona')}
        className="w-40"
        value={filters.persona_id ?? ''}
        onChange={({ target }) => set({ persona_id: target.value || undefined })}
      >
        <option value="">{t('anyPersona')}</option>
        {personas.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </Select>
      <Select
        aria-label={t('replica')}
        className="w-36"
        value={filters.replica_id ?? ''}
        onChange={({ target }) => set({ replica_id: target.value || undefined })}
      >
        <option value="">{t('anyReplica')}</option>
        {replicas.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </Select>
      {(isAnyOutside || filters.provider) && (
        <Select
          aria-label={t('provider')}
          className="w-36"
          value={filters.provider ?? ''}
          onChange={({ target }) => set({ provider: providers.find((name) => name === target.value) })}
        >
          <option value="">{t('anyProvider')}</option>
          {providers.map((name) => (
            <option key={name} value={name}>
              {providerTitles[name]}
            </option>
          ))}
        </Select>
      )}
      <DaysFilter days={filters} onChange={set} />
      {any && (
        <Button variant="ghost" size="sm" onClick={() => onChange({})}>
          {t('clearFilters')}
        </Button>
      )}
    </search>
  )
}
