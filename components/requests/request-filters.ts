import { addressFilters, isOneOf, isShort } from '@/components/shell/address-filters'
import type { RequestFilters } from '@/lib/client/queries'
import { isUtcDay } from '@/lib/domain/usage/rules'

/** Rows of one page of the log. */
export const requestsPage = 25

export const methods = ['GET', 'POST', 'PATCH', 'DELETE'] as const
export const outcomes = ['ok', 'refused', 'failed'] as const

const filters = addressFilters<RequestFilters>({
  path: { name: 'path', takes: isShort(200) },
  method: { name: 'method', takes: isOneOf(methods) },
  outcome: { name: 'outcome', takes: isOneOf(outcomes) },
  api_key_id: { name: 'key', takes: isShort(64) },
  subject_id: { name: 'about', takes: isShort(64) },
  from: { name: 'from', takes: isUtcDay },
  to: { name: 'to', takes: isUtcDay },
})

/** The filters of an address. */
export const requestFiltersFrom = filters.read
/** The query of an address with these filters. */
export const requestsAddress = filters.write
