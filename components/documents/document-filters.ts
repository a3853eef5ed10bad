import { addressFilters, isOneOf, isShort } from '@/components/shell/address-filters'
import type { DocumentFilters } from '@/lib/client/queries'
import { statuses } from '@/lib/domain/documents/rules/limits'

/** Rows of one page of the list. */
export const documentsPage = 20

const filters = addressFilters<DocumentFilters>({
  status: { name: 'status', takes: isOneOf(statuses) },
  tags: { name: 'tag', takes: isShort(64) },
  name_or_uuid: { name: 'text', takes: isShort(200) },
})

/** The filters of an address. */
export const documentFiltersFrom = filters.read
/** The query of an address with these filters. */
export const documentsAddress = filters.write
