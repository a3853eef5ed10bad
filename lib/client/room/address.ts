/** Where a browser joins a room: the WebSocket beside this page. */
export function socketAddress(conversationId: string, page: Pick<Location, 'protocol' | 'host'>): string {
  return `${page.protocol === 'https:' ? 'wss' : 'ws'}://${page.host}/rooms/${conversationId}/socket`
}

/** The link by which others join. */
export const meetingLink = (conversationId: string, page: Pick<Location, 'origin'>) =>
  `${page.origin}/rooms/${conversationId}`

/** Whether a link works on this computer only. */
export function isLoopback(link: string): boolean {
  const { hostname } = new URL(link)
  return /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)
}

/** The page's address without its meeting token, which must not stay in the history; null when it has none. */
export function withoutToken(address: string): string | null {
  const url = new URL(address)
  if (!url.searchParams.has('t')) return null
  url.searchParams.delete('t')
  return url.pathname + url.search + url.hash
}

/** The origin of the page that frames us, if it is one of `allowed`; null otherwise. */
export function allowedHost(embHref: string, allowed: string[]): string | null {
  if (!URL.canParse(embHref)) return null
  const { origin } = new URL(embHref)
  return allowed.includes(origin) ? origin : null
}
