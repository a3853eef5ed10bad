import { beforeEach, describe, expect, it } from 'vitest'
import { webhookWorld } from '@/e2e/support/webhooks'
import { heartbeatMs, lookMs } from '@/lib/domain/instances/rules'
import { beat, registerInstance } from '@/lib/domain/instances/service'
import { registry } from '@/lib/platform/registry'
import { endOrphans } from './hosts'
import { reportPresence } from './news'

const world = webhookWorld()

/** A conversation whose room another instance holds. */
async function heldByOther(properties: object = {}): Promise<string> {
  const { conversation_id: id } = await world.create({ properties })
  await world.database.conversation.update({ where: { id }, data: { instanceId: 'other' } })
  return id
}

const find = (id: string) => world.database.conversation.findUniqueOrThrow({ where: { id } })

/** Lets time go on, with every alarm on the way and what it sets off. */
async function goOn(ms: number, beating = false): Promise<void> {
  for (let gone = 0; gone < ms; gone += heartbeatMs) {
    world.clock.advance(heartbeatMs)
    if (beating) await says('other')
    await new Promise((resolve) => setTimeout(resolve, 15))
  }
}

async function says(id: string): Promise<void> {
  const now = world.clock.now()
  await world.database.instance.upsert({
    where: { id },
    create: { id, startedAt: now, heartbeatAt: now },
    update: { heartbeatAt: now },
  })
}

beforeEach(() => says('other'))

describe('a conversation of another instance', () => {
  it('is ended by its longest duration, whoever notices', async () => {
    const id = await heldByOther({ max_call_duration: 20, participant_absent_timeout: 86_400 })
    await goOn(24_000, true)
    await expect.poll(async () => (await find(id)).status).toBe('ended')
    const row = await find(id)
    expect(row).toMatchObject({ endReason: 'max_duration', duration: 20 })
    const [effect] = await world.database.effect.findMany({ where: { conversationId: id } })
    expect(effect).toMatchObject({ kind: 'end-at-provider', instanceId: 'other', doneAt: null, attempts: 0 })
  })

  it('waits for its own instance where the end hangs on who is there, as nobody else can ask', async () => {
    const absent = await heldByOther({ participant_absent_timeout: 20 })
    const left = await heldByOther({ participant_left_timeout: 5, participant_absent_timeout: 86_400 })
    const now = world.clock.now()
    const ana = { sessionId: 'ana', name: 'Ana', accountId: null, tokenId: null, joinedAt: now, lostAt: null }
    await reportPresence(world.system, left, { version: 1, presence: [{ ...ana, leftAt: null }] })
    await reportPresence(world.system, left, { version: 2, presence: [{ ...ana, leftAt: now }] })
    await goOn(40_000, true)
    expect([(await find(absent)).status, (await find(left)).status]).toEqual(['active', 'active'])
    await world.database.conversation.updateMany({
      where: { id: { in: [absent, left] } },
      data: { instanceId: 'test' },
    })
    await goOn(40_000, true)
    await expect.poll(async () => (await find(left)).status).toBe('ended')
    expect(await find(absent)).toMatchObject({ endReason: 'absent', duration: 20 })
    expect((await find(left)).endReason).toBe('left')
  })

  it('ends when its instance has been silent for a minute, dated at the last sign of life, and frees its slot', async () => {
    const id = await heldByOther({ participant_absent_timeout: 86_400 })
    const mine = (await world.create({ properties: { participant_absent_timeout: 86_400 } })).conversation_id
    await goOn(10_000, true)
    const { heartbeatAt } = await world.database.instance.findUniqueOrThrow({ where: { id: 'other' } })
    await goOn(4 * lookMs)
    expect((await find(id)).status).toBe('active')
    await goOn(2 * lookMs)
    await expect.poll(async () => (await find(id)).status).toBe('ended')
    expect(await find(id)).toMatchObject({ endReason: 'host_lost', endedAt: heartbeatAt, duration: 10 })
    expect((await find(mine)).status).toBe('active')
    await expect
      .poll(async () => await world.database.instance.findUnique({ where: { id: 'other' } }))
      .toBeNull()
    const day = await world.database.usageDay.findMany({
      where: { workspaceId: world.me.workspaceId, groupedBy: '' },
    })
    expect(day.map(({ seconds }) => Number(seconds))).toEqual([10])
  })

  it('goes on when its instance comes back just as it is given up', async () => {
    const id = await heldByOther({ participant_absent_timeout: 86_400 })
    const { heartbeatAt } = await world.database.instance.findUniqueOrThrow({ where: { id: 'other' } })
    world.clock.advance(1)
    await says('other')
    await endOrphans(world.system, { id: 'other', heartbeatAt })
    expect((await find(id)).status).toBe('active')
    expect(await world.database.instance.count({ where: { id: 'other' } })).toBe(1)
  })
})

describe('this instance', () => {
  it('says where it is reached with each heartbeat, and is known again after it was forgotten', async () => {
    const { run, lastAlive } = await registerInstance(world.system)
    expect(lastAlive).toBeNull()
    const row = () => world.database.instance.findUnique({ where: { id: 'test' } })
    expect(await row()).toMatchObject({ address: null })
    const before = world.clock.now()
    expect(await beat(world.system, run, 'http://10.0.0.3:3000')).toBe(true)
    expect(await row()).toMatchObject({ address: 'http://10.0.0.3:3000', heartbeatAt: before })
    await world.database.instance.delete({ where: { id: 'test' } })
    expect(await beat(world.system, run, null)).toBe(true)
    expect(await row()).toMatchObject({ run, address: null })
    expect((await registerInstance(world.system)).lastAlive).toEqual(before)
  })

  it('learns that another was started under its id, and leaves that one its place', async () => {
    const first = await registerInstance(world.system)
    const second = await registerInstance(world.system)
    await beat(world.system, second.run, 'http://second')
    world.clock.advance(1_000)
    expect(await beat(world.system, first.run, 'http://first')).toBe(false)
    const row = await world.database.instance.findUniqueOrThrow({ where: { id: registry().instanceId } })
    expect(row).toMatchObject({ run: second.run, address: 'http://second' })
  })
})
