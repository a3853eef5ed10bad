import type { NextAuthOptions } from 'next-auth'
import Credentials from 'next-auth/providers/credentials'
import { readSession, signOut } from '@/lib/domain/accounts/service/sessions'
import { signIn } from '@/lib/domain/accounts/service/sign-in'
import { registry } from '@/lib/platform/registry'
import { clientAddress, isSecure, returnPath } from './origin'
import { memberScope, systemScope } from './scopes'
import { cookieLife } from './session'

/**
 * next-auth for one request. Its token holds the id of a session's row and nothing else, and that row is read whenever
 * the token is. Cookies are `Secure` where this request came by https, so that plain http works too.
 */
export function nextAuthOptions(headers: Headers): NextAuthOptions {
  const { log, secrets } = registry()
  const system = systemScope('next-auth')
  return {
    secret: secrets.nextAuth,
    useSecureCookies: isSecure(headers),
    session: { strategy: 'jwt', maxAge: cookieLife },
    pages: { signIn: '/signin', signOut: '/signin', error: '/signin' },
    providers: [
      Credentials({
        credentials: { email: { type: 'email' }, password: { type: 'password' } },
        async authorize(credentials) {
          const { email = '', password = '' } = credentials ?? {}
          const visitor = { address: clientAddress(headers), userAgent: headers.get('user-agent') ?? '' }
          return { id: await signIn(system, { email, password }, visitor) }
        },
      }),
    ],
    callbacks: {
      async jwt({ token, user }) {
        const sid = user?.id ?? String(token.sid)
        if (!(await readSession(system, sid))) throw new Error('The session is over.')
        return { sid }
      },
      session: ({ session }) => ({ expires: session.expires }),
      redirect: ({ url, baseUrl }) => {
        const path = url.startsWith(`${baseUrl}/`) ? url.slice(baseUrl.length) : url
        return baseUrl + returnPath(path)
      },
    },
    events: {
      async signOut({ token }) {
        const session = await readSession(system, String(token?.sid))
        if (session) await signOut(memberScope(session))
      },
    },
    logger: {
      error: (code) => log.debug({ code }, 'next-auth refused a request'),
      warn: (code) => log.debug({ code }, 'next-auth warns'),
      debug: () => {},
    },
  }
}
