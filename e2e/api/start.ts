import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { type TestDatabase, testDatabase } from '@/e2e/support/database'
import { handClock } from '@/e2e/support/hand-clock'
import { memoryProvider } from '@/e2e/support/memory-provider'
import { openAccount, type Tavus } from '@/e2e/support/tavus-account'
import { tavusCloud } from '@/e2e/support/tavus-provider'
import { memberScope } from '@/lib/access/scopes'
import { sealSession, sessionCookie } from '@/lib/access/session'
import { createApi, routes } from '@/lib/api/app'
import { closeEventStreams } from '@/lib/api/event-stream'
import { openApi } from '@/lib/api/openapi/document'
import { openSession } from '@/lib/domain/accounts/service/sessions'
import { createKey } from '@/lib/domain/api-keys/service'
import type { MemberScope } from '@/lib/domain/scope'
import { openBus } from '@/lib/platform/database/bus'
import { readEnv } from '@/lib/platform/env'
import { rowId } from '@/lib/platform/ids'
import { createLog } from '@/lib/platform/log'
import { fillRegistry, registry } from '@/lib/platform/registry'
import { deriveSecrets } from '@/lib/platform/secrets'

/** Somebody with a workspace, a signed-in browser and a key. */
export type Person = {
  scope: MemberScope
  accountId: string
  workspaceId: string
  sessionId: string
  cookie: string
  apiKeyId: string
  key: string
}

type Call = {
  method?: string
  key?: string
  cookie?: string
  /** An object is sent as JSON, a text as it is. */
  body?: unknown
  headers?: Record<string, string>
}

/** Time stands still in most tests, so that a minute's requests would be used up. */
const withoutLimits = { RATE_LIMIT_KEY: '0', RATE_LIMIT_ACCOUNT: '0' }

/**
 * The API on a database of its own (or on the one given), with a clock that stands still until it is moved.
 * Only in vitest.
 */
export async function startApi(
  start = new Date('2026-01-20T12:00:00.000Z'),
  given?: TestDatabase,
  settings: Record<string, string> = withoutLimits,
) {
  const lines: Record<string, unknown>[] = []
  const log = createLog(
    'info',
    new Writable({
      write(chunk, _encoding, done) {
        lines.push(JSON.parse(String(chunk)))
        done()
      },
    }),
  )
  const store = given ?? (await testDatabase())
  const dataDir = mkdtempSync(join(tmpdir(), 'colloquy-api-'))
  const env = readEnv({
    ...{ APP_URL: 'https://colloquy.test', NODE_ENV: 'test', DATA_DIR: dataDir },
    ...settings,
  })
  const clock = handClock(start)
  const bus = await openBus({ url: store.url, clock, log })
  const provider = memoryProvider()
  fillRegistry({
    env,
    clock,
    log,
    database: store.database,
    pool: store.pool,
    bus,
    secrets: deriveSecrets(new Uint8Array(32)),
    instanceId: 'test',
    providers: new Map<string, unknown>([
      ['studio', provider],
      ['tavus', tavusCloud(clock)],
    ]),
  })
  const accounts: Tavus[] = []
  const app = createApi({ openApi: openApi(routes), ready: async () => ({ database: true }) })

  return {
    app,
    clock,
    database: store.database,
    provider,
    /** What was logged. */
    lines,
    person,
    addCast,
    /** Connects their workspace to an account at a Tavus on loopback, which answers as long as this API does. */
    async connect({ scope }: Person): Promise<Tavus> {
      const account = await openAccount(scope, { now: clock.now })
      accounts.push(account)
      return account
    },
    /** One request, as the server hands it over. */
    async call(path: string, { method = 'GET', key, cookie, body, headers }: Call = {}): Promise<Response> {
      return await app.request(`https://colloquy.test${path}`, {
        method,
        headers: { ...(key && { 'x-api-key': key }), ...(cookie && { cookie }), ...headers },
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      })
    },
    async close() {
      closeEventStreams()
      await Promise.all(accounts.map((account) => account.close()))
      await bus.close()
      await store.close()
      fillRegistry(undefined)
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

export type TestApi = Awaited<ReturnType<typeof startApi>>

/** A new person. `slots` and `minutes` are the workspace's limits. */
async function person(name: string, { slots = 5, minutes = null as number | null } = {}): Promise<Person> {
  const { database, clock } = registry()
  const now = clock.now()
  const accountId = rowId()
  const workspaceId = rowId()
  await database.account.create({
    data: { id: accountId, email: `${accountId}@colloquy.test`, name, createdAt: now },
  })
  await database.workspace.create({
    data: {
      id: workspaceId,
      name,
      maxConcurrent: slots,
      monthlyMinutes: minutes,
      maxCallDuration: 3600,
      allowedOrigins: [],
      createdAt: now,
    },
  })
  await database.member.create({ data: { workspaceId, accountId, role: 'owner', createdAt: now } })
  const sessionId = await database.$transaction((tx) => openSession(tx, accountId, 'test'))
  const scope = memberScope({ accountId, workspaceId, role: 'owner', sessionId })
  const cookie = `${sessionCookie(true).name}=${await sealSession(sessionId)}`
  const { id: apiKeyId, key } = await createKey(scope, { name: 'test' })
  return { scope, accountId, workspaceId, sessionId, cookie, apiKeyId, key }
}

/** A persona and a replica of its own for a workspace (null: stock). The persona's replica is the one made with it. */
async function addCast(workspaceId: string | null, suffix: string) {
  const { database, clock } = registry()
  const now = clock.now()
  const replicaId = `r${suffix}`
  const personaId = `p${suffix}`
  await database.replica.create({
    data: {
      id: replicaId,
      workspaceId,
      name: `Replica ${suffix}`,
      look: { style: 'plain', options: {} },
      voice: { variant: 'en', pitch: 50, rate: 160, gender: 'neutral' },
      createdAt: now,
      updatedAt: now,
    },
  })
  await database.persona.create({
    data: {
      id: personaId,
      workspaceId,
      name: `Persona ${suffix}`,
      systemPrompt: 'You answer.',
      context: 'You know this.',
      defaultReplicaId: replicaId,
      createdAt: now,
      updatedAt: now,
    },
  })
  return { personaId, replicaId }
}
