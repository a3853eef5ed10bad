import { decode, encode } from 'next-auth/jwt'
import * as z from 'zod'
import { registry } from '@/lib/platform/registry'
import { cookieValue } from './cookies'
import { isSecure } from './origin'

/** What somebody who goes to an identity provider wants to come back for, beside signing in. */
const wayIn = z.object({
  /** The session that connects the provider to its account. */
  connect: z.string().optional(),
  /** The invitation by which they sign up. */
  invite: z.string().optional(),
})
export type WayIn = z.infer<typeof wayIn>

/** Seconds for which somebody may be at the provider. */
const life = 900
/** So that its cookie is no session's, though the same secret seals both. */
const salt = 'way-in'

/** Name and attributes of the cookie; it is sent to next-auth's own paths only. */
export function wayInCookie(headers: Headers) {
  const secure = isSecure(headers)
  return {
    name: `${secure ? '__Secure-' : ''}colloquy.way-in`,
    options: { httpOnly: true, sameSite: 'lax', path: '/api/auth', secure, maxAge: life } as const,
  }
}

/** The value of the cookie: encrypted. */
export const sealWayIn = (way: WayIn): Promise<string> =>
  encode({ token: way, secret: registry().secrets.nextAuth, maxAge: life, salt })

/** What this browser went to the provider for; empty when it is only to sign in. */
export async function readWayIn(headers: Headers): Promise<WayIn> {
  const token = cookieValue(headers, wayInCookie(headers).name)
  if (!token) return {}
  try {
    return wayIn.parse(await decode({ token, secret: registry().secrets.nextAuth, salt }))
  } catch {
    // Forged, over, or of another installation on this host: as good as none.
    return {}
  }
}
