import type { ConversationFilters } from '@/lib/client/queries'
import { isUtcDay } from '@/lib/domain/usage/rules'

/** Rows of one page of the list. */
export const pageSize = 25

/** Each filter with its name in the address. */
const names = {
  status: 'status',
  persona_id: 'persona',
  replica_id: 'replica',
  from: 'from',
  to: 'to',
  text: 'text',
} as const

export const filterNames = Object.keys(names) as (keyof typeof names)[]

const isId = (value: string) => value.length <= 64

/** What the API takes, here without its schema: the list is shown before that is loaded. */
const takes: Record<keyof typeof names, (value: string) => boolean> = {
  status: (value) => value === 'active' || value === 'ended',
  persona_id: isId,
  replica_id: isId,
  from: isUtcDay,
  to: isUtcDay,
  text: (value) => value.length <= 200,
}

/** The filters of an address. One that the API would refuse (a date that is none) is left out. */
export function filtersFrom(params: URLSearchParams): ConversationFilters {
  const filters: ConversationFilters = {}
  for (const field of filterNames) {
    const value = params.get(names[field])?.trim()
    if (value && takes[field](value)) Object.assign(filters, { [field]: value })
  }
  return filters
}

/** The query of an address with these filters, with its `?`; empty without any. */
export function addressOf(filters: ConversationFilters): string {
  const given = filterNames.flatMap((field) => (filters[field] ? [[names[field], filters[field]]] : []))
  return given.length > 0 ? `?${new URLSearchParams(given)}` : ''
}
