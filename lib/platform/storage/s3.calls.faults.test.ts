import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { callFailures, failEach, failingCalls } from '@/e2e/support/failing-calls'
import { account, role, type S3Store, startS3Store } from '@/e2e/support/s3-store'
import { readEnv } from '@/lib/platform/env'
import { fillRegistry, type Registry } from '@/lib/platform/registry'
import { putFile } from './s3'

const folder = mkdtempSync(join(tmpdir(), 'colloquy-s3-'))
const path = join(folder, 'file')
/** More than goes up in one piece. */
const body = Buffer.alloc(17 * 1024 * 1024, 'recording ')
const calls = failingCalls()
let store: S3Store
beforeAll(async () => {
  writeFileSync(path, body)
  store = await startS3Store()
  const settings = {
    AWS_ACCESS_KEY_ID: account.accessKeyId,
    AWS_SECRET_ACCESS_KEY: account.secretAccessKey,
    AWS_ENDPOINT_URL_S3: store.url,
    AWS_ENDPOINT_URL_STS: store.url,
  }
  fillRegistry({ env: readEnv({ NODE_ENV: 'test', DATA_DIR: folder, ...settings }) } as Registry)
})
afterAll(async () => {
  calls.restore()
  await store.close()
  fillRegistry(undefined)
  rmSync(folder, { recursive: true })
})

/** Each other call in `npm test` to save time, and by CALL_STEP=1 each. */
const step = Number(process.env.CALL_STEP ?? 2)
let lives = 0

describe.each(callFailures)('a call that fails once (%s)', (failure) => {
  it('while a large file goes up costs one more try at most, and nothing of it stays invisibly', {
    timeout: 120_000,
  }, async () => {
    const failed = await failEach(calls, {
      failure,
      step,
      async live(what) {
        store.objects.clear()
        store.uploads.clear()
        // Of this life alone, as keys are kept.
        const region = `eu-central-${lives++ % 100}`
        const bucket = { name: role.bucket_name, region, roleArn: role.assume_role_arn }
        const upload = () =>
          putFile({
            bucket: { ...bucket, externalId: role.external_id },
            ...{ key: 'tavus/c1/1', path, bytes: body.length, contentType: 'video/webm' },
            signal: new AbortController().signal,
          })
        await upload().catch(upload)
        expect([...store.objects.keys()], what).toEqual(['tavus/c1/1'])
        expect(store.objects.get('tavus/c1/1')?.body.equals(body), `whole: ${what}`).toBe(true)
        // An upload that was begun twice, as the answer was lost, is empty.
        expect([...store.uploads.values()].flat(), `nothing to be paid for: ${what}`).toEqual([])
      },
    })
    expect(failed.length).toBeGreaterThanOrEqual(Math.floor(5 / step))
  })
})
