import type { DeliveryFilters } from '@/lib/client/queries'
import { eventTypes, testType } from '@/lib/domain/webhooks/rules'

/** Rows of one page of the log. */
export const deliveriesPage = 20

/** Each filter with its name in the address. */
const names = {
  status: 'status',
  event_type: 'type',
  webhook_id: 'endpoint',
  conversation_id: 'conversation',
} as const
const fields = Object.keys(names) as (keyof typeof names)[]

/** Every type that the log may have. */
export const loggedTypes = [...eventTypes, testType] as const

const isOneOf = (all: readonly string[]) => (value: string) => all.includes(value)
/** What the API takes, here without its schema: the log is shown before that is loaded. */
const takes: Record<keyof typeof names, (value: string) => boolean> = {
  status: isOneOf(['pending', 'delivered', 'failed']),
  event_type: isOneOf(loggedTypes),
  webhook_id: (value) => value.length <= 64,
  conversation_id: (value) => value.length <= 64,
}

/** The filters of an address. One that the API would refuse is left out. */
export function deliveryFiltersFrom(params: URLSearchParams): DeliveryFilters {
  const filters: DeliveryFilters = {}
  for (const field of fields) {
    const value = params.get(names[field])?.trim()
    if (value && takes[field](value)) Object.assign(filters, { [field]: value })
  }
  return filters
}

/** The query of an address with these filters, with its `?`; empty without any. */
export function deliveriesAddress(filters: DeliveryFilters): string {
  const given = fields.flatMap((field) => (filters[field] ? [[names[field], filters[field]]] : []))
  return given.length > 0 ? `?${new URLSearchParams(given)}` : ''
}
