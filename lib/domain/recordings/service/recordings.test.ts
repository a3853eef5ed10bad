import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { ReadableStream } from 'node:stream/web'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { conversationWorld, refusal } from '@/e2e/support/conversations'
import { participantScope } from '@/lib/access/scopes'
import { endConversation } from '@/lib/domain/conversations/service/end'
import { reportPresence } from '@/lib/domain/conversations/service/news'
import { deleteConversation } from '@/lib/domain/conversations/service/remove'
import { reopenRooms } from '@/lib/domain/conversations/service/reopen'
import type { ParticipantScope } from '@/lib/domain/scope'
import { startEngine } from '@/lib/engine/index'
import { createLog } from '@/lib/platform/log'
import { registry } from '@/lib/platform/registry'
import { recordedTakes } from '@/lib/platform/storage/fixture'
import { filePath, recordingsFolder } from '@/lib/platform/storage/folder'
import { storePart } from './parts'
import { beginTake, startRecording } from './start'
import { stopRecording } from './stop'

const world = conversationWorld()
const [firstTake = [], secondTake = []] = recordedTakes('webm').map((take) =>
  take.map(({ path }) => readFileSync(path)),
)

let id: string
let ana: ParticipantScope
let ben: ParticipantScope
let version = 0
let engine: { stop(): Promise<void> }

const participant = (sessionId: string, fields: Partial<ParticipantScope> = {}) =>
  participantScope({
    conversationId: id,
    sessionId,
    name: sessionId,
    accountId: null,
    present: true,
    ...fields,
  })

async function conversation(properties: object = { enable_recording: true, participant_left_timeout: 60 }) {
  const made = await world.create({ persona_id: 'pdced222244b', properties })
  id = made.conversation_id
  ana = participant('ana', { accountId: world.me.accountId })
  ben = participant('ben')
  version = 0
  await report(['ana', 'ben'])
}

/** The room's report: these are there, and `gone` have left. */
const report = (there: string[], gone: string[] = [], lost: string[] = []) =>
  reportPresence(world.system, id, {
    version: ++version,
    presence: [
      ...there.map((name) => world.somebody(name)),
      ...gone.map((name) => world.somebody(name, { leftAt: world.clock.now() })),
      ...lost.map((name) => world.somebody(name, { lostAt: world.clock.now() })),
    ],
  })

const start = (who = ana) => startRecording(world.system, who, 'video/webm')
const put = (part: { recordingId: string; take?: number; number: number }, data: Uint8Array, who = ana) =>
  storePart(who, { take: 0, ...part, bytes: data.length }, ReadableStream.from([data]))

async function recordings() {
  return (await world.read(id)).recordings
}
async function whenStatus(status: string) {
  await expect.poll(async () => (await recordings())[0]?.status, { timeout: 5000 }).toBe(status)
  const [first] = await recordings()
  if (!first) throw new Error('There is no recording.')
  return first
}
const events = async (type: string) =>
  (await world.read(id)).events.filter((event) => event.event_type === type)

beforeEach(async () => {
  const { clock, bus } = registry()
  engine = startEngine(world.system, { clock, log: createLog('silent'), bus })
  await conversation()
})
afterEach(() => engine.stop())

describe('start', () => {
  it('tells everybody in the room who records', async () => {
    const { recordingId, take } = await start()
    expect(take).toBe(0)
    expect(world.provider.announced.get(id)).toEqual({
      recordingId,
      sessionId: 'ana',
      name: 'ana',
      startedAt: world.clock.now(),
    })
    expect(await recordings()).toMatchObject([{ status: 'recording', recorded_by: 'ana', url: null }])
  })

  it('is refused where the conversation was created without recording', async () => {
    await conversation({})
    await expect(start()).rejects.toEqual(refusal('forbidden'))
    expect(world.provider.announced.has(id)).toBe(false)
  })

  it('is refused to guests, unless the creator allowed it', async () => {
    await expect(start(ben)).rejects.toThrow('Guests may not record')
    await conversation({ enable_recording: true, guests_may_record: true })
    await expect(start(ben)).resolves.toMatchObject({ take: 0 })
  })

  it('is refused to whoever is not in the room any more', async () => {
    await expect(start(participant('ana', { accountId: 'a', present: false }))).rejects.toEqual(
      refusal('forbidden'),
    )
  })

  it('is refused while somebody else records; of many at once one begins', async () => {
    await conversation({ enable_recording: true, guests_may_record: true })
    const tries = await Promise.allSettled(
      Array.from({ length: 8 }, (_, n) => start(participant(`person-${n}`))),
    )
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    await expect(start(participant('late'))).rejects.toThrow(/^person-\d is recording already\.$/)
  })

  it('does not begin when the room cannot be told', async () => {
    const { announce } = world.provider
    world.provider.announce = () => Promise.reject(new Error('down'))
    await expect(start()).rejects.toEqual(refusal('unavailable'))
    world.provider.announce = announce
    expect(await recordings()).toEqual([])
  })

  it('that does not begin is told of no more, though the room may have been told of it', async () => {
    const { announce } = world.provider
    world.provider.announce = async (...given) => {
      world.provider.announce = announce
      await announce?.(...given)
      throw new Error('The answer is lost.')
    }
    await expect(start()).rejects.toEqual(refusal('unavailable'))
    expect(await recordings()).toEqual([])
    await expect.poll(() => world.provider.announced.get(id)).toBeNull()
  })

  it('is refused in an ended conversation', async () => {
    await endConversation(world.me, id, 'http://localhost:3000')
    await expect(start()).rejects.toEqual(refusal('conflict'))
  })
})

describe('parts', () => {
  it('count once however often they come, in any order', async () => {
    const { recordingId } = await start()
    await put({ recordingId, number: 1 }, firstTake[1] ?? Buffer.alloc(0))
    await put({ recordingId, number: 0 }, firstTake[0] ?? Buffer.alloc(0))
    await put({ recordingId, number: 1 }, Buffer.from('not the same'))
    const stored = await world.database.recordingPart.findMany({ where: { recordingId } })
    expect(stored.map(({ number, bytes }) => [number, bytes])).toEqual([
      [1, firstTake[1]?.length],
      [0, firstTake[0]?.length],
    ])
  })

  it('are taken from the recorder alone', async () => {
    const { recordingId } = await start()
    await expect(put({ recordingId, number: 0 }, Buffer.from('x'), ben)).rejects.toEqual(refusal('forbidden'))
    await expect(put({ recordingId: 'another', number: 0 }, Buffer.from('x'))).rejects.toEqual(
      refusal('not-found'),
    )
  })

  it('are refused above 8 Mbit/s of the time that has passed, and taken when it has', async () => {
    const { recordingId } = await start()
    const large = Buffer.alloc(5 * 1024 * 1024)
    await put({ recordingId, number: 0 }, large)
    await expect(put({ recordingId, number: 1 }, large)).rejects.toMatchObject({
      code: 'throttled',
      retryAt: new Date(world.clock.now().getTime() + 2098),
    })
    world.clock.advance(2098)
    await put({ recordingId, number: 1 }, large)
  })

  it('are refused when there are more of them than any browser makes', async () => {
    const { recordingId } = await start()
    for (let number = 0; number < 20; number++) await put({ recordingId, number }, Buffer.from('x'))
    await expect(put({ recordingId, number: 20 }, Buffer.from('x'))).rejects.toEqual(refusal('throttled'))
  })

  it('are refused above the total of the conversation, over all its recordings', async () => {
    const { env } = registry()
    const before = env.RECORDING_MAX_BYTES
    env.RECORDING_MAX_BYTES = 10_000
    try {
      const { recordingId } = await start()
      await put({ recordingId, number: 0 }, Buffer.alloc(6000))
      await expect(put({ recordingId, number: 1 }, Buffer.alloc(6000))).rejects.toThrow('largest size')
      await put({ recordingId, number: 1 }, Buffer.alloc(4000))
      await stopRecording(ana, recordingId)
      await whenStatus('failed')
      const again = await start()
      await expect(put({ recordingId: again.recordingId, number: 0 }, Buffer.alloc(10_001))).rejects.toEqual(
        refusal('conflict'),
      )
    } finally {
      env.RECORDING_MAX_BYTES = before
    }
  })

  it('that are not what they were said to be leave nothing', async () => {
    const { recordingId } = await start()
    const lie = (bytes: number) =>
      storePart(ana, { recordingId, take: 0, number: 0, bytes }, ReadableStream.from([Buffer.alloc(100)]))
    await expect(lie(99)).rejects.toEqual(refusal('invalid'))
    await expect(lie(101)).rejects.toEqual(refusal('invalid'))
    const breaking = new ReadableStream({
      pull: (controller) => controller.error(new Error('the line was lost')),
    })
    await expect(storePart(ana, { recordingId, take: 0, number: 0, bytes: 9 }, breaking)).rejects.toThrow(
      'line',
    )
    expect(await world.database.recordingPart.count({ where: { recordingId } })).toBe(0)
    expect(readdirSync(recordingsFolder(id), { recursive: true }).sort()).toEqual([
      recordingId,
      `${recordingId}/parts`,
    ])
  })
})

describe('stop', () => {
  it('makes one file of all takes, with the right length, and says so', async () => {
    const { recordingId } = await start()
    for (const [number, data] of firstTake.entries()) await put({ recordingId, number }, data)
    const again = await beginTake(ana, recordingId, 'video/webm')
    expect(again).toEqual({ recordingId, take: 1 })
    for (const [number, data] of secondTake.entries()) await put({ recordingId, take: 1, number }, data)
    world.clock.advance(4000)
    await stopRecording(ana, recordingId)
    await stopRecording(ana, recordingId)
    const ready = await whenStatus('ready')
    expect(ready).toMatchObject({
      storage_provider: 'local',
      url: `/v2/recordings/${recordingId}/file`,
      problem: null,
    })
    expect(ready.duration).toBeGreaterThan(3.8)
    expect(ready.duration).toBeLessThan(4.1)
    expect(readFileSync(filePath({ conversationId: id, recordingId })).length).toBe(ready.bytes)
    expect(await events('application.recording_ready')).toMatchObject([
      {
        properties: { recording_id: recordingId, duration: 4, storage_provider: 'local', bucket_name: null },
      },
    ])
    await expect.poll(() => world.provider.announced.get(id)).toBeNull()
    await expect
      .poll(() => readdirSync(recordingsFolder(id), { recursive: true }).sort())
      .toEqual([recordingId, `${recordingId}/recording`])
    await expect(put({ recordingId, number: 9 }, Buffer.from('x'))).rejects.toEqual(refusal('conflict'))
    await expect(beginTake(ana, recordingId, 'video/webm')).rejects.toEqual(refusal('conflict'))
  })

  it('is nobody else’s to say', async () => {
    const { recordingId } = await start()
    await expect(stopRecording(ben, recordingId)).rejects.toEqual(refusal('forbidden'))
  })

  it('says why there is no file when nothing that plays has come', async () => {
    const { recordingId } = await start()
    await put({ recordingId, number: 0 }, Buffer.alloc(3000, 9))
    await stopRecording(ana, recordingId)
    expect(await whenStatus('failed')).toMatchObject({
      url: null,
      problem: expect.stringContaining('Nothing'),
    })
  })

  it('makes the file in spite of a server that stopped meanwhile', async () => {
    const { recordingId } = await start()
    for (const [number, data] of firstTake.entries()) await put({ recordingId, number }, data)
    await engine.stop()
    await stopRecording(ana, recordingId)
    expect(await recordings()).toMatchObject([{ status: 'processing' }])
    const { clock, bus } = registry()
    engine = startEngine(world.system, { clock, log: createLog('silent'), bus })
    expect((await whenStatus('ready')).duration).toBeCloseTo(2.5, 0)
  })
})

describe('a recorder who is gone', () => {
  it('by saying goodbye ends the recording, once what is on the way has come', async () => {
    const { recordingId } = await start()
    await put({ recordingId, number: 0 }, firstTake[0] ?? Buffer.alloc(0))
    await report(['ben'], ['ana'])
    expect(await recordings()).toMatchObject([{ status: 'processing' }])
    await expect.poll(() => world.provider.announced.get(id)).toBeNull()
    for (const [number, data] of firstTake.entries()) await put({ recordingId, number }, data)
    await world.letTimePass(15_000)
    expect((await whenStatus('ready')).duration).toBeCloseTo(2.5, 0)
  })

  it('by a lost connection ends it after 15 s, unless they return', async () => {
    await start()
    await report(['ben'], [], ['ana'])
    await world.letTimePass(14_000)
    expect(await recordings()).toMatchObject([{ status: 'recording' }])
    await report(['ben', 'ana'])
    await world.letTimePass(60_000)
    expect(await recordings()).toMatchObject([{ status: 'recording' }])
    await report(['ben'], [], ['ana'])
    await world.letTimePass(15_000)
    await expect.poll(async () => (await recordings())[0]?.status).not.toBe('recording')
  })

  it('lets somebody else record', async () => {
    await conversation({ enable_recording: true, guests_may_record: true, participant_left_timeout: 60 })
    await start()
    await report(['ben'], ['ana'])
    await expect(start(ben)).resolves.toMatchObject({ take: 0 })
    expect(world.provider.announced.get(id)).toMatchObject({ name: 'ben' })
  })
})

it('ends with the conversation', async () => {
  const { recordingId } = await start()
  for (const [number, data] of firstTake.entries()) await put({ recordingId, number }, data)
  await endConversation(world.me, id, 'http://localhost:3000')
  expect(await recordings()).toMatchObject([{ status: 'processing' }])
  // The browser has handed in everything, and says so.
  await stopRecording(ana, recordingId)
  expect((await whenStatus('ready')).duration).toBeCloseTo(2.5, 0)
})

it('is announced again in a room that was opened again', async () => {
  await start()
  world.provider.announced.delete(id)
  await reopenRooms(world.system, [id], world.clock.now())
  expect(world.provider.announced.get(id)).toMatchObject({ name: 'ana' })
})

it('leaves the disk with its conversation', async () => {
  const { recordingId } = await start()
  for (const [number, data] of firstTake.entries()) await put({ recordingId, number }, data)
  await stopRecording(ana, recordingId)
  await whenStatus('ready')
  const running = await start()
  await put({ recordingId: running.recordingId, number: 0 }, firstTake[0] ?? Buffer.alloc(0))
  await deleteConversation(world.me, id)
  await expect.poll(() => existsSync(recordingsFolder(id))).toBe(false)
  // The one that ran: its file is not made any more.
  await expect
    .poll(() => {
      world.clock.advance(15_000)
      return world.database.effect.findMany({ where: { conversationId: id, doneAt: null } })
    })
    .toEqual([])
  expect(existsSync(recordingsFolder(id))).toBe(false)
})
