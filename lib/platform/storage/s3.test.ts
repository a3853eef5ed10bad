import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { account, role, type S3Store, startS3Store } from '@/e2e/support/s3-store'
import { readEnv } from '@/lib/platform/env'
import { fillRegistry, type Registry } from '@/lib/platform/registry'
import { type Bucket, checkRole, getRange, putFile } from './s3'

const folder = mkdtempSync(join(tmpdir(), 'colloquy-s3-'))
const bucket: Bucket = {
  name: role.bucket_name,
  region: role.bucket_region,
  roleArn: role.assume_role_arn,
  externalId: role.external_id,
}
let store: S3Store

const fill = (settings: Record<string, string>) =>
  fillRegistry({ env: readEnv({ NODE_ENV: 'test', DATA_DIR: folder, ...settings }) } as Registry)

beforeAll(async () => {
  store = await startS3Store()
  fill({
    AWS_ACCESS_KEY_ID: account.accessKeyId,
    AWS_SECRET_ACCESS_KEY: account.secretAccessKey,
    AWS_ENDPOINT_URL_S3: store.url,
    AWS_ENDPOINT_URL_STS: store.url,
  })
})
afterAll(async () => {
  await store.close()
  fillRegistry(undefined)
  rmSync(folder, { recursive: true })
})

function file(bytes: number) {
  const path = join(folder, `file-${bytes}`)
  const body = Buffer.alloc(bytes, 'recording ')
  writeFileSync(path, body)
  return { path, body, bytes }
}
const upload = (key: string, { path, bytes }: { path: string; bytes: number }, to = bucket) =>
  putFile({ bucket: to, key, path, bytes, contentType: 'video/webm', signal: new AbortController().signal })

it('puts a small file as one object, in the role it assumed', async () => {
  const small = file(5000)
  await upload('tavus/c1/1763683200000', small)
  expect(store.objects.get('tavus/c1/1763683200000')).toEqual({ body: small.body, contentType: 'video/webm' })
  expect(store.calls).toEqual(['AssumeRole', 'PutObject'])
})

it('puts a large file in pieces, in order', async () => {
  const large = file(33 * 1024 * 1024)
  await upload('tavus/c1/2', large)
  expect(store.objects.get('tavus/c1/2')?.body.equals(large.body)).toBe(true)
  expect(store.objects.get('tavus/c1/2')?.contentType).toBe('video/webm')
  expect(store.calls.filter((call) => call === 'UploadPart')).toHaveLength(3)
})

it('leaves nothing behind when a piece is refused', async () => {
  store.fail.set('UploadPart', { status: 403, code: 'AccessDenied', times: 1 })
  await expect(upload('tavus/c1/3', file(33 * 1024 * 1024))).rejects.toMatchObject({
    name: 'StorageError',
    code: 'DESTINATION_AUTH_FAILED',
  })
  expect(store.objects.has('tavus/c1/3')).toBe(false)
  expect(store.uploads.size).toBe(0)
})

it('rides out a moment of trouble', async () => {
  store.fail.set('PutObject', { status: 503, code: 'SlowDown', times: 1 })
  await upload('tavus/c1/4', file(100))
  expect(store.objects.has('tavus/c1/4')).toBe(true)
})

it('reads a range', async () => {
  await upload('tavus/c1/5', file(5000))
  const stream = await getRange(bucket, 'tavus/c1/5', { start: 10, end: 19 })
  expect(await text(stream)).toBe('recording ')
})

it('says in words that a role does not trust this server, or wants another external id', async () => {
  const stranger = { ...bucket, externalId: 'guessed' }
  await expect(checkRole(stranger)).rejects.toMatchObject({ code: 'DESTINATION_AUTH_FAILED' })
  await expect(checkRole(stranger)).rejects.toThrow('may not be used by this server')
  await expect(checkRole(bucket)).resolves.toBeUndefined()
})

it('says that there is no such bucket', async () => {
  const gone = { ...bucket, name: 'elsewhere' }
  await expect(upload('tavus/c1/6', file(100), gone)).rejects.toMatchObject({
    code: 'DESTINATION_NOT_FOUND',
  })
})

it('is refused when it signs with a wrong secret', async () => {
  fill({
    AWS_ACCESS_KEY_ID: account.accessKeyId,
    AWS_SECRET_ACCESS_KEY: 'another',
    AWS_ENDPOINT_URL_STS: store.url,
  })
  await expect(checkRole(bucket)).rejects.toThrow('SignatureDoesNotMatch')
})

it('says that the store cannot be reached', async () => {
  fill({
    AWS_ACCESS_KEY_ID: account.accessKeyId,
    AWS_SECRET_ACCESS_KEY: account.secretAccessKey,
    AWS_ENDPOINT_URL_STS: 'http://127.0.0.1:9',
  })
  await expect(checkRole(bucket)).rejects.toMatchObject({ code: 'DESTINATION_UNREACHABLE' })
})
