/** The most characters of text of a site; what was read until then counts. */
export const mostCharactersOfSite = 5_000_000

/** What no text is found behind. */
const noText =
  /\.(?:png|jpe?g|gif|webp|avif|svg|ico|bmp|css|js|mjs|json|xml|rss|woff2?|ttf|zip|gz|tgz|rar|7z|exe|dmg|mp[34]|m4a|webm|ogg|wav|avi|mov)$/i

/** An address without what does not change the page. */
export function plainAddress(url: string): string {
  const address = new URL(url)
  address.hash = ''
  return address.href
}

/** Addresses of the same site (scheme, host and port) that a page at `base` links to, each once, in its order. */
export function linkedPages(links: string[], base: string): string[] {
  const { origin } = new URL(base)
  const found = new Set<string>()
  for (const link of links) {
    if (link.length > 2048 || !URL.canParse(link, base)) continue
    const url = new URL(link, base)
    if (url.origin !== origin || url.username || url.password || noText.test(url.pathname)) continue
    found.add(plainAddress(url.href))
  }
  return [...found]
}

/** Where a passage of a site stands: on which page, and under which heading of it. */
export const placeOnSite = (title: string, heading: string) =>
  heading && heading !== title ? [title, heading].filter(Boolean).join(' › ') : title
