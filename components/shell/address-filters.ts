/** A filter of a list: its name in the address, and which values the API takes. */
type Filter = { name: string; takes(value: string): boolean }

/** A value that is one of these. */
export const isOneOf = (all: readonly string[]) => (value: string) => all.includes(value)
/** A value of at most so many characters. */
export const isShort = (most: number) => (value: string) => value.length <= most

/**
 * The filters of a list as they stand in the address of its page. What the API would refuse is left out, here without
 * its schema: a list is shown before that is loaded.
 */
export function addressFilters<Filters extends Partial<Record<keyof Filters, string>>>(
  filters: Record<keyof Filters, Filter>,
) {
  const fields = Object.entries(filters) as [keyof Filters, Filter][]
  return {
    /** The filters of an address. */
    read(params: URLSearchParams): Filters {
      const given: Partial<Filters> = {}
      for (const [field, { name, takes }] of fields) {
        const value = params.get(name)?.trim()
        if (value && takes(value)) Object.assign(given, { [field]: value })
      }
      return given as Filters
    },
    /** The query of an address with these filters, with its `?`; empty without any. */
    write(given: Filters): string {
      const set = fields.flatMap(([field, { name }]) => (given[field] ? [[name, String(given[field])]] : []))
      return set.length > 0 ? `?${new URLSearchParams(set)}` : ''
    },
  }
}
