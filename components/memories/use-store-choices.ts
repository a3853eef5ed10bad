'use client'

import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { memoryStoresQuery } from '@/lib/client/queries'
import { limits } from '@/lib/domain/memories/rules/limits'

/** Stores that are offered: of more the name is written out. */
const offered = 200

/** What a combobox offers to choose a store, or to name a new one. `value` is what is chosen already, where one is. */
export function useStoreChoices(value = '') {
  const t = useTranslations('memories.storeChoices')
  const { data } = useQuery(memoryStoresQuery('', offered))
  const made = (name: string) => ({ value: name, label: name, detail: t('new') })
  const known = (data?.data ?? []).map(({ memory_store, memories }) => ({
    value: memory_store,
    label: memory_store,
    detail: t('facts', { count: memories }),
  }))
  const isKnown = value === '' || known.some((option) => option.value === value)
  return {
    placeholder: t('placeholder'),
    emptyText: t('none'),
    options: isKnown ? known : [...known, made(value)],
    typedOption: (typed: string) => made(typed.slice(0, limits.name)),
  }
}
