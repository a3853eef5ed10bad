import type { NextAuthOptions } from 'next-auth'
import Credentials from 'next-auth/providers/credentials'
import { connectIdentity, signInByIdentity, type Vouched } from '@/lib/domain/accounts/service/identities'
import { readSession, signOut } from '@/lib/domain/accounts/service/sessions'
import { signIn } from '@/lib/domain/accounts/service/sign-in'
import { DomainError, isDomainError } from '@/lib/domain/errors'
import { registry } from '@/lib/platform/registry'
import { identityProviders } from './identity-providers'
import { clientAddress, isSecure, returnPath } from './origin'
import { memberScope, systemScope } from './scopes'
import { cookieLife, sessionFrom } from './session'
import { readWayIn, type WayIn } from './way-in'

const system = systemScope('next-auth')

/**
 * next-auth for one request. Its token holds the id of a session's row and nothing else, and that row is read whenever
 * the token is. Cookies are `Secure` where this request came by https, so that plain http works too.
 */
export async function nextAuthOptions(headers: Headers): Promise<NextAuthOptions> {
  const { log, secrets } = registry()
  const way = await readWayIn(headers)
  const visitor = { address: clientAddress(headers), userAgent: headers.get('user-agent') ?? '' }
  const providers = identityProviders()
  const back = way.connect ? '/settings' : '/signin'
  return {
    secret: secrets.nextAuth,
    useSecureCookies: isSecure(headers),
    session: { strategy: 'jwt', maxAge: cookieLife },
    pages: { signIn: '/signin', signOut: '/signin', error: back },
    providers: [
      Credentials({
        credentials: { email: { type: 'email' }, password: { type: 'password' } },
        async authorize(credentials) {
          const { email = '', password = '' } = credentials ?? {}
          return { id: await replaceSession(headers, await signIn(system, { email, password }, visitor)) }
        },
      }),
      ...providers.map(({ config }) => config),
    ],
    callbacks: {
      async signIn({ user, account }) {
        const provider = providers.find(({ id }) => id === account?.provider)
        if (!account || !provider) return true
        const { email = null, name = null } = user
        const vouched = { issuer: provider.issuer, subject: account.providerAccountId, email, name }
        try {
          // From here on next-auth's user is the session that its token is to hold.
          user.id = way.connect
            ? await connect(headers, way.connect, vouched)
            : await replaceSession(headers, await signInByIdentity(system, vouched, visitor, way.invite))
          return true
        } catch (error) {
          if (!isDomainError(error)) log.error({ err: error }, 'signing in by an identity provider failed')
          const query = isDomainError(error) ? `refused=${error.code}&by=${provider.id}` : 'error=Callback'
          return `${back}?${query}`
        }
      },
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
      error(code, about) {
        const level = /OAUTH/.test(code) ? 'warn' : 'debug'
        log[level]({ code, ...reasonOf(about) }, 'next-auth refused a request')
      },
      warn: (code) => log.debug({ code }, 'next-auth warns'),
      debug: () => {},
    },
  }
}

/** Connects a provider to the account that is signed in in this browser, if it is still the one that set out to. */
async function connect(headers: Headers, sessionId: NonNullable<WayIn['connect']>, vouched: Vouched) {
  const member = await sessionFrom({ headers })
  if (member?.sessionId !== sessionId) throw new DomainError('signed-out', 'You were signed out meanwhile.')
  await connectIdentity(member, vouched)
  return sessionId
}

/** Ends the session that this browser had until now. `sessionId` is the new one, which is given back. */
async function replaceSession(headers: Headers, sessionId: string): Promise<string> {
  const before = await sessionFrom({ headers })
  if (before) await signOut(before)
  return sessionId
}

/** Which provider, and what it said in short: for whoever configures it. */
function reasonOf(about: object): { provider?: unknown; reason?: string } {
  const { error, providerId } = about as { error?: unknown; providerId?: unknown }
  return { provider: providerId, reason: error instanceof Error ? error.message : undefined }
}
