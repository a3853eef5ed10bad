import type { Transaction } from '@/lib/platform/database/client'
import { seal } from '@/lib/platform/seal'

/**
 * Takes out of the request log, and of the answers that are kept for repetitions, what they hold of things that are
 * removed for good. That the calls were made stays known; a repetition is told that there is nothing any more.
 */
export async function eraseSubjects(
  tx: Transaction,
  things: { id: string; workspaceId: string }[],
): Promise<void> {
  const where = {
    workspaceId: { in: things.map(({ workspaceId }) => workspaceId) },
    subjectId: { in: things.map(({ id }) => id) },
  }
  await tx.apiRequest.updateMany({ where, data: { requestBody: null, answerBody: null } })
  const message = 'What this request made was deleted.'
  await tx.idempotentRequest.updateMany({
    where,
    data: { status: 400, answer: seal(JSON.stringify({ message, error: message })) },
  })
}
