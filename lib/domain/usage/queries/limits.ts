import { timestamp } from '@/lib/domain/conversations/serialize'
import type { WorkspaceScope } from '@/lib/domain/scope'
import { groupIdOf, secondsSince, secondsUsed, utcDay, utcMonth } from '@/lib/domain/usage/rules'
import type { WorkspaceLimits } from '@/lib/domain/usage/schema'
import { budgetOf, costOf, monthlySeconds, priceOf } from '@/lib/domain/workspaces/rules'
import { inTransaction } from '@/lib/platform/database/client'
import { registry } from '@/lib/platform/registry'
import { oneMoment, readLive, readRollup } from './rows'

const dayMs = 86_400_000

/** What the workspace may do now: slots and who holds them, minutes and budget of this UTC month, the longest call. */
export async function workspaceLimits(scope: WorkspaceScope): Promise<WorkspaceLimits> {
  const { database, clock } = registry()
  const now = clock.now()
  const month = utcMonth(now)
  const period = { from: utcDay(month.start), to: utcDay(new Date(month.end.getTime() - dayMs)) }
  const { workspace, rollup, live } = await inTransaction(
    database,
    async (tx) => ({
      workspace: await tx.workspace.findUniqueOrThrow({ where: { id: scope.workspaceId } }),
      rollup: await readRollup(tx, scope, period),
      live: await readLive(tx, scope),
    }),
    oneMoment,
  )

  const ended = rollup.reduce((total, { seconds }) => total + seconds, 0)
  const running = live.map(({ createdAt }) =>
    secondsSince(createdAt, secondsUsed(createdAt, now), month.start),
  )
  const used = running.reduce((total, seconds) => total + seconds, ended)
  const limit = monthlySeconds(workspace)
  const price = priceOf(workspace)
  const budget = budgetOf(workspace)
  return {
    as_of: timestamp(now),
    concurrency: { limit: workspace.maxConcurrent, live: live.length },
    live: live.map((conversation) => ({
      conversation_id: conversation.id,
      conversation_name: conversation.name,
      replica_name: conversation.replicaName,
      persona_id: conversation.personaId,
      replica_id: conversation.replicaId,
      creator_id: groupIdOf('creator', conversation),
      api_key_id: conversation.apiKeyId,
      created_at: timestamp(conversation.createdAt),
    })),
    minutes: {
      limit: workspace.monthlyMinutes,
      used_seconds: used,
      left_seconds: limit === null ? null : Math.max(0, limit - used),
      period_start: period.from,
      period_end: period.to,
    },
    max_call_duration: workspace.maxCallDuration,
    price,
    budget: price && budget !== null ? { limit: budget, spent: costOf(used, price.per_minute) } : null,
  }
}
