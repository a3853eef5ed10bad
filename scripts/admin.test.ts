import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type TestDatabase, testDatabase } from '@/e2e/support/database'
import { isKey } from '@/lib/domain/api-keys/rules'

let store: TestDatabase
let dataDir: string
beforeAll(async () => {
  store = await testDatabase()
  dataDir = mkdtempSync(join(tmpdir(), 'colloquy-admin-'))
})
afterAll(async () => {
  await store.close()
  rmSync(dataDir, { recursive: true, force: true })
})

type Answer = { code: number; said: string; complained: string }

/** Runs the command as its own process, as people do. */
function admin(...args: string[]): Promise<Answer> {
  const env = { ...process.env, DATABASE_URL: store.url, APP_SECRET: 'x'.repeat(32), DATA_DIR: dataDir }
  return new Promise((resolve) => {
    const words = ['--import', 'tsx', join(import.meta.dirname, 'admin.ts'), ...args]
    execFile(process.execPath, words, { env }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, said: stdout.trim(), complained: stderr.trim() })
    })
  })
}

it('makes an account, a key and limits, and takes the key away again', { timeout: 60_000 }, async () => {
  const email = 'ada@example.com'
  const made = await admin('user:create', '--email', 'Ada@example.com', '--name', 'Ada')
  expect(made).toMatchObject({ code: 0, said: expect.stringMatching(/with the password \w{20}$/) })
  expect(await admin('user:create', '--email', email, '--name', 'Ada')).toMatchObject({
    code: 1,
    said: '',
    complained: expect.stringContaining('already'),
  })
  const key = await admin('key:create', '--email', email, '--name', 'Robot')
  expect(isKey(key.said)).toBe(true)
  const [row] = await store.database.apiKey.findMany()
  expect((await admin('key:list', '--email', email)).said).toMatch(new RegExp(`\\n${row?.id}.*Robot`))
  expect(await admin('key:revoke', '--email', email, '--id', row?.id ?? '')).toMatchObject({ code: 0 })
  expect((await store.database.apiKey.findMany())[0]?.revokedAt).not.toBeNull()
  const day = ['--read-only', '--expires', '2999-12-31', '--ip', '192.0.2.7, 2001:db8::/32']
  expect(isKey((await admin('key:create', '--email', email, ...day)).said)).toBe(true)
  expect(await store.database.apiKey.findFirst({ orderBy: { createdAt: 'desc' } })).toMatchObject({
    scopes: ['read'],
    addresses: ['192.0.2.7', '2001:db8::/32'],
    expiresAt: new Date('2999-12-31T23:59:59.999Z'),
  })
  expect(await admin('key:create', '--email', email, '--expires', 'soon')).toMatchObject({
    code: 1,
    said: '',
  })
  const limits = await admin('workspace:limits', '--email', email, '--concurrency', '2', '--minutes', '30')
  expect(limits.said).toContain('2 at once, 30 minutes a month, longest call 3600 s')
  expect((await admin('workspace:limits', '--email', email, '--minutes', 'none')).said).toContain('no limit')
  const reset = await admin('user:reset-password', '--email', email)
  expect(reset.said).toMatch(/^The password of ada@example\.com is now \w{20}$/)
})

it("backs up into a file that is its owner's alone", { timeout: 60_000 }, async () => {
  const file = join(dataDir, 'backup.tar.gz')
  const made = await admin('backup', '--file', file)
  expect(made).toMatchObject({ code: 0, said: expect.stringContaining('APP_SECRET is not in the backup') })
  expect(statSync(file).mode & 0o777).toBe(0o600)
})

it('says how it is used', { timeout: 60_000 }, async () => {
  const help = await admin('--help')
  expect(help).toMatchObject({ code: 0 })
  for (const name of ['user:create', 'user:list', 'user:reset-password', 'workspace:limits', 'key:create']) {
    expect(help.said).toContain(`npm run admin -- ${name}`)
  }
  expect(await admin('user:explode')).toMatchObject({
    code: 2,
    complained: expect.stringContaining('user:create'),
  })
  expect(await admin('key:create')).toMatchObject({
    code: 2,
    complained: expect.stringContaining('--email is missing.'),
  })
  expect(await admin('user:list', '--loud')).toMatchObject({
    code: 2,
    complained: expect.stringContaining('--loud'),
  })
  expect(await admin('workspace:limits', '--email', 'x@example.com', '--minutes', 'many')).toMatchObject({
    code: 1,
  })
})
