import { addressFilters, isOneOf, isShort } from '@/components/shell/address-filters'
import type { ConversationFilters } from '@/lib/client/queries'
import { providers } from '@/lib/domain/connections/rules'
import { isUtcDay } from '@/lib/domain/usage/rules'

/** Rows of one page of the list. */
export const pageSize = 25

const filters = addressFilters<ConversationFilters>({
  status: { name: 'status', takes: isOneOf(['active', 'ended']) },
  persona_id: { name: 'persona', takes: isShort(64) },
  replica_id: { name: 'replica', takes: isShort(64) },
  provider: { name: 'provider', takes: isOneOf(providers) },
  from: { name: 'from', takes: isUtcDay },
  to: { name: 'to', takes: isUtcDay },
  text: { name: 'text', takes: isShort(200) },
})

/** The filters of an address. */
export const filtersFrom = filters.read
/** The query of an address with these filters. */
export const addressOf = filters.write
