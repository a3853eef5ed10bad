import { lockConversations, lockWorkspace } from '@/lib/domain/conversations/service/locks'
import { shareMinutes } from '@/lib/domain/conversations/service/share-minutes'
import { DomainError } from '@/lib/domain/errors'
import type { MemberScope } from '@/lib/domain/scope'
import { budgetUnit, mayManage, priceUnit } from '@/lib/domain/workspaces/rules'
import { type WorkspaceUpdate, workspaceUpdate } from '@/lib/domain/workspaces/schema'
import { notify } from '@/lib/platform/database/bus'
import { inTransaction } from '@/lib/platform/database/client'
import { registry } from '@/lib/platform/registry'

/**
 * Changes the name and the limits of the workspace that asks. What is left of changed minutes is shared among the live
 * conversations at once; they keep the longest duration they began with.
 * @throws DomainError `forbidden` for members and viewers, `invalid` with the field
 */
export async function updateWorkspace(scope: MemberScope, request: WorkspaceUpdate): Promise<void> {
  if (!mayManage(scope.role)) {
    throw new DomainError('forbidden', 'Only owners and admins of the workspace can change this.')
  }
  const parsed = workspaceUpdate.safeParse(request)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    throw new DomainError('invalid', issue?.message ?? 'This is not usable.', {
      field: String(issue?.path[0]),
    })
  }
  const { name, max_concurrent, monthly_minutes, max_call_duration } = parsed.data
  const { price_per_minute, currency, monthly_budget, allowed_origins } = parsed.data
  const { database, clock } = registry()
  await inTransaction(database, async (tx) => {
    await lockWorkspace(tx, scope.workspaceId)
    const { pricePerMinute, monthlyBudget } = await tx.workspace.update({
      where: { id: scope.workspaceId },
      select: { pricePerMinute: true, monthlyBudget: true },
      data: {
        name,
        maxConcurrent: max_concurrent,
        monthlyMinutes: monthly_minutes,
        maxCallDuration: max_call_duration,
        pricePerMinute: stored(price_per_minute, priceUnit),
        currency,
        allowedOrigins: allowed_origins,
        monthlyBudget: stored(monthly_budget, budgetUnit),
      },
    })
    if (monthlyBudget !== null && pricePerMinute === null) {
      throw new DomainError(
        'invalid',
        'A budget is spent by the minute: set a price a minute, or leave the budget empty.',
        { field: monthly_budget ? 'monthly_budget' : 'price_per_minute' },
      )
    }
    if (monthly_minutes !== undefined || price_per_minute !== undefined || monthly_budget !== undefined) {
      // In a workspace without a limit an end takes no lock on it, so the conversations are locked too.
      const where = { workspaceId: scope.workspaceId, status: { not: 'ended' } } as const
      const live = await tx.conversation.findMany({ where, select: { id: true } })
      await lockConversations(
        tx,
        live.map(({ id }) => id),
      )
      await shareMinutes(tx, scope.workspaceId, clock.now())
    }
    await notify(tx, { topic: 'workspace', id: scope.workspaceId, workspaceId: scope.workspaceId })
  })
}

/** An amount of the currency in whole parts of it; what is absent or null stays that. */
const stored = (amount: number | null | undefined, parts: number) => amount && Math.round(amount * parts)
