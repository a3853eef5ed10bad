import { cookies, headers } from 'next/headers'
import { clientAddress, isSecure } from '@/lib/access/origin'
import { cookieLife, sealSession, sessionCookie } from '@/lib/access/session'
import { sealWayIn, type WayIn, wayInCookie } from '@/lib/access/way-in'
import type { Visitor } from '@/lib/domain/accounts/rules'

/** Where the request of a server action comes from. */
export async function visitor(): Promise<Visitor> {
  const all = await headers()
  return { address: clientAddress(all), userAgent: all.get('user-agent') ?? '' }
}

/** Signs the browser in that sent the request of this server action. */
export async function setSessionCookie(sessionId: string): Promise<void> {
  const { name, options } = sessionCookie(isSecure(await headers()))
  const jar = await cookies()
  jar.set(name, await sealSession(sessionId), { ...options, maxAge: cookieLife })
}

/** Forgets the session in the browser that sent the request of this server action. */
export async function clearSessionCookie(): Promise<void> {
  const { name, options } = sessionCookie(isSecure(await headers()))
  const jar = await cookies()
  jar.set(name, '', { ...options, maxAge: 0 })
}

/** Remembers, for the browser that sent the request of this server action, what it goes to an identity provider for. */
export async function setWayInCookie(way: WayIn): Promise<void> {
  const { name, options } = wayInCookie(await headers())
  const jar = await cookies()
  jar.set(name, await sealWayIn(way), options)
}
