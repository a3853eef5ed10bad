import { expect, it } from 'vitest'
import { readEnv } from './env'

it('takes an unset variable and an empty one for the same', () => {
  expect(readEnv({ PORT: '', OIDC_ISSUER: '', APP_URL: ' ' })).toEqual(readEnv({}))
})

it.each([
  [{ GITHUB_CLIENT_ID: 'a' }, 'GITHUB_CLIENT_SECRET is not set'],
  [{ GOOGLE_CLIENT_SECRET: 'a' }, 'GOOGLE_CLIENT_ID is not set'],
  [{ OIDC_ISSUER: 'https://sso.example.com' }, 'OIDC_CLIENT_ID, OIDC_CLIENT_SECRET is not set'],
  [{ OIDC_ISSUER: 'sso.example.com' }, 'OIDC_ISSUER must be an http or https address'],
  [{ DATABASE_URL: 'postgresql://db.example.com/x' }, 'APP_SECRET is not'],
])('names what is missing beside %j', (settings, words) => {
  expect(() => readEnv(settings as Record<string, string>)).toThrow(words)
})

it('takes a whole identity provider, without the slash at its end', () => {
  const env = readEnv({
    OIDC_ISSUER: 'https://sso.example.com/staff/',
    OIDC_CLIENT_ID: 'colloquy',
    OIDC_CLIENT_SECRET: 'secret',
  })
  expect(env).toMatchObject({ OIDC_ISSUER: 'https://sso.example.com/staff', OIDC_NAME: 'single sign-on' })
})
