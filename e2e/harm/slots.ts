import { parseArgs } from 'node:util'
import { memberScope, systemScope } from '@/lib/access/scopes'
import { createConversation } from '@/lib/domain/conversations/service/create'
import { endConversation } from '@/lib/domain/conversations/service/end'
import { isDomainError } from '@/lib/domain/errors'
import { rowId } from '@/lib/platform/ids'
import { seedStock } from '@/prisma/seed'
import { benchRegistry } from '../support/bench-registry'

/**
 * Fifty creations at once for the last slot of a workspace, round after round: one of them is made and the others are
 * refused for want of a slot, each time; between rounds the one is ended.
 */
const { values } = parseArgs({ options: { rounds: { type: 'string', default: '1000' } } })
const rounds = Number(values.rounds)
const racers = 50
const origin = 'http://localhost:3000'

const { database, close } = await benchRegistry()
await seedStock(systemScope('harm'))
const [accountId, workspaceId, createdAt] = [rowId(), rowId(), new Date()]
const role = 'owner' as const
await database.account.create({ data: { id: accountId, email: 'harm@example.com', name: 'Harm', createdAt } })
await database.workspace.create({
  data: {
    id: workspaceId,
    name: 'Harm',
    createdAt,
    maxConcurrent: 3,
    monthlyMinutes: null,
    maxCallDuration: 3600,
  },
})
await database.member.create({ data: { workspaceId, accountId, role, createdAt } })
const me = memberScope({ accountId, workspaceId, role, sessionId: rowId() })
const create = () => createConversation(me, { persona_id: 'pdced222244b' }, { origin })

// Two of the three slots are taken, for good.
await create()
await create()
const wrong: string[] = []
const began = performance.now()
for (let round = 1; round <= rounds; round++) {
  const results = await Promise.allSettled(Array.from({ length: racers }, create))
  const made = results.flatMap((each) => (each.status === 'fulfilled' ? [each.value.conversation_id] : []))
  const others = results.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []))
  const strange = others.filter((error) => !(isDomainError(error) && error.code === 'concurrency'))
  if (made.length !== 1) wrong.push(`round ${round}: ${made.length} were made`)
  for (const error of strange) wrong.push(`round ${round}: refused for another reason: ${error}`)
  for (const id of made) await endConversation(me, id, origin)
  if (round % 100 === 0) console.log(`${round} rounds, ${wrong.length} wrong`)
}
const live = await database.conversation.count({ where: { status: { not: 'ended' } } })
if (live !== 2) wrong.push(`${live} are live in the end, not 2`)
const seconds = (performance.now() - began) / 1000
await close()
for (const each of wrong) console.error(`WRONG: ${each}`)
console.log(
  `${rounds} rounds of ${racers} creations for the last slot in ${seconds.toFixed(0)} s: ${wrong.length} wrong`,
)
process.exit(wrong.length === 0 ? 0 : 1)
