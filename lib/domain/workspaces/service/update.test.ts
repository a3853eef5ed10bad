import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { HandClock } from '@/e2e/support/hand-clock'
import { type TestRegistry, testRegistry } from '@/e2e/support/registry'
import { createConversation } from '@/lib/domain/conversations/service/create'
import type { Role } from '@/lib/domain/scope'
import { listWorkspaces, readWorkspace } from '@/lib/domain/workspaces/queries'
import { newWorkspace } from '@/lib/domain/workspaces/rules'
import type { Change } from '@/lib/platform/database/bus'
import { updateWorkspace } from './update'

let test: TestRegistry<HandClock>
beforeAll(async () => {
  test = await testRegistry()
})
afterAll(() => test.close())

describe('changing a workspace', () => {
  it('changes what is named and leaves the rest, and tells the servers', async () => {
    const changes: Change[] = []
    const stop = test.bus.subscribe((change) => changes.push(change))
    const scope = await test.member({ monthlyMinutes: 50 })
    await updateWorkspace(scope, { name: '  Lab ', max_concurrent: 9 })
    expect(await readWorkspace(scope)).toEqual({
      id: scope.workspaceId,
      name: 'Lab',
      maxConcurrent: 9,
      monthlyMinutes: 50,
      maxCallDuration: 3600,
      pricePerMinute: null,
      currency: 'USD',
      monthlyBudget: null,
      allowedOrigins: [],
    })
    await updateWorkspace(scope, { monthly_minutes: null, max_call_duration: 60 })
    expect(await readWorkspace(scope)).toMatchObject({
      name: 'Lab',
      monthlyMinutes: null,
      maxCallDuration: 60,
    })
    const id = scope.workspaceId
    await vi.waitFor(() => expect(changes).toContainEqual({ topic: 'workspace', id, workspaceId: id }))
    stop()
  })

  it.each([
    [{ name: ' ' }, 'name'],
    [{ name: 'x'.repeat(101) }, 'name'],
    [{ max_concurrent: 0 }, 'max_concurrent'],
    [{ max_concurrent: 1001 }, 'max_concurrent'],
    [{ max_concurrent: 1.5 }, 'max_concurrent'],
    [{ max_concurrent: Number.NaN }, 'max_concurrent'],
    [{ monthly_minutes: 0 }, 'monthly_minutes'],
    [{ monthly_minutes: 10_000_001 }, 'monthly_minutes'],
    [{ max_call_duration: 59 }, 'max_call_duration'],
    [{ max_call_duration: 86_401 }, 'max_call_duration'],
    [{ price_per_minute: 0 }, 'price_per_minute'],
    [{ price_per_minute: 0.00001 }, 'price_per_minute'],
    [{ price_per_minute: Number.NaN }, 'price_per_minute'],
    [{ price_per_minute: 1, monthly_budget: 0.001 }, 'monthly_budget'],
    [{ monthly_budget: 5 }, 'monthly_budget'],
    [{ currency: 'XYZ' as 'USD' }, 'currency'],
    [{ allowed_origins: ['example.com'] }, 'allowed_origins'],
    [{ allowed_origins: ['javascript:alert(1)'] }, 'allowed_origins'],
    [{ allowed_origins: ['https://*.example.com'] }, 'allowed_origins'],
    [{ allowed_origins: Array(51).fill('https://example.com') }, 'allowed_origins'],
  ])('refuses %j with its field and changes nothing', async (request, field) => {
    const scope = await test.member()
    const before = await readWorkspace(scope)
    await expect(updateWorkspace(scope, { name: 'Changed', ...request })).rejects.toMatchObject({
      code: 'invalid',
      field,
    })
    expect(await readWorkspace(scope)).toEqual(before)
  })

  it.each<[Role, string]>([
    ['owner', 'fulfilled'],
    ['admin', 'fulfilled'],
    ['member', 'rejected'],
    ['viewer', 'rejected'],
  ])('by somebody who is %s is %s', async (role, status) => {
    const scope = await test.member({}, role)
    const [result] = await Promise.allSettled([updateWorkspace(scope, { name: 'Changed' })])
    expect(result.status).toBe(status)
    if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'forbidden' })
    expect((await readWorkspace(scope)).name === 'Changed').toBe(status === 'fulfilled')
  })

  it('gives live conversations a new end when the minutes change', async () => {
    const scope = await test.member()
    const conversation = await createConversation(
      scope,
      { persona_id: 'pdced222244b' },
      { origin: 'http://localhost' },
    )
    const endOf = async () =>
      (await test.database.conversation.findUniqueOrThrow({ where: { id: conversation.conversation_id } }))
        .minutesEndAt
    expect(await endOf()).toBeNull()
    await updateWorkspace(scope, { monthly_minutes: 10 })
    expect(await endOf()).toEqual(new Date(test.clock.now().getTime() + 600_000))
    await updateWorkspace(scope, { name: 'No change' })
    await updateWorkspace(scope, { monthly_minutes: 2 })
    expect(await endOf()).toEqual(new Date(test.clock.now().getTime() + 120_000))
    await updateWorkspace(scope, { monthly_minutes: null })
    expect(await endOf()).toBeNull()
  })

  it('keeps origins of sites, each once and without what stands after them', async () => {
    const scope = await test.member()
    const allowed_origins = ['https://Example.com/page?x#y', ' https://example.com ', 'http://localhost:8080']
    await updateWorkspace(scope, { allowed_origins })
    expect((await readWorkspace(scope)).allowedOrigins).toEqual([
      'https://example.com',
      'http://localhost:8080',
    ])
  })

  it('keeps price and budget to the last part, and no budget without a price', async () => {
    const scope = await test.member()
    await updateWorkspace(scope, { price_per_minute: 0.0705, currency: 'EUR', monthly_budget: 19.99 })
    expect(await readWorkspace(scope)).toMatchObject({
      pricePerMinute: 0.0705,
      currency: 'EUR',
      monthlyBudget: 19.99,
    })
    await expect(updateWorkspace(scope, { price_per_minute: null })).rejects.toMatchObject({
      code: 'invalid',
      field: 'price_per_minute',
    })
    await updateWorkspace(scope, { price_per_minute: null, monthly_budget: null })
    expect(await readWorkspace(scope)).toMatchObject({ pricePerMinute: null, monthlyBudget: null })
  })

  it('gives live conversations a new end when price or budget change', async () => {
    const scope = await test.member()
    const made = await createConversation(
      scope,
      { persona_id: 'pdced222244b' },
      { origin: 'http://localhost' },
    )
    const secondsLeft = async () => {
      const where = { id: made.conversation_id }
      const { minutesEndAt } = await test.database.conversation.findUniqueOrThrow({ where })
      return minutesEndAt && (minutesEndAt.getTime() - test.clock.now().getTime()) / 1000
    }
    await updateWorkspace(scope, { price_per_minute: 0.5, monthly_budget: 2 })
    expect(await secondsLeft()).toBe(240)
    await updateWorkspace(scope, { price_per_minute: 1 })
    expect(await secondsLeft()).toBe(120)
    await updateWorkspace(scope, { monthly_minutes: 1 })
    expect(await secondsLeft()).toBe(60)
    await updateWorkspace(scope, { monthly_minutes: null, monthly_budget: null })
    expect(await secondsLeft()).toBeNull()
  })

  it('never reaches another workspace', async () => {
    const [a, b] = [await test.member(), await test.member()]
    await updateWorkspace(a, { name: 'A', max_concurrent: 2, monthly_minutes: 1, max_call_duration: 60 })
    expect(await readWorkspace(b)).toMatchObject({ name: 'Test', maxConcurrent: 5, monthlyMinutes: null })
  })
})

it('lists every workspace with its owners for the admin command', async () => {
  const scope = await test.member()
  const found = (await listWorkspaces(test.system)).find(({ id }) => id === scope.workspaceId)
  expect(found?.owners).toEqual([`${scope.accountId}@example.com`])
})

it('names the first workspace after its owner, within the longest name', () => {
  expect(newWorkspace('Ada').name).toBe("Ada's workspace")
  const long = newWorkspace('x'.repeat(100)).name
  expect(long).toHaveLength(100)
  expect(long).toMatch(/x's workspace$/)
})
