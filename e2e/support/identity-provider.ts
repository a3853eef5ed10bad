import { createHash, createSign, generateKeyPairSync, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'

/** Somebody who has an account at the provider. */
export type Person = { sub: string; name: string; email: string; email_verified?: boolean }

/** A provider of OpenID Connect and, under the same address, of what GitHub Enterprise Server answers. */
export type IdentityProvider = {
  url: string
  clientId: string
  clientSecret: string
  /** Who is signed in there; null: they refuse. */
  person: Person | null
  /** Whether the token holds no more than `sub`, so that the rest has to be asked for. */
  thin: boolean
  /** What of the requests was not as the standards ask, in words. */
  faults: string[]
  close(): Promise<void>
}

type Grant = { person: Person; redirectUri: string; challenge: string; nonce: string | null }

const digest = (text: string) => createHash('sha256').update(text).digest('base64url')

/** Starts a provider on loopback, with keys of its own, that checks all it is sent. */
export async function startIdentityProvider(): Promise<IdentityProvider> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const grants = new Map<string, Grant>()
  const holders = new Map<string, Person>()
  const server = createServer((request, response) => {
    answer(request, response).catch((error) => {
      provider.faults.push(String(error))
      response.writeHead(500).end()
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
  const provider: IdentityProvider = {
    ...{ url, clientId: 'colloquy', clientSecret: `secret-${randomBytes(8).toString('hex')}` },
    ...{ person: null, thin: false, faults: [] },
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
  const expect = (holds: boolean, fault: string) => {
    if (!holds) provider.faults.push(fault)
    return holds
  }

  const sign = (claims: object) => {
    const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')
    const body = `${encode({ alg: 'RS256', typ: 'JWT', kid: 'one' })}.${encode(claims)}`
    return `${body}.${createSign('RSA-SHA256').update(body).sign(privateKey).toString('base64url')}`
  }

  /** Sends the browser back with a code, or with the person's refusal. */
  function authorize(asked: URLSearchParams, response: ServerResponse, isOidc: boolean) {
    const redirectUri = asked.get('redirect_uri') ?? ''
    expect(asked.get('client_id') === provider.clientId, 'authorize: not our client_id')
    expect(asked.get('response_type') === 'code', 'authorize: response_type is not code')
    expect((asked.get('state') ?? '').length >= 16, 'authorize: no state')
    expect(asked.get('code_challenge_method') === 'S256', 'authorize: no PKCE by S256')
    expect(!isOidc || (asked.get('nonce') ?? '').length >= 16, 'authorize: no nonce')
    expect(!isOidc || asked.get('scope') === 'openid email profile', 'authorize: another scope')
    const back = new URL(redirectUri)
    back.searchParams.set('state', asked.get('state') ?? '')
    if (provider.person) {
      const code = randomBytes(16).toString('hex')
      const [challenge, nonce] = [asked.get('code_challenge') ?? '', asked.get('nonce')]
      grants.set(code, { person: provider.person, redirectUri, challenge, nonce })
      back.searchParams.set('code', code)
    } else back.searchParams.set('error', 'access_denied')
    response.writeHead(302, { location: back.toString() }).end()
  }

  /** Takes a code once, of the client that proves itself and began. */
  async function token(request: IncomingMessage, response: ServerResponse, isOidc: boolean) {
    const form = new URLSearchParams(await textOf(request))
    const credentials = Buffer.from(request.headers.authorization?.replace(/^Basic /, '') ?? '', 'base64')
    const proof = `${encodeURIComponent(provider.clientId)}:${encodeURIComponent(provider.clientSecret)}`
    if (String(credentials) !== proof) return json(response, { error: 'invalid_client' }, 401)
    const code = form.get('code') ?? ''
    const grant = grants.get(code)
    grants.delete(code)
    const isRight =
      expect(form.get('grant_type') === 'authorization_code', 'token: another grant_type') &&
      expect(grant !== undefined, 'token: a code that was used or never given') &&
      expect(grant?.redirectUri === form.get('redirect_uri'), 'token: another redirect_uri') &&
      expect(grant?.challenge === digest(form.get('code_verifier') ?? ''), 'token: another code_verifier')
    if (!grant || !isRight) return json(response, { error: 'invalid_grant' }, 400)
    const access = randomBytes(16).toString('hex')
    holders.set(access, grant.person)
    const now = Math.floor(Date.now() / 1000)
    const { sub, ...rest } = grant.person
    const claims = { iss: url, aud: provider.clientId, iat: now, exp: now + 300, nonce: grant.nonce, sub }
    json(response, {
      ...{ access_token: access, token_type: 'bearer' },
      ...(isOidc && { id_token: sign(provider.thin ? claims : { ...claims, ...rest }) }),
    })
  }

  const holderOf = (request: IncomingMessage) =>
    holders.get(request.headers.authorization?.replace(/^(Bearer|token) /i, '') ?? '')

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', url)
    const person = holderOf(request)
    switch (pathname) {
      case '/.well-known/openid-configuration':
        return json(response, {
          ...{ issuer: url, authorization_endpoint: `${url}/authorize`, token_endpoint: `${url}/token` },
          ...{ userinfo_endpoint: `${url}/userinfo`, jwks_uri: `${url}/jwks` },
          ...{ response_types_supported: ['code'], subject_types_supported: ['public'] },
          id_token_signing_alg_values_supported: ['RS256'],
        })
      case '/jwks':
        return json(response, { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'one', use: 'sig' }] })
      case '/authorize':
        return authorize(searchParams, response, true)
      case '/login/oauth/authorize':
        return authorize(searchParams, response, false)
      case '/token':
        return token(request, response, true)
      case '/login/oauth/access_token':
        return token(request, response, false)
    }
    if (!expect(person !== undefined, `${pathname}: no token of ours`) || !person) {
      return json(response, { message: 'Bad credentials' }, 401)
    }
    const { sub, name, email, email_verified = true } = person
    switch (pathname) {
      case '/userinfo':
        return json(response, person)
      case '/api/v3/user':
        // The public profile shows an address that need not be verified.
        return json(response, { id: Number(sub), login: 'octo', name, email: 'public@example.com' })
      case '/api/v3/user/emails':
        return json(response, [
          { email: 'old@example.com', primary: false, verified: true },
          { email, primary: true, verified: email_verified },
        ])
      default:
        provider.faults.push(`${pathname}: unknown`)
        json(response, {}, 404)
    }
  }
  return provider
}

function json(response: ServerResponse, body: object, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const part of request) text += part
  return text
}
