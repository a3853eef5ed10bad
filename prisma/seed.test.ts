import { afterAll, beforeAll, expect, it } from 'vitest'
import { startApi, type TestApi } from '@/e2e/api/start'
import { systemScope } from '@/lib/access/scopes'
import { seedStock } from './seed'
import { stockPersonas } from './stock/personas'
import { stockReplicas } from './stock/replicas'

const system = systemScope('seed test')
let api: TestApi
beforeAll(async () => {
  api = await startApi()
})
afterAll(() => api.close())

const rows = async () => ({
  personas: await api.database.persona.findMany({ orderBy: { id: 'asc' } }),
  replicas: await api.database.replica.findMany({ orderBy: { id: 'asc' } }),
})

it('stores everything once, also when two servers start at once', async () => {
  await Promise.all([seedStock(system), seedStock(system)])
  const { personas, replicas } = await rows()
  expect(personas.map((row) => row.id)).toEqual(stockPersonas.map((persona) => persona.personaId).sort())
  expect(replicas.map((row) => row.id)).toEqual(stockReplicas.map((replica) => replica.replicaId).sort())
  expect([...personas, ...replicas].every((row) => row.workspaceId === null)).toBe(true)
})

it('makes nobody an account: a new installation has no password that is known', async () => {
  await seedStock(system)
  const { account, workspace, apiKey, invitation } = api.database
  const counts = await Promise.all([account.count(), workspace.count(), apiKey.count(), invitation.count()])
  expect(counts).toEqual([0, 0, 0, 0])
})

it('has the ids that public examples use, and a replica for every persona', async () => {
  const { personas, replicas } = await rows()
  const personaIds = personas.map((row) => row.id)
  const replicaIds = replicas.map((row) => row.id)
  expect(personaIds).toEqual(
    expect.arrayContaining([
      'pdced222244b',
      'p9a95912',
      'pcb7a34da5fe',
      'pdac61133ac5',
      'paaee96e4f87',
      'p1af207b8189',
    ]),
  )
  expect(replicaIds).toEqual(
    expect.arrayContaining(['rfe12d8b9597', 'r79e1c033f', 'r90bbd427f71', 'rf4e9d9790f0']),
  )
  for (const persona of personas) expect(replicaIds).toContain(persona.defaultReplicaId)
})

it('touches nothing at the next start, and brings up to date what changed', async () => {
  const before = await rows()
  api.clock.advance(60_000)
  await seedStock(system)
  expect(await rows()).toEqual(before)

  const [persona] = before.personas
  const [replica] = before.replicas
  if (!persona || !replica) throw new Error('nothing was seeded')
  await api.database.persona.update({ where: { id: persona.id }, data: { systemPrompt: 'old words' } })
  await api.database.replica.update({
    where: { id: replica.id },
    data: { look: { style: 'old', options: {} } },
  })
  await seedStock(system)
  const after = await rows()
  const now = api.clock.now()
  expect(after.personas).toEqual([{ ...persona, updatedAt: now }, ...before.personas.slice(1)])
  expect(after.replicas).toEqual([{ ...replica, updatedAt: now }, ...before.replicas.slice(1)])
})

it('leaves the rows of workspaces alone', async () => {
  const ann = await api.person('Ann')
  await api.addCast(ann.workspaceId, '1a')
  const own = await api.database.persona.findUnique({ where: { id: 'p1a' } })
  api.clock.advance(60_000)
  await seedStock(system)
  expect(await api.database.persona.findUnique({ where: { id: 'p1a' } })).toEqual(own)
})
