import * as z from 'zod'

const theme = z.looseObject({ light: z.unknown(), dark: z.unknown() })

/** Follows a host that names one scheme only; one with both, or with colours alone, leaves it to the system. */
export function showTheme(given: unknown): void {
  const { data } = theme.safeParse(given)
  if (!data || Boolean(data.light) === Boolean(data.dark)) return
  document.documentElement.dataset.theme = data.light ? 'light' : 'dark'
}
