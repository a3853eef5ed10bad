import type { OAuthConfig } from 'next-auth/providers/oauth'
import * as z from 'zod'
import { registry } from '@/lib/platform/registry'

/** A way in beside e-mail and password, as pages show it. */
export type IdentityProvider = { id: 'github' | 'google' | 'oidc'; name: string; issuer: string }

type Configured = IdentityProvider & { config: OAuthConfig<Record<string, unknown>> }

/** Milliseconds that a provider may take for one answer. */
const patience = 10_000

/** The claims of OpenID Connect that say who somebody is (Core 5.1). */
const claims = z.object({
  sub: z.string().min(1),
  email: z.string().optional(),
  email_verified: z.union([z.boolean(), z.stringbool()]).optional(),
  name: z.string().optional(),
  preferred_username: z.string().optional(),
})

/** What GitHub tells of a user, and of their addresses. */
const gitHubUser = z.object({ id: z.int(), login: z.string(), name: z.string().nullish() })
const gitHubEmails = z.array(z.object({ email: z.string(), primary: z.boolean(), verified: z.boolean() }))

/** The providers that this installation is configured for, in the order they are offered. */
export function identityProviders(): Configured[] {
  const { env } = registry()
  const { GITHUB_CLIENT_ID, GITHUB_CLIENT_SECRET, GITHUB_URL } = env
  const { GOOGLE_CLIENT_ID, GOOGLE_CLIENT_SECRET } = env
  const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, OIDC_NAME } = env
  const all: Configured[] = []
  if (GITHUB_CLIENT_ID && GITHUB_CLIENT_SECRET)
    all.push(gitHub(GITHUB_URL, GITHUB_CLIENT_ID, GITHUB_CLIENT_SECRET))
  if (GOOGLE_CLIENT_ID && GOOGLE_CLIENT_SECRET) {
    const google = { id: 'google', name: 'Google', issuer: 'https://accounts.google.com' } as const
    all.push(openIdConnect(google, GOOGLE_CLIENT_ID, GOOGLE_CLIENT_SECRET))
  }
  if (OIDC_ISSUER && OIDC_CLIENT_ID && OIDC_CLIENT_SECRET) {
    const own = { id: 'oidc', name: OIDC_NAME, issuer: OIDC_ISSUER } as const
    all.push(openIdConnect(own, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET))
  }
  return all
}

/** The providers as pages show them: without secrets. */
export const shownProviders = (): IdentityProvider[] =>
  identityProviders().map(({ id, name, issuer }) => ({ id, name, issuer }))

function openIdConnect(provider: IdentityProvider, clientId: string, clientSecret: string): Configured {
  return {
    ...provider,
    config: {
      ...{ id: provider.id, name: provider.name, type: 'oauth', clientId, clientSecret },
      wellKnown: `${provider.issuer}/.well-known/openid-configuration`,
      authorization: { params: { scope: 'openid email profile' } },
      idToken: true,
      checks: ['pkce', 'state', 'nonce'],
      httpOptions: { timeout: patience },
      userinfo: {
        // Some providers put no more than `sub` into the token; the rest is had by asking.
        async request({ tokens, client }) {
          // openid-client gives the claims of a token whose signature, issuer, audience and nonce it has checked.
          const told = claims.parse((tokens as { claims?(): unknown }).claims?.())
          if (told.email !== undefined) return told
          const more = claims.parse(await client.userinfo(tokens.access_token ?? ''))
          if (more.sub !== told.sub) throw new Error('The provider answered for somebody else.')
          return more
        },
      },
      profile(told) {
        const { sub, email, email_verified, name, preferred_username } = claims.parse(told)
        return { id: sub, name: name ?? preferred_username, email: email_verified === false ? null : email }
      },
    },
  }
}

function gitHub(base: string, clientId: string, clientSecret: string): Configured {
  const issuer = `${base}/login/oauth`
  const api = base === 'https://github.com' ? 'https://api.github.com' : `${base}/api/v3`
  return {
    ...{ id: 'github', name: 'GitHub', issuer },
    config: {
      ...{ id: 'github', name: 'GitHub', type: 'oauth', clientId, clientSecret },
      issuer,
      authorization: { url: `${issuer}/authorize`, params: { scope: 'read:user user:email' } },
      token: `${issuer}/access_token`,
      checks: ['pkce', 'state'],
      httpOptions: { timeout: patience },
      userinfo: {
        url: `${api}/user`,
        async request({ tokens, client }) {
          const token = tokens.access_token ?? ''
          const user = gitHubUser.parse(await client.userinfo(token))
          // The profile shows any address or none; only the list says which is verified.
          const { body } = await client.requestResource(`${api}/user/emails`, token)
          const emails = gitHubEmails.parse(JSON.parse(String(body)))
          const email = emails.find(({ primary, verified }) => primary && verified)?.email
          return { id: user.id, login: user.login, name: user.name ?? undefined, email }
        },
      },
      profile(told) {
        const { id, login, name } = gitHubUser.parse(told)
        return { id: String(id), name: name ?? login, email: z.string().optional().parse(told.email) }
      },
    },
  }
}
