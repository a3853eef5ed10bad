'use client'

import { Search } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type ReactNode, useEffect, useEffectEvent, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import type { ConversationFilters } from '@/lib/client/queries'

export type Choice = { id: string; name: string }

type FilterBarProps = {
  filters: ConversationFilters
  onChange: (filters: ConversationFilters) => void
  personas: Choice[]
  replicas: Choice[]
}

/** Typing pauses this long before the list is asked for. Milliseconds. */
const typingPause = 250

/** What the text box holds, told when typing pauses. */
function SearchBox({ text, onText }: { text: string; onText: (text: string) => void }) {
  const t = useTranslations('conversations.filterBar')
  const [typed, setTyped] = useState(text)
  const [known, setKnown] = useState(text)
  if (text !== known) {
    setKnown(text)
    setTyped(text)
  }
  const tell = useEffectEvent(() => onText(typed.trim()))
  useEffect(() => {
    if (typed.trim() === text) return
    const timer = setTimeout(tell, typingPause)
    return () => clearTimeout(timer)
  }, [typed, text])
  return (
    // Of one width from the start: one that grew would push what the browser had drawn of the bar before the rest came.
    <span className="relative block min-w-48 flex-1 sm:w-56 sm:flex-none">
      <Search aria-hidden className="-translate-y-1/2 absolute top-1/2 left-2.5 size-4 text-muted" />
      <Input
        type="search"
        aria-label={t('search')}
        placeholder={t('searchPlaceholder')}
        maxLength={200}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        className="pl-8"
      />
    </span>
  )
}

function Labelled({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is the child
    <label className="flex items-center gap-2 text-muted text-xs">
      {label}
      {children}
    </label>
  )
}

/** Narrows the list; what is chosen stands in the address. */
export function FilterBar({ filters, onChange, personas, replicas }: FilterBarProps) {
  const t = useTranslations('conversations.filterBar')
  const set = (change: ConversationFilters) => onChange({ ...filters, ...change })
  const any = Object.values(filters).some(Boolean)
  return (
    <search className="mb-4 flex flex-wrap items-center gap-2">
      <SearchBox text={filters.text ?? ''} onText={(text) => set({ text: text || undefined })} />
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
      <Labelled label={t('utcDaysFrom')}>
        <Input
          type="date"
          title={t('utcDay')}
          className="w-36 pointer-coarse:w-44"
          max={filters.to}
          value={filters.from ?? ''}
          onChange={({ target }) => set({ from: target.value || undefined })}
        />
      </Labelled>
      <Labelled label={t('to')}>
        <Input
          type="date"
          title={t('utcDay')}
          className="w-36 pointer-coarse:w-44"
          min={filters.from}
          value={filters.to ?? ''}
          onChange={({ target }) => set({ to: target.value || undefined })}
        />
      </Labelled>
      {any && (
        <Button variant="ghost" size="sm" onClick={() => onChange({})}>
          {t('clearFilters')}
        </Button>
      )}
    </search>
  )
}
