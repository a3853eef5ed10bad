import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Person, startApi, type TestApi } from '@/e2e/api/start'
import { account, role, type S3Store, startS3Store } from '@/e2e/support/s3-store'
import { systemScope } from '@/lib/access/scopes'
import { conversationCreated, conversationVerbose } from '@/lib/domain/conversations/schema/response'
import { recordingTake } from '@/lib/domain/recordings/schema'
import { startEngine } from '@/lib/engine/index'
import { createLog } from '@/lib/platform/log'
import { registry } from '@/lib/platform/registry'
import { recordedTakes } from '@/lib/platform/storage/fixture'
import { byteRange } from '../range'

let api: TestApi
let store: S3Store
let server: Server
let base: string
let engine: { stop(): Promise<void> }
let ann: Person
let bob: Person
let id: string
const parts = (recordedTakes('webm')[0] ?? []).map(({ path }) => readFileSync(path))
const origin = 'https://colloquy.test'

beforeAll(async () => {
  api = await startApi()
  store = await startS3Store()
  Object.assign(registry().env, {
    AWS_ACCESS_KEY_ID: account.accessKeyId,
    AWS_SECRET_ACCESS_KEY: account.secretAccessKey,
    AWS_ENDPOINT_URL_S3: store.url,
    AWS_ENDPOINT_URL_STS: store.url,
  })
  await api.addCast(null, 'dced222244b')
  server = createServer(getRequestListener(api.app.fetch, { overrideGlobalObjects: false }))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const { clock, bus } = registry()
  engine = startEngine(systemScope('test'), { clock, log: createLog('silent'), bus })
})
afterAll(async () => {
  await engine.stop()
  await new Promise((resolve) => server.close(resolve))
  await store.close()
  await api.close()
})
beforeEach(async () => {
  ann = await api.person('Ann')
  bob = await api.person('Bob')
  id = await created()
})

const create = (properties: object, who = ann) =>
  api.call('/v2/conversations', {
    method: 'POST',
    key: who.key,
    body: { persona_id: 'pdced222244b', properties },
  })

async function created(properties: object = {}) {
  const answer = await create({ enable_recording: true, ...properties })
  expect(answer.status, await answer.clone().text()).toBe(200)
  const { conversation_id } = conversationCreated.parse(await answer.json())
  const holder = { name: 'Ann', accountId: ann.accountId, present: true }
  api.provider.tickets.set(`ann-${conversation_id}`, { ...holder, sessionId: 'ann' })
  return conversation_id
}

const ask = (method: string, path: string, init: RequestInit & { ticket?: string } = {}) =>
  fetch(`${base}/rooms/${id}/recordings${path}`, {
    method,
    ...init,
    headers: { origin, 'x-room-ticket': init.ticket ?? `ann-${id}`, ...init.headers },
  })
const start = () => ask('POST', '', { body: '{"mime_type":"video/webm;codecs=vp8"}' })
const put = (recordingId: string, number: number, body: Uint8Array<ArrayBuffer>, init: object = {}) =>
  ask('PUT', `/${recordingId}/takes/0/parts/${number}`, { body, ...init })

async function recording() {
  const answer = await api.call(`/v2/conversations/${id}?verbose=true`, { key: ann.key })
  const { recordings, events } = conversationVerbose.parse(await answer.json())
  return { ...recordings[0], events: events.map(({ event_type }) => event_type) }
}

/** Records the fixture and stops; resolves when its file is there. */
async function recorded() {
  const { recording_id } = recordingTake.parse(await (await start()).json())
  for (const [number, part] of parts.entries())
    expect((await put(recording_id, number, part)).status).toBe(204)
  expect((await ask('POST', `/${recording_id}/stop`)).status).toBe(204)
  await expect.poll(async () => (await recording()).status, { timeout: 5000 }).toBe('ready')
  return recording_id
}

describe('what a participant’s browser does', () => {
  it('is refused without a ticket of this room, from other sites, and in other methods', async () => {
    expect((await ask('POST', '', { ticket: 'forged' })).status).toBe(403)
    expect((await ask('POST', '', { ticket: '' })).status).toBe(403)
    expect((await ask('POST', '', { headers: { origin: 'https://elsewhere.example' } })).status).toBe(403)
    expect((await ask('GET', '')).status).toBe(405)
    expect((await recording()).status).toBeUndefined()
  })

  it('is not helped by a key or a session', async () => {
    const keyed = await ask('POST', '', { ticket: '', headers: { 'x-api-key': ann.key, cookie: ann.cookie } })
    expect(keyed.status).toBe(403)
  })

  it('is told what is wrong with a part', async () => {
    const { recording_id } = recordingTake.parse(await (await start()).json())
    expect((await put(recording_id, 20_000_000_000, Buffer.from('x'))).status).toBe(400)
    expect((await ask('PUT', `/${recording_id}/takes/7/parts/0`, { body: 'x' })).status).toBe(400)
    const large = await put(recording_id, 0, Buffer.alloc(9 * 1024 * 1024))
    expect(large.status).toBe(429)
    expect(large.headers.get('retry-after')).toBe('2')
    expect((await ask('POST', '', { body: '{"mime_type":"text/html"}' })).status).toBe(400)
  })

  it('is counted by address', async () => {
    const { env } = registry()
    expect(env.NODE_ENV).toBe('test')
    const headers = { 'x-forwarded-for': '203.0.113.50' }
    await api.database.rate.create({
      data: { key: 'room:203.0.113.50', count: 1200, resetAt: new Date(api.clock.now().getTime() + 60_000) },
    })
    expect((await ask('POST', '', { headers })).status).toBe(429)
  })
})

describe('the file', () => {
  it('is played whole or in ranges, and saved under a name', async () => {
    const recordingId = await recorded()
    const path = `/v2/recordings/${recordingId}/file`
    const whole = await fetch(base + path, { headers: { 'x-api-key': ann.key } })
    expect(whole.status).toBe(200)
    expect(Object.fromEntries(whole.headers)).toMatchObject({
      'content-type': 'video/webm',
      'accept-ranges': 'bytes',
      'x-content-type-options': 'nosniff',
      'content-disposition': `inline; filename="${id}-20260120-120000.webm"`,
    })
    const bytes = Buffer.from(await whole.arrayBuffer())
    expect(bytes.length).toBe((await recording()).bytes)
    const range = await fetch(base + path, { headers: { 'x-api-key': ann.key, range: 'bytes=100-199' } })
    expect(range.status).toBe(206)
    expect(range.headers.get('content-range')).toBe(`bytes 100-199/${bytes.length}`)
    expect(Buffer.from(await range.arrayBuffer())).toEqual(bytes.subarray(100, 200))
    const tail = await fetch(base + path, { headers: { 'x-api-key': ann.key, range: 'bytes=-5' } })
    expect(Buffer.from(await tail.arrayBuffer())).toEqual(bytes.subarray(-5))
    const past = await fetch(base + path, { headers: { 'x-api-key': ann.key, range: 'bytes=99999999-' } })
    expect(past.status).toBe(416)
    const saved = await fetch(`${base + path}?download=1`, { headers: { 'x-api-key': ann.key } })
    expect(saved.headers.get('content-disposition')).toMatch(/^attachment; /)
    const head = await fetch(base + path, { method: 'HEAD', headers: { 'x-api-key': ann.key } })
    expect(head.headers.get('content-length')).toBe(String(bytes.length))
  })

  it('is for the workspace alone', async () => {
    const recordingId = await recorded()
    const path = `/v2/recordings/${recordingId}/file`
    expect((await api.call(path, { cookie: ann.cookie })).status).toBe(200)
    expect((await api.call(path)).status).toBe(401)
    expect((await api.call(path, { cookie: bob.cookie })).status).toBe(400)
    expect((await api.call('/v2/recordings/00000000/file', { key: ann.key })).status).toBe(400)
  })
})

describe('in S3', () => {
  const recording_storage = { provider: 's3', ...role }

  it('goes to the bucket under the documented key, and is played from there', async () => {
    id = await created({ recording_storage })
    const recordingId = await recorded()
    const key = `tavus/${id}/${api.clock.now().getTime()}`
    expect(await recording()).toMatchObject({
      storage_provider: 's3',
      storage_uri: `s3://my-recordings/${key}`,
      events: expect.arrayContaining(['application.recording_ready']),
    })
    const file = await fetch(`${base}/v2/recordings/${recordingId}/file`, {
      headers: { 'x-api-key': ann.key, range: 'bytes=0-99' },
    })
    expect(file.status).toBe(206)
    expect(Buffer.from(await file.arrayBuffer())).toEqual(store.objects.get(key)?.body.subarray(0, 100))
  })

  it('takes the older fields for the same', async () => {
    const { bucket_name, bucket_region, assume_role_arn } = role
    const flat = {
      recording_s3_bucket_name: bucket_name,
      recording_s3_bucket_region: bucket_region,
      aws_assume_role_arn: assume_role_arn,
    }
    // Their external id is the documented one, which this role does not trust.
    const answer = await create({ enable_recording: true, ...flat })
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({
      message: expect.stringMatching(/^unable to assume role with given parameters/),
    })
    const { aws_assume_role_arn: _, ...two } = flat
    const incomplete = await create({ enable_recording: true, ...two })
    expect(await incomplete.json()).toMatchObject({
      message: expect.stringContaining('aws_assume_role_arn is missing'),
    })
  })

  it('says that other providers are not there', async () => {
    const answer = await create({ enable_recording: true, recording_storage: { ...role, provider: 'gcs' } })
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ message: expect.stringContaining('not "gcs"') })
  })

  it('stays here when the bucket does not take it, and says so', async () => {
    id = await created({ recording_storage })
    store.fail.set('PutObject', { status: 403, code: 'AccessDenied', times: 1000 })
    const { recording_id } = recordingTake.parse(await (await start()).json())
    for (const [number, part] of parts.entries()) await put(recording_id, number, part)
    await ask('POST', `/${recording_id}/stop`)
    await expect
      .poll(
        async () => {
          api.clock.advance(60_000)
          return (await recording()).status
        },
        { timeout: 10_000 },
      )
      .toBe('ready')
    store.fail.clear()
    expect(await recording()).toMatchObject({
      storage_provider: 'local',
      problem: expect.stringContaining('AccessDenied'),
      events: expect.arrayContaining(['application.recording_copy_failed']),
    })
    expect((await api.call(`/v2/recordings/${recording_id}/file`, { key: ann.key })).status).toBe(200)
  })
})

describe('a range', () => {
  it('never leaves the file', () => {
    fc.assert(
      fc.property(fc.nat(2000), fc.nat(2000), fc.integer({ min: 1, max: 1000 }), (a, b, size) => {
        for (const header of [`bytes=${a}-${b}`, `bytes=${a}-`, `bytes=-${b}`]) {
          const range = byteRange(header, size)
          if (range === null || range === 'unsatisfiable') continue
          expect(range.start).toBeGreaterThanOrEqual(0)
          expect(range.start).toBeLessThanOrEqual(range.end)
          expect(range.end).toBeLessThan(size)
        }
      }),
    )
  })

  it.each([null, '', 'bytes=', 'bytes=-', 'bytes=1-2,5-6', 'items=1-2', 'bytes=5-2', 'bytes=a-b'])(
    'is the whole file for %j',
    (header) => {
      expect(byteRange(header, 100)).toBeNull()
    },
  )
})
