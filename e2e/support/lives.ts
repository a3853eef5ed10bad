import { expect } from 'vitest'
import { secondsUsed } from '@/lib/domain/usage/rules'
import type { SpokenLine } from '@/lib/providers/port'
import type { HandClock } from './hand-clock'
import type { WebhookWorld } from './webhooks'

/** The engine's alarms are for hours of the product's time, and it is asked in short ones. */
export const breath = () => new Promise((resolve) => setTimeout(resolve, 2))

/** Asks again until it is taken, as clients, the studio and the engine do. */
export async function again<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await work()
    } catch (error) {
      if (tries === 4) throw error
      await breath()
    }
  }
}

/** The first line of a conversation, as the studio reports it. */
export const saidByAna = (text: string, at: Date): SpokenLine => ({
  ...{ seq: 1, revision: 1, turn: 1, role: 'user', speaker: 'Ana', text, at, duration: null },
  ...{ interrupted: false, inferenceId: null, sources: [] },
})

/** Keeps time from passing while it is true. */
type Held = () => boolean

/** Lets a second pass, and whatever comes due in it be begun; and ended, where it holds time. */
async function pass(clock: HandClock, isHeld: Held): Promise<void> {
  clock.advance(1_000)
  for (let breaths = 0; breaths < 8 || isHeld(); breaths++) await breath()
}

/** Does `work` while time goes on. */
export async function whileTimePasses<T>(clock: HandClock, isHeld: Held, work: Promise<T>): Promise<T> {
  let isOver = false
  const over = work.finally(() => {
    isOver = true
  })
  over.catch(() => {})
  while (!isOver) await pass(clock, isHeld)
  return await over
}

/** The most seconds after which nothing is left to be done of a life: as long as strays of it are looked for, and more. */
const longest = 600

/** Lets time pass until everything that follows from a life has been done. */
export async function settle(world: WebhookWorld, isHeld: Held = () => false): Promise<void> {
  for (let seconds = 0; seconds < longest; seconds++) {
    await pass(world.clock, isHeld)
    // What is read here goes through the same pool, and may be what fails.
    if (await isSettled(world).catch(() => false)) return
  }
  const { workspaceId } = world.me
  throw new Error(
    `Not settled: ${JSON.stringify(await world.database.conversation.findMany({ where: { workspaceId } }))}`,
  )
}

/** Also of what failed to start, and was made anew. What is read last follows from what is read first. */
async function isSettled({ database, me: { workspaceId } }: WebhookWorld): Promise<boolean> {
  const isOpen = { OR: [{ status: { not: 'ended' as const } }, { lookAt: { not: null } }] }
  return (
    (await database.conversation.count({ where: { workspaceId, ...isOpen } })) === 0 &&
    (await database.effect.count({ where: { conversation: { workspaceId }, doneAt: null } })) === 0 &&
    (await database.webhookDelivery.count({ where: { workspaceId, status: 'pending' } })) === 0
  )
}

type Life = {
  endReason: string
  said: string[]
  /** The types of its events, in the order of the alphabet. */
  told: string[]
  /** What failed on the way. */
  what: string
}

/** Everything that must be true of a life that is over, whatever failed on the way; its row. */
export async function expectWhole(world: WebhookWorld, id: string, { endReason, said, told, what }: Life) {
  const { database, me, receiver } = world
  const { workspaceId } = me
  const rows = await database.conversation.findMany({
    where: { workspaceId, endReason: { not: 'start_failed' } },
    include: { participants: true },
  })
  expect(
    rows.map((row) => row.id),
    `one conversation: ${what}`,
  ).toEqual([id])
  const [row] = rows
  if (!row?.endedAt) throw new Error('It has not ended.')
  expect(row, what).toMatchObject({ endReason, deadlineAt: null, minutesEndAt: null })
  const used = await database.usageDay.aggregate({
    where: { workspaceId, groupedBy: '' },
    _sum: { seconds: true },
  })
  expect(Number(used._sum.seconds), `billed once: ${what}`).toBe(secondsUsed(row.createdAt, row.endedAt))
  expect(row.duration, what).toBe(secondsUsed(row.createdAt, row.endedAt))
  expect(await world.database.effect.count({ where: { conversation: { workspaceId }, doneAt: null } })).toBe(
    0,
  )
  const lines = await database.utterance.findMany({ where: { conversationId: id }, orderBy: { seq: 'asc' } })
  expect(
    lines.map(({ text }) => text),
    `said once: ${what}`,
  ).toEqual(said)

  const events = await database.conversationEvent.findMany({ where: { conversationId: id } })
  expect(events.map(({ type }) => type).sort(), `told once: ${what}`).toEqual(told)
  const ids = new Map<string, Set<string>>()
  for (const { event, id: webhook } of receiver.got) {
    if (event.conversation_id !== id) continue
    ids.set(event.event_type, (ids.get(event.event_type) ?? new Set()).add(webhook))
  }
  expect([...ids.keys()].sort(), `every webhook came: ${what}`).toEqual(told)
  expect(
    [...ids.values()].map(({ size }) => size),
    `under one id each: ${what}`,
  ).toEqual(told.map(() => 1))
  return { ...row, endedAt: row.endedAt }
}
