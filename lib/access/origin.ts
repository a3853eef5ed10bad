import { registry } from '@/lib/platform/registry'

const hostShape = /^[A-Za-z0-9.-]+(:\d{1,5})?$|^\[[0-9A-Fa-f:.]+\](:\d{1,5})?$/

/** The first of a list that proxies may have added to. */
const first = (value: string | null) => value?.split(',')[0]?.trim() || null

/**
 * Our own origin as the caller knows it, without a slash at the end: APP_URL, or else what the request says, a
 * proxy's word before the host's.
 */
export function getRequestOrigin({ headers }: { headers: Headers }): string {
  const { env } = registry()
  if (env.APP_URL) return new URL(env.APP_URL).origin
  const host = first(headers.get('x-forwarded-host')) ?? first(headers.get('host'))
  const protocol = first(headers.get('x-forwarded-proto')) === 'https' ? 'https' : 'http'
  return host && hostShape.test(host) ? `${protocol}://${host}` : `http://localhost:${env.PORT}`
}

/** True when the browser page that sends this request is ours. Programs that are no browser name no origin. */
export function isOwnOrigin({ headers }: { headers: Headers }): boolean {
  const origin = headers.get('origin')
  return origin === null || origin === getRequestOrigin({ headers })
}
