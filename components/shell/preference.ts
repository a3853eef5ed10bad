/** What a browser remembers for the server to know before it paints the first pixel: in a cookie each. */
export type PreferenceName = 'theme' | 'zone'

const year = 365 * 24 * 3600

/** On https the cookie bears a name that nothing but this host over https can set. */
const secureName = (name: PreferenceName) => `__Host-${name}`

/** Remembers a preference in this browser for a year, or forgets it with `null`. */
export function rememberPreference(name: PreferenceName, value: string | null): void {
  const secure = window.location.protocol === 'https:'
  const pair = `${secure ? secureName(name) : name}=${value ?? ''}`
  const life = value === null ? 0 : year
  // biome-ignore lint/suspicious/noDocumentCookie: not every browser has the Cookie Store API, and none on plain http
  document.cookie = `${pair}; path=/; max-age=${life}; samesite=lax${secure ? '; secure' : ''}`
}

type Jar = { get(name: string): { value: string } | undefined }

/** What the browser that sent these cookies remembers; undefined when nothing. */
export const preferenceIn = (jar: Jar, name: PreferenceName): string | undefined =>
  (jar.get(secureName(name)) ?? jar.get(name))?.value
