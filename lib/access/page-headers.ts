import { framingOrigins, outsideOrigin } from '@/lib/domain/conversations/queries/guests'
import { registry } from '@/lib/platform/registry'
import { getRequestOrigin } from './origin'
import { guestScope } from './scopes'

const room = /^\/rooms\/([A-Za-z0-9]{1,64})\/?$/
const call = /^\/conversations\/(c[0-9a-f]{1,63})\/?$/

/** Daily serves every room of its first domain under the others, too. */
const dailyRoom = /\.daily\.co(?=(:\d+)?$)/
const otherDailyDomains = ['.dailywebrtc.com', '.dailywebrtc.net']

/** Origins as both policies can name them: by other characters, an address could end the rule that it stands in. */
const nameable = /^https?:\/\/[a-z0-9-]+(\.[a-z0-9-]+)*(:\d+)?$/

/** Names under which a browser trusts plain http. */
const isLoopback = (host: string) => /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/.test(host)

/** Where a room is shown instead of its page on a site that may not embed it. */
export const notEmbeddable = '/rooms/not-embeddable'

/**
 * Whether a page of a site asks to show a room that it may not: such a frame would stay empty and not say why. A site
 * that does not tell its address is left to the browser, which goes by `frame-ancestors`.
 */
export async function isForbiddenFrame(request: { headers: Headers }, path: string): Promise<boolean> {
  const conversationId = room.exec(path)?.[1]
  const referrer = request.headers.get('referer')
  if (!conversationId || request.headers.get('sec-fetch-dest') !== 'iframe' || !referrer) return false
  if (!URL.canParse(referrer)) return false
  const { origin } = new URL(referrer)
  return (
    origin !== getRequestOrigin(request) &&
    !(await framingOrigins(guestScope(conversationId))).includes(origin)
  )
}

/** Origins beside our own whose room the page of a call shows: that of a conversation which runs outside. */
async function roomOrigins(conversationId: string): Promise<string[]> {
  const origin = await outsideOrigin(guestScope(conversationId))
  if (!origin || !nameable.test(origin)) return []
  const others = dailyRoom.test(origin) ? otherDailyDomains : []
  return [origin, ...others.map((domain) => origin.replace(dailyRoom, domain))]
}

/**
 * Headers of an HTML page: a strict content policy whose scripts and styles carry `nonce`, and who may frame it
 * and use which device. Only the call page shows a frame, from elsewhere where its conversation runs there; only rooms
 * may be framed, by our own pages and the origins of their workspace.
 */
export async function pageHeaders(
  request: { headers: Headers },
  path: string,
  nonce: string,
): Promise<Record<string, string>> {
  const development = registry().env.NODE_ENV === 'development'
  const conversationId = room.exec(path)?.[1]
  const calledId = call.exec(path)?.[1]
  const outside = calledId ? await roomOrigins(calledId) : []
  const ancestors = conversationId
    ? ["'self'", ...(await framingOrigins(guestScope(conversationId)))]
    : path === notEmbeddable
      ? ['*']
      : ["'none'"]
  const policy = {
    'default-src': "'none'",
    // Hot reloading evaluates text; a production build never does.
    'script-src': `'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ''}`,
    'style-src': development ? "'self' 'unsafe-inline'" : `'self' 'nonce-${nonce}'`,
    // Server-rendered style attributes cannot carry a nonce.
    'style-src-attr': "'unsafe-inline'",
    'img-src': "'self' data: blob:",
    'font-src': "'self'",
    'media-src': "'self' blob:",
    'connect-src': "'self'",
    'manifest-src': "'self'",
    'frame-src': calledId ? ["'self'", ...outside].join(' ') : "'none'",
    'frame-ancestors': ancestors.join(' '),
    'form-action': "'self'",
    'base-uri': "'none'",
    'object-src': "'none'",
  }
  const devices =
    conversationId || calledId ? ['self', ...outside.map((origin) => `"${origin}"`)].join(' ') : ''
  const origin = new URL(getRequestOrigin(request))
  const secure = origin.protocol === 'https:'
  // Elsewhere browsers ignore it, and say so on every page.
  const isolates = secure || isLoopback(origin.hostname)
  return {
    'content-security-policy': Object.entries(policy)
      .map(([name, value]) => `${name} ${value}`)
      .join('; '),
    'permissions-policy': [
      'camera',
      'microphone',
      'display-capture',
      'autoplay',
      'fullscreen',
      'screen-wake-lock',
    ]
      .map((feature) => `${feature}=(${devices})`)
      .concat(['geolocation=()', 'payment=()', 'usb=()'])
      .join(', '),
    // A room's address may carry a token. Elsewhere `no-referrer` would make a form that is posted before its script
    // runs say `Origin: null`, which server actions refuse.
    'referrer-policy': conversationId ? 'no-referrer' : 'same-origin',
    ...(isolates && { 'cross-origin-opener-policy': 'same-origin' }),
    ...(conversationId || path === notEmbeddable ? {} : { 'x-frame-options': 'DENY' }),
    'cache-control': 'no-store',
  }
}
