import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Person, startApi, type TestApi } from '@/e2e/api/start'
import { type TestDatabase, testDatabase } from '@/e2e/support/database'
import { systemScope } from '@/lib/access/scopes'
import { signIn } from '@/lib/domain/accounts/service/sign-in'
import { createAccount } from '@/lib/domain/accounts/service/sign-up'
import { createConversation } from '@/lib/domain/conversations/service/create'
import { endConversation } from '@/lib/domain/conversations/service/end'
import { searchAnswer, uploadTicket } from '@/lib/domain/documents/schema'
import { readDocument } from '@/lib/domain/documents/service/read'
import { revealSecret } from '@/lib/domain/webhooks/service/secrets'
import { systemClock } from '@/lib/platform/clock'
import { openEmbedded } from '@/lib/platform/database/embedded'
import { migrate } from '@/lib/platform/database/migrations'
import { readEnv } from '@/lib/platform/env'
import { createLog } from '@/lib/platform/log'
import { pdfOf } from '@/lib/platform/reading/fixture'
import { fillRegistry, registry } from '@/lib/platform/registry'
import { openSecrets } from '@/lib/platform/secrets'
import { filePath, partPath } from '@/lib/platform/storage/folder'
import { backUp } from './back-up'
import type { Manifest } from './manifest'
import { restore } from './restore'
import { listTables } from './rows'

const log = createLog('silent')
const system = systemScope('test')
/** What `startApi` seals with: 32 zeros. */
const rootText = Buffer.alloc(32).toString('base64url')
const credentials = { email: 'ada@example.com', password: 'correct horse battery' }
const handbook = pdfOf([['Returns within thirty days.']])
const film = Buffer.from('the whole of a recording')

let folder: string
let sourceUrl: string
let api: TestApi
let ann: Person
let documentId: string
let recordingId: string
let archive: string
let manifest: Manifest
let webhookSecret: unknown
const opened: TestDatabase[] = []

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'colloquy-backup-'))
  chmodSync(folder, 0o711)
  const store = await testDatabase()
  sourceUrl = store.url
  api = await startApi(undefined, store)
  ann = await api.person('Ann')
  await api.addCast(null, 'dced222244b')
  const { DATA_DIR } = registry().env
  writeFileSync(join(DATA_DIR, 'secret'), `${rootText}\n`)
  writeFileSync(join(DATA_DIR, 'instance-id'), 'test\n')
  await createAccount(system, { ...credentials, name: 'Ada' })
  webhookSecret = await revealSecret(ann.scope)
  documentId = await uploaded()
  recordingId = await recorded()
  archive = join(folder, 'backup.tar.gz')
  manifest = await backUp(archive)
})
afterAll(async () => {
  for (const store of opened) await store.close()
  await api.close()
  rmSync(folder, { recursive: true, force: true })
})

async function uploaded(): Promise<string> {
  const asked = { method: 'POST', key: ann.key, body: { document_name: 'Handbook.pdf' } }
  const ticket = uploadTicket.parse(await (await api.call('/v2/documents/uploads', asked)).json())
  const body = new Uint8Array(handbook)
  const headers = { 'content-length': String(body.length) }
  await api.app.request(`https://colloquy.test${ticket.upload_url}`, { method: 'PUT', body, headers })
  const { signal } = new AbortController()
  await readDocument(system, { documentId: ticket.document_id, round: 1, attempts: 1, signal })
  return ticket.document_id
}

/** A recording that has its file, one that still runs with a part that has come, and one of which nothing is left. */
async function recorded(): Promise<string> {
  const { conversation_id: conversationId } = await talk()
  const base = {
    conversationId,
    sessionId: 's',
    name: 'Ann',
    instanceId: 'test',
    mimeType: 'video/webm',
    takes: 1,
  }
  const startedAt = api.clock.now()
  const made = { ...base, startedAt, status: 'ready', bytes: film.length, duration: 1000 } as const
  await api.database.recording.create({ data: { ...made, id: 'whole' } })
  await api.database.recording.create({ data: { ...made, id: 'lost' } })
  await api.database.recording.create({ data: { ...base, startedAt, status: 'recording', id: 'running' } })
  const part = { recordingId: 'running', take: 0, number: 0, bytes: 4, storedAt: startedAt }
  await api.database.recordingPart.create({ data: part })
  // More than goes into one entry of the archive.
  await api.database.$executeRaw`
    insert into conversation_events (id, conversation_id, type, properties, at)
    select 'long-' || n, ${conversationId}, 'long', jsonb_build_object('text', repeat('tab\t, line\n, \\ ', 8000)), ${startedAt}
    from generate_series(1, 45) n`
  put(filePath({ conversationId, recordingId: 'whole' }), film)
  put(partPath({ conversationId, recordingId: 'running' }, 0, 0), Buffer.from('part'))
  return 'whole'
}

function put(path: string, bytes: Buffer): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, bytes)
}

const talk = () =>
  createConversation(ann.scope, { persona_id: 'pdced222244b' }, { origin: 'https://colloquy.test' })

/** An empty database and data folder, with the settings of a server that uses them. */
async function emptyInstallation(settings: Record<string, string> = {}) {
  const store = await testDatabase()
  opened.push(store)
  const DATA_DIR = mkdtempSync(join(folder, 'data-'))
  const shared = { DATABASE_URL: store.url, APP_SECRET: `kept:${rootText}` }
  return { store, env: readEnv({ NODE_ENV: 'test', DATA_DIR, ...shared, ...settings }) }
}

/** Every row of a database, a hash for each table. */
async function contents(url: string): Promise<Record<string, string>> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    const hashes: Record<string, string> = {}
    for (const { name } of await listTables(client)) {
      const { rows } = await client.query(
        `select md5(coalesce(string_agg(t::text, e'\\n' order by t::text), '')) as hash from "${name}" t`,
      )
      hashes[name] = rows[0].hash
    }
    return hashes
  } finally {
    await client.end()
  }
}

it('a restored installation has the same rows and files, and serves them', { timeout: 60_000 }, async () => {
  const { store, env } = await emptyInstallation()
  const [before, source] = [await contents(sourceUrl), registry()]
  await restore({ path: archive, env, clock: systemClock, log })
  expect(await contents(store.url)).toEqual(before)
  const pieces = manifest.entries.filter(({ name }) => name.startsWith('rows/conversation_events/'))
  expect(pieces.length).toBeGreaterThan(1)
  expect(manifest.tables.find(({ name }) => name === 'recordings')?.rows).toBe(3)
  expect(manifest.missing).toEqual([expect.stringMatching(/^files\/recordings\/c\w+\/lost\/recording$/)])
  // The secret is APP_SECRET here, and lies nowhere beside it.
  expect(readdirSync(env.DATA_DIR).sort()).toEqual(['documents', 'instance-id', 'recordings'])

  const restored = await startApi(
    api.clock.now(),
    { ...store, close: async () => {} },
    { DATA_DIR: env.DATA_DIR },
  )
  try {
    await expect(signIn(system, credentials, { address: '192.0.2.1', userAgent: '' })).resolves.toBeTruthy()
    const ask = (path: string) => restored.call(path, { key: ann.key })
    const found = searchAnswer.parse(await (await ask('/v2/documents/search?question=return')).json())
    expect(found.data).toMatchObject([{ document_id: documentId, place: 'page 1' }])
    const file = await ask(`/v2/documents/${documentId}/file`)
    expect(Buffer.from(await file.arrayBuffer())).toEqual(handbook)
    const recording = await ask(`/v2/recordings/${recordingId}/file`)
    expect(Buffer.from(await recording.arrayBuffer())).toEqual(film)
    expect(await revealSecret(ann.scope)).toEqual(webhookSecret)
    const parts = readdirSync(join(env.DATA_DIR, 'recordings'), { recursive: true }).map(String)
    expect(parts.filter((path) => path.endsWith('running/parts/0-0'))).toHaveLength(1)
  } finally {
    await restored.close()
    // There is one registry in a process: it is the first installation's again.
    fillRegistry(source)
  }
})

it.each([
  ['cut short', (bytes: Buffer) => bytes.subarray(0, bytes.length - 200)],
  ['empty', () => Buffer.alloc(0)],
  ['no archive', () => Buffer.from('hello')],
  ['without its end', (bytes: Buffer) => gzipSync(gunzipSync(bytes).subarray(0, 1024))],
  [
    'with another byte in a file',
    (bytes: Buffer) => {
      const tar = gunzipSync(bytes)
      tar.write('THE', tar.indexOf(film))
      return gzipSync(tar)
    },
  ],
])('an archive that is %s is refused, and nothing is changed', async (_, spoil) => {
  const { store, env } = await emptyInstallation()
  const path = join(folder, 'spoilt.tar.gz')
  writeFileSync(path, spoil(readFileSync(archive)))
  await expect(restore({ path, env, clock: systemClock, log })).rejects.toThrow(
    /(no whole backup|is damaged).*Nothing was changed/s,
  )
  expect(readdirSync(env.DATA_DIR)).toEqual([])
  expect(await store.database.account.count()).toBe(0)
})

it('is of one moment, whatever is written meanwhile', { timeout: 60_000 }, async () => {
  const client = new Client({ connectionString: sourceUrl })
  await client.connect()
  let number = 0
  let ended = 0
  let writing = true
  /** Numbered rows, each committed before the next, in the first table that is read and in the last. */
  const write = async () => {
    while (writing) {
      const id = `numbered-${String(number).padStart(6, '0')}`
      if (number++ % 2 === 0)
        await client.query(`insert into instances values ($1, $2, $2)`, [id, new Date()])
      else {
        const { conversation_id: conversation } = numbered
        await client.query(
          `insert into utterances (conversation_id, seq, role, speaker, text, at, turn)
           values ($1, $2, 'user', 'Ann', $3, $4, 0)`,
          [conversation, number, id, new Date()],
        )
      }
    }
  }
  /** Conversations that begin and end, and are used meanwhile. */
  const talkAndEnd = async () => {
    while (writing) {
      const { conversation_id: id } = await talk()
      api.clock.advance(1000 + (number % 7) * 300)
      await endConversation(ann.scope, id, 'https://colloquy.test')
      ended++
    }
  }
  const numbered = await talk()
  const writers = [write(), talkAndEnd(), talkAndEnd()]
  while (number < 20 || ended < 3) await new Promise((resolve) => setTimeout(resolve, 5))
  const [path, least] = [join(folder, 'busy.tar.gz'), number]
  await backUp(path)
  const most = number
  writing = false
  await Promise.all(writers)
  await client.end()

  const { store, env } = await emptyInstallation()
  await restore({ path, env, clock: systemClock, log })
  const ids = await store.database.$queryRaw<{ id: string }[]>`
    select id from instances where id like 'numbered-%'
    union all select text from utterances where text like 'numbered-%' order by id`
  expect(ids.length).toBeGreaterThanOrEqual(least - 1)
  expect(ids.length).toBeLessThan(most)
  // Those up to some moment, without a gap, and none after it.
  expect(ids.map(({ id }) => Number(id.slice(9)))).toEqual(ids.map((_, at) => at))
  const [sums] = await store.database.$queryRaw<{ talked: bigint; used: bigint; live: bigint }[]>`
    select (select sum(duration) from conversations where status = 'ended') as talked,
      (select sum(seconds) from usage_days where grouped_by = '') as used,
      (select count(*) from conversations where status = 'ended' and duration is null) as live`
  expect(Number(sums?.used)).toBeGreaterThan(0)
  expect(Number(sums?.used)).toBe(Number(sums?.talked))
  expect(Number(sums?.live)).toBe(0)
})

it('fills an installation on the embedded database, with its secret', { timeout: 60_000 }, async () => {
  const DATA_DIR = join(folder, 'embedded')
  const env = readEnv({ NODE_ENV: 'test', DATA_DIR })
  const { entries } = await restore({ path: archive, env, clock: systemClock, log })
  expect(entries.map(({ name }) => name)).toContain('files/secret')
  expect(statSync(join(DATA_DIR, 'secret')).mode & 0o777).toBe(0o600)
  expect(openSecrets({ env }).encryption).toEqual(registry().secrets.encryption)
  expect(readFileSync(join(DATA_DIR, 'instance-id'), 'utf8')).toBe('test\n')
  const running = await openEmbedded({ dataDir: DATA_DIR, log })
  try {
    expect(await migrate({ url: running.url, clock: systemClock, log })).toEqual([])
    const client = new Client({ connectionString: running.url })
    await client.connect()
    const { rows } = await client.query('select email from accounts order by email')
    expect(rows).toContainEqual({ email: credentials.email })
    await client.end()
    const again = restore({ path: archive, env, clock: systemClock, log })
    await expect(again).rejects.toThrow(
      /data folder .* is in use: there is documents and recordings and secret/,
    )
  } finally {
    await running.stop()
  }
})

it('is restored again after it broke off half-way', { timeout: 60_000 }, async () => {
  const { store, env } = await emptyInstallation()
  // The last table refuses its rows, when the files and all others have come.
  await store.pool.query('alter table recording_parts add constraint broken check (number > 0)')
  await expect(restore({ path: archive, env, clock: systemClock, log })).rejects.toThrow('broken')
  expect(await store.database.account.count()).toBe(0)
  expect(existsSync(join(env.DATA_DIR, 'restore.unfinished'))).toBe(true)
  await store.pool.query('alter table recording_parts drop constraint broken')
  await restore({ path: archive, env, clock: systemClock, log })
  for (const { name, rows } of manifest.tables) {
    const { rows: found } = await store.pool.query(`select count(*)::int as rows from "${name}"`)
    expect([name, found[0].rows]).toEqual([name, rows])
  }
  expect(existsSync(join(env.DATA_DIR, 'restore.unfinished'))).toBe(false)
})

it('is refused, in words, where it does not belong', async () => {
  const { store, env } = await emptyInstallation()
  const tryWith = (changed: Partial<typeof env>) =>
    restore({ path: archive, env: { ...env, ...changed }, clock: systemClock, log })
  await expect(tryWith({ APP_SECRET: 'x'.repeat(32) })).rejects.toThrow('Set APP_SECRET to "kept:"')
  await expect(tryWith({ INSTANCE_ID: 'other' })).rejects.toThrow('Set INSTANCE_ID=test')
  await store.database.instance.create({
    data: { id: 'somebody', startedAt: new Date(), heartbeatAt: new Date() },
  })
  await expect(tryWith({})).rejects.toThrow('The database is not empty: there are rows in instances.')
  await store.database.instance.deleteMany()
  mkdirSync(join(env.DATA_DIR, 'recordings'))
  await expect(tryWith({})).rejects.toThrow('there is recordings in it')
  await expect(backUp(archive)).rejects.toThrow('There is a file')
})
