import { isIP } from 'node:net'
import { cameByHttps } from '@/lib/platform/http'
import { registry } from '@/lib/platform/registry'

/** Whether the browser speaks https to us or to the proxy before us. Secure cookies are for those requests alone. */
export function isSecure(headers: Headers): boolean {
  return cameByHttps(headers.get('x-forwarded-proto'))
}

/** A host as browsers send it: a name or an address, with or without a port. */
const hostShape = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(:\d{1,5})?$/i

/**
 * The origin under which the browser knows us: that of APP_URL, else the host it asked for, through whatever port
 * mapping and proxies, for example `http://127.0.0.1:8080`.
 */
export function getRequestOrigin(request: { headers: Headers }): string {
  const { APP_URL, PORT } = registry().env
  if (APP_URL) return new URL(APP_URL).origin
  const host = hostOf(request.headers)
  return `${isSecure(request.headers) ? 'https' : 'http'}://${host ?? `localhost:${PORT}`}`
}

/**
 * Whether a WebSocket is asked for by a page of ours: its `Origin` is the one of APP_URL, or has the host that the
 * request went to. A request without `Origin` is no browser's, so nobody is made to send it.
 */
export function isOwnOrigin(request: { headers: Headers }): boolean {
  const origin = request.headers.get('origin')
  if (origin === null) return true
  if (!URL.canParse(origin)) return false
  const { protocol, host } = new URL(origin)
  if (protocol !== 'http:' && protocol !== 'https:') return false
  return origin === getRequestOrigin(request) || host === hostOf(request.headers)
}

function hostOf(headers: Headers): string | undefined {
  const host = (headers.get('x-forwarded-host') ?? headers.get('host'))?.split(',')[0]?.trim().toLowerCase()
  return host && hostShape.test(host) ? host : undefined
}

const loopback = /^(127\.|::1$)/
/** Addresses of machines behind which clients stand: loopback, private networks, link-local. */
const inside = /^(127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.|::1$|f[cd]|fe[89ab])/i

/**
 * Where a request comes from: an IPv4 or IPv6 address, or `unknown`. Every proxy appends the address it was called from
 * to `x-forwarded-for`, so the last public one is what the outermost trusted machine saw; what stands before it is the
 * client's own word. Without a public one it is the last that is not this machine.
 */
export function callerAddress(headers: Headers): string {
  const hops = (headers.get('x-forwarded-for') ?? '')
    .split(',')
    .map((hop) => hop.trim().replace(/^::ffff:(?=\d+\.)/i, ''))
    .filter((hop) => isIP(hop) !== 0)
  return (
    hops.findLast((hop) => !inside.test(hop)) ??
    hops.findLast((hop) => !loopback.test(hop)) ??
    hops.at(-1) ??
    'unknown'
  )
}

/** The same to count tries by: an IPv6 address counts by its first 64 bits, which one customer has to herself. */
export function clientAddress(headers: Headers): string {
  const address = callerAddress(headers)
  return isIP(address) === 6 ? network(address) : address
}

/** The first four groups of an IPv6 address. */
function network(address: string): string {
  const [head = '', tail] = address.split('::')
  const left = head.split(':').filter(Boolean)
  const right = (tail ?? '').split(':').filter(Boolean)
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length)
  const groups = [...left, ...Array<string>(zeros).fill('0'), ...right].slice(0, 4)
  return `${groups.map((group) => group.toLowerCase().replace(/^0+(?=.)/, '')).join(':')}::/64`
}

/** Where people go after signing in when nothing else was asked for. */
const home = '/conversations/new'

/** `path` when it is a path on this site, else where people begin. Nothing leads to another origin. */
export function returnPath(path: string | null | undefined): string {
  if (!path?.startsWith('/')) return home
  const base = 'http://site.invalid'
  const url = URL.canParse(path, base) ? new URL(path, base) : undefined
  if (url?.origin !== base || /^\/(signin|signup|forgot)(\/|$)/.test(url.pathname)) return home
  // The path as the URL parser understood it: what a browser would read otherwise is gone.
  return url.pathname.startsWith('//') ? home : url.pathname + url.search + url.hash
}
