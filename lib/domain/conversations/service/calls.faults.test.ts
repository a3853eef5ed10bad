import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { ReadableStream } from 'node:stream/web'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { callFailures, failEach, failingCalls } from '@/e2e/support/failing-calls'
import { again, expectWhole, saidByAna, settle } from '@/e2e/support/lives'
import { account, role, type S3Store, startS3Store } from '@/e2e/support/s3-store'
import { webhookWorld } from '@/e2e/support/webhooks'
import { participantScope } from '@/lib/access/scopes'
import { listMemories } from '@/lib/domain/memories/queries'
import { createPersona } from '@/lib/domain/personas/service'
import { bucketKey } from '@/lib/domain/recordings/rules'
import { storePart } from '@/lib/domain/recordings/service/parts'
import { startRecording } from '@/lib/domain/recordings/service/start'
import { stopRecording } from '@/lib/domain/recordings/service/stop'
import { registry } from '@/lib/platform/registry'
import { recordedTakes } from '@/lib/platform/storage/fixture'
import { recordingsFolder } from '@/lib/platform/storage/folder'
import { createConversation } from './create'
import { recordGreeting, recordLine, reportPresence } from './news'

const world = webhookWorld()
const calls = failingCalls()
let store: S3Store
beforeAll(async () => {
  store = await startS3Store()
  Object.assign(registry().env, {
    AWS_ACCESS_KEY_ID: account.accessKeyId,
    AWS_SECRET_ACCESS_KEY: account.secretAccessKey,
    AWS_ENDPOINT_URL_S3: store.url,
    AWS_ENDPOINT_URL_STS: store.url,
  })
  registry().providers.set('studio', calls.to(world.provider))
  world.provider.onRemember(async () => [{ text: 'Ana lives in Oslo.', replaces: null }])
})
afterAll(async () => {
  calls.restore()
  await store.close()
})

const [recorded = []] = recordedTakes('webm').map((take) => take.map(({ path }) => readFileSync(path)))

/** A persona with a model of its own, which is asked what is worth remembering. */
async function persona(requestKey: string): Promise<string> {
  const llm = { base_url: 'https://models.example.com/v1', model: 'large' }
  const request = { persona_name: 'P', system_prompt: 'You talk.', default_replica_id: 'rfe12d8b9597' }
  return (await createPersona(world.me, { ...request, layers: { llm } }, requestKey)).persona_id
}

/**
 * A whole life: created, joined, spoken in, recorded, left, ended by its timer, its recording brought to a bucket, what was
 * learned remembered. `bucket_region` is of this life alone, as keys are kept.
 */
async function live(requestKey: string, bucket_region: string): Promise<string> {
  const { clock, system, me } = world
  const body = {
    persona_id: await persona(requestKey),
    callback_url: world.hook(),
    memory_stores: ['ana'],
    properties: {
      ...{ participant_left_timeout: 5, enable_recording: true },
      recording_storage: { ...role, bucket_region, provider: 's3' },
    },
  }
  const { conversation_id: id } = await again(() =>
    createConversation(me, body, { requestKey, origin: 'http://localhost:3000' }),
  )
  const ana = { sessionId: 'ana', name: 'Ana', accountId: me.accountId, tokenId: null, lostAt: null }
  const joined = { ...ana, joinedAt: clock.now() }
  await reportPresence(system, id, { version: 1, presence: [{ ...joined, leftAt: null }] })
  await recordGreeting(system, id)
  await recordLine(system, id, saidByAna('I live in Oslo.', clock.now()))
  const recorder = participantScope({ ...ana, conversationId: id, present: true })
  const { recordingId } = await again(() => startRecording(system, recorder, 'video/webm'))
  for (const [number, data] of recorded.entries())
    await storePart(
      recorder,
      { recordingId, take: 0, number, bytes: data.length },
      ReadableStream.from([data]),
    )
  clock.advance(2_500)
  await stopRecording(recorder, recordingId)
  const left = { ...joined, leftAt: clock.now() }
  await reportPresence(system, id, { version: 2, presence: [left] })
  return id
}

/** Everything that must be true of it, whatever failed on the way. */
async function expectTrue(id: string, what: string): Promise<void> {
  const { database, me, provider } = world
  const told = [
    'application.memory_consolidation',
    'application.recording_ready',
    'application.transcription_ready',
    'system.pal_joined',
    'system.replica_joined',
    'system.shutdown',
  ]
  await expectWhole(world, id, { endReason: 'left', said: ['I live in Oslo.'], told, what })
  expect([...provider.rooms.keys()], `no room stays open: ${what}`).toEqual([])

  const [recording, ...more] = await database.recording.findMany({ where: { conversationId: id } })
  expect(more, `one recording: ${what}`).toEqual([])
  if (!recording) throw new Error('There is no recording.')
  expect(recording, what).toMatchObject({ status: 'ready', problem: null })
  const key = bucketKey(id, recording.startedAt)
  expect([...store.objects.keys()], `in the bucket once: ${what}`).toEqual([key])
  expect(store.objects.get(key)?.body.length, `whole: ${what}`).toBe(Number(recording.bytes))
  expect([...store.uploads.keys()], what).toEqual([])
  const folder = recordingsFolder(id)
  const kept = existsSync(folder) ? readdirSync(folder, { recursive: true }) : []
  expect(
    kept.filter((name) => String(name).endsWith('/recording')),
    `not here any more: ${what}`,
  ).toEqual([])

  const memories = await listMemories(me, 'ana', { limit: 100, page: 1 })
  expect(
    memories?.data.map(({ content }) => content),
    `remembered once: ${what}`,
  ).toEqual(['Ana lives in Oslo.'])
}

/** Each fourth call of a life in `npm test` to save time, and by CALL_STEP=1 each. */
const step = Number(process.env.CALL_STEP ?? 4)
let lives = 0

describe.each(callFailures)('a call that fails once (%s)', (failure) => {
  it('anywhere in the life of a conversation costs nothing that was promised', {
    timeout: 300_000,
  }, async () => {
    const failed = await failEach(calls, {
      failure,
      step,
      async live(what) {
        world.me = await world.member()
        world.provider.rooms.clear()
        world.receiver.got.length = 0
        store.objects.clear()
        const id = await live(what, `eu-central-${lives++ % 100}`)
        await settle(world, calls.areUnderWay)
        await expectTrue(id, what)
      },
    })
    expect(failed.length).toBeGreaterThanOrEqual(Math.floor(14 / step))
  })
})
