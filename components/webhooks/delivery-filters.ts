import { addressFilters, isOneOf, isShort } from '@/components/shell/address-filters'
import type { DeliveryFilters } from '@/lib/client/queries'
import { eventTypes, testType } from '@/lib/domain/webhooks/rules'

/** Rows of one page of the log. */
export const deliveriesPage = 20

/** Every type that the log may have. */
export const loggedTypes = [...eventTypes, testType] as const

const filters = addressFilters<DeliveryFilters>({
  status: { name: 'status', takes: isOneOf(['pending', 'delivered', 'failed']) },
  event_type: { name: 'type', takes: isOneOf(loggedTypes) },
  webhook_id: { name: 'endpoint', takes: isShort(64) },
  conversation_id: { name: 'conversation', takes: isShort(64) },
})

/** The filters of an address. */
export const deliveryFiltersFrom = filters.read
/** The query of an address with these filters. */
export const deliveriesAddress = filters.write
