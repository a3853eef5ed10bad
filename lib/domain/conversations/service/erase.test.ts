import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { expect, it, vi } from 'vitest'
import { conversationWorld, origin, refusal } from '@/e2e/support/conversations'
import { answeredTurn } from '@/e2e/support/turns'
import { guestScope } from '@/lib/access/scopes'
import { guestView } from '@/lib/domain/conversations/queries/guests'
import { listConversations } from '@/lib/domain/conversations/queries/list'
import { getConversation } from '@/lib/domain/conversations/queries/read'
import { joinRecording } from '@/lib/domain/recordings/service/join'
import { workspaceLimits } from '@/lib/domain/usage/queries/limits'
import { readUsage } from '@/lib/domain/usage/queries/read-usage'
import { startEngine } from '@/lib/engine/index'
import { createLog } from '@/lib/platform/log'
import { registry } from '@/lib/platform/registry'
import { filePath, recordingsFolder } from '@/lib/platform/storage/folder'
import { endConversation } from './end'
import { recordContext, recordLine, recordTurn, reportPresence } from './news'
import { deleteConversation, eraseConversation } from './remove'
import { roomClosed } from './room-closed'

const world = conversationWorld()

const secret = 'aubergine'
const line = (seq: number) => ({
  ...{
    seq,
    role: 'user' as const,
    speaker: secret,
    text: secret,
    turn: 1,
    inferenceId: null,
    revision: 1,
    duration: null,
    interrupted: false,
    sources: [],
  },
  at: world.clock.now(),
})

/** A live conversation that has the word in everything that can hold it. */
async function full(): Promise<string> {
  const { conversation_id: id } = await world.create({
    persona_id: 'pdced222244b',
    conversation_name: secret,
    conversational_context: secret,
    custom_greeting: secret,
    callback_url: `https://example.com/${secret}`,
    memory_stores: [secret],
    properties: { enable_recording: true, participant_left_timeout: 60 },
  })
  await reportPresence(world.system, id, { version: 1, presence: [world.somebody('s1', { name: secret })] })
  await recordLine(world.system, id, line(1))
  await recordTurn(world.system, id, answeredTurn(1, { problem: secret, model: secret }))
  await recordContext(world.system, id, secret)
  await world.database.recording.create({
    data: {
      ...{ id: crypto.randomUUID(), conversationId: id, sessionId: 's1', name: secret, instanceId: 'test' },
      ...{ mimeType: 'video/webm', status: 'recording', startedAt: world.clock.now(), takes: 1 },
    },
  })
  return id
}

/** Every row of the database that has to do with conversations, as text. */
async function everything(id: string): Promise<string> {
  const where = { conversationId: id }
  const { database } = world
  return JSON.stringify(
    await Promise.all([
      database.conversation.findUnique({ where: { id } }),
      database.utterance.findMany({ where }),
      database.turn.findMany({ where }),
      database.conversationEvent.findMany({ where }),
      database.participant.findMany({ where }),
      database.recording.findMany({ where, select: { name: true } }),
      database.effect.findMany({ where }),
    ]),
  )
}

it('leaves nothing of what was said, written or who was there, and keeps what it used', async () => {
  const id = await full()
  expect((await everything(id)).split(secret).length).toBeGreaterThan(8)
  world.clock.advance(10_000)
  await eraseConversation(world.me, id)
  expect(await everything(id)).not.toContain(secret)
  expect(await getConversation(world.me, id, origin)).toBeNull()
  expect(await guestView(guestScope(id))).toBeNull()
  const list = await listConversations(world.me, { limit: 10, text: secret }, origin)
  expect(list.total_count).toBe(0)
  expect(await world.usedSeconds()).toBe(10)
  expect(await readUsage(world.me, {})).toMatchObject({
    total: { seconds: 10, conversations: 1 },
    peak_concurrency: 1,
  })
  expect((await workspaceLimits(world.me)).concurrency.live).toBe(0)
})

it('is done once, again without harm, and for one that had been deleted', async () => {
  const id = await full()
  world.clock.advance(3_000)
  await endConversation(world.me, id, origin)
  await deleteConversation(world.me, id)
  expect(await everything(id)).toContain(secret)
  await eraseConversation(world.me, id)
  await eraseConversation(world.me, id)
  expect(await everything(id)).not.toContain(secret)
  expect(await world.usedSeconds()).toBe(3)
})

it('takes nothing in that comes late', async () => {
  const id = await full()
  await eraseConversation(world.me, id)
  await recordLine(world.system, id, line(2))
  await recordContext(world.system, id, secret)
  await reportPresence(world.system, id, { version: 9, presence: [world.somebody('s2', { name: secret })] })
  await roomClosed(world.system, id)
  const after = await everything(id)
  expect(after).not.toContain(secret)
  expect(after).not.toContain('transcription_ready')
})

it('lets a line and the end race, and keeps no line', async () => {
  const ids = await Promise.all([full(), full(), full()])
  await Promise.all(
    ids.flatMap((id) => [
      ...Array.from({ length: 5 }, (_, n) => recordLine(world.system, id, line(10 + n))),
      eraseConversation(world.me, id),
      ...Array.from({ length: 5 }, (_, n) => recordLine(world.system, id, line(20 + n))),
    ]),
  )
  for (const id of ids) expect(await everything(id)).not.toContain(secret)
})

it('closes the room and removes the files, also one that was being made meanwhile', async () => {
  const id = await full()
  const [recording] = await world.database.recording.findMany({ where: { conversationId: id } })
  const recordingId = recording?.id ?? ''
  const write = () => {
    const path = filePath({ conversationId: id, recordingId })
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, secret)
  }
  write()
  await eraseConversation(world.me, id)
  const { clock, bus } = registry()
  const engine = startEngine(world.system, { clock, log: createLog('silent'), bus })
  await vi.waitFor(async () => {
    expect(existsSync(recordingsFolder(id))).toBe(false)
    expect(world.provider.rooms.has(id)).toBe(false)
  })
  await engine.stop()
  write()
  await joinRecording(world.system, {
    ...{ conversationId: id, recordingId, attempts: 1, signal: new AbortController().signal },
  })
  expect(existsSync(recordingsFolder(id))).toBe(false)
})

it('is of the own workspace alone, and not for viewers', async () => {
  const id = await full()
  const stranger = await world.member()
  await expect(eraseConversation(stranger, id)).rejects.toEqual(refusal('not-found'))
  await expect(eraseConversation({ ...world.me, role: 'viewer' }, id)).rejects.toEqual(refusal('forbidden'))
  expect(await everything(id)).toContain(secret)
})
