import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openSecrets } from './secrets'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'colloquy-secrets-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const embedded = () => ({
  env: { DATA_DIR: join(folder, 'data'), DATABASE_URL: undefined, APP_SECRET: undefined },
})
const shared = (secret: string) => ({
  env: { DATA_DIR: join(folder, 'data'), DATABASE_URL: 'postgresql://db/x', APP_SECRET: secret },
})

test('the embedded installation makes its root secret once, readable by its owner alone', () => {
  const first = openSecrets(embedded())
  const file = join(folder, 'data', 'secret')
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(openSecrets(embedded())).toEqual(first)
  expect(readFileSync(file, 'utf8')).not.toContain(first.nextAuth)
  writeFileSync(file, 'short\n')
  expect(() => openSecrets(embedded())).toThrow(/is damaged/)
})

test('instances with the same APP_SECRET agree, and with another one share nothing', () => {
  const secrets = openSecrets(shared('a'.repeat(32)))
  expect(openSecrets(shared('a'.repeat(32)))).toEqual(secrets)
  const others = openSecrets(shared('b'.repeat(32)))
  for (const name of Object.keys(secrets) as (keyof typeof secrets)[])
    expect(others[name]).not.toEqual(secrets[name])
})

test('the secrets are 32 bytes each and all different', () => {
  // Node reads both kinds of base64 as one.
  const all = Object.values(openSecrets(embedded())).map((secret) =>
    typeof secret === 'string' ? Buffer.from(secret, 'base64') : Buffer.from(secret),
  )
  for (const secret of all) expect(secret.length).toBe(32)
  expect(new Set(all.map((secret) => secret.toString('hex'))).size).toBe(all.length)
})

test('APP_SECRET can be the root secret that an embedded installation kept', () => {
  const secrets = openSecrets(embedded())
  const kept = readFileSync(join(folder, 'data', 'secret'), 'utf8')
  expect(openSecrets(shared(`kept:${kept}`))).toEqual(secrets)
  expect(openSecrets(shared(kept))).not.toEqual(secrets)
})
