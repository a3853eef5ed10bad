import { isOutside } from '@/lib/domain/connections/rules'
import { inAccount, inProvider, type OutsideAccount } from '@/lib/domain/connections/service/account'
import { nextLook } from '@/lib/domain/conversations/rules'
import type { SystemScope } from '@/lib/domain/scope'
import { notify } from '@/lib/platform/database/bus'
import { registry } from '@/lib/platform/registry'
import { problemOf } from '@/lib/providers/account'
import { accountProviderNamed } from '@/lib/providers/port'
import { callbackAddress, conversationOfCallback } from './callback-address'
import { change } from './change'
import { recordReport } from './report'
import { roomClosed } from './room-closed'

/** How long a claimed look belongs to its claimer; it comes back by itself after a crash. */
const leaseMs = 60_000

/**
 * Closes the room of an ended conversation where it ran. Nothing is left to be done where its account is not connected any
 * more, and again is fine.
 * @throws what the provider throws
 */
export async function closeRoom(system: SystemScope, id: string, reason: string): Promise<void> {
  const row = await registry().database.conversation.findUnique({
    where: { id },
    select: { workspaceId: true, provider: true, providerId: true },
  })
  if (!row) return
  const held = { conversationId: id, providerId: row.providerId, callbackUrl: callbackAddress(id) }
  if (isOutside(row.provider)) return await inAccount(row, (account) => account.end(held, reason), undefined)
  await inProvider(row, (provider) => provider.end(held, reason))
  await roomClosed(system, id)
}

/** Deletes a conversation where it ran, ending it there before; `hard`: with all that was kept of it. Again is fine. */
export async function eraseOutside(_system: SystemScope, id: string, hard: boolean): Promise<void> {
  const row = await registry().database.conversation.findUnique({
    where: { id },
    select: { workspaceId: true, provider: true, providerId: true },
  })
  const providerId = row?.providerId
  if (!providerId) return
  const held = { conversationId: id, providerId, callbackUrl: callbackAddress(id) }
  await inAccount(
    row,
    async (account) => {
      await account.end(held, 'requested')
      await account.outside.erase(providerId, hard)
    },
    undefined,
  )
}

/**
 * Takes what a provider outside tells by a callback. Who calls has shown that they know the conversation's address.
 * False when the message is about no conversation at all.
 */
export async function heardOutside(system: SystemScope, id: string, message: unknown): Promise<boolean> {
  const row = await registry().database.conversation.findUnique({
    where: { id },
    select: { provider: true },
  })
  if (!row || !isOutside(row.provider)) return true
  const report = accountProviderNamed(row.provider).parseWebhook(message)
  if (report) await recordReport(system, id, report)
  return report !== null
}

/** Takes up to `limit` conversations that are to be asked about. Nobody else asks meanwhile, and a crash of ours loses none. */
export async function claimLooks(_system: SystemScope, limit: number): Promise<string[]> {
  const { database, clock } = registry()
  const now = clock.now()
  const rows = await database.$queryRaw<{ id: string }[]>`
    update conversations set look_at = ${new Date(now.getTime() + leaseMs)}
    where id in (
      select id from conversations where look_at <= ${now} and status <> 'starting'
      order by look_at limit ${limit} for update skip locked)
    returning id`
  return rows.map(({ id }) => id)
}

/** Asks how conversations stand where they run, and when to ask again. One that cannot be asked does not keep the others. */
export async function look(system: SystemScope, ids: string[]): Promise<void> {
  await Promise.all(ids.map((id) => lookAt(system, id)))
}

async function lookAt(system: SystemScope, id: string): Promise<void> {
  const { database, log } = registry()
  const row = await database.conversation.findUnique({ where: { id } })
  if (!row?.providerId) return await lookAgain(id, false)
  const { providerId } = row
  try {
    const answer = await inAccount(
      row,
      async (account) => ({ report: await account.outside.report(providerId) }),
      null,
    )
    if (answer?.report) {
      await recordReport(system, id, answer.report)
    } else if (answer) {
      // Whoever else may delete it there has done so.
      await change(id, { type: 'provider-ended', at: null, reason: 'room_lost' })
    }
    await lookAgain(id, answer?.report != null)
  } catch (error) {
    if (!problemOf(error)) throw error
    log.warn({ error, conversationId: id }, 'A conversation could not be asked about; it will be again')
    await lookAgain(id, true)
  }
}

/** Sets when to look next, by what is known now; not at all where there is nothing to be looked at. */
async function lookAgain(id: string, isThere: boolean): Promise<void> {
  const { database, clock } = registry()
  const row = await database.conversation.findUnique({
    where: { id },
    select: { endedAt: true, looks: true, events: { select: { type: true } } },
  })
  if (!row) return
  const has = (name: string) => row.events.some(({ type }) => type.startsWith(`application.${name}`))
  const looked = { hasTranscript: has('transcription_ready'), hasPerception: has('perception_') }
  const at = isThere ? nextLook({ ...looked, endedAt: row.endedAt, looks: row.looks + 1 }, clock.now()) : null
  // An end that came meanwhile begins to count anew, and has set its own time.
  await database.conversation.updateMany({
    where: { id, looks: row.looks, endedAt: row.endedAt },
    data: { lookAt: at, looks: row.looks + 1 },
  })
  if (at) await notify(database, { topic: 'looks', id: at.toISOString() })
}

/** Milliseconds after its creation for which what a conversation may have left elsewhere is looked for. */
const strayMs = 2 * 86_400_000

/**
 * Ends what runs in connected accounts for conversations of ours that are over, or did not come about: a request may have
 * been carried out twice, or its answer been lost with a server.
 */
export async function endStrays(_system: SystemScope): Promise<void> {
  const { database, clock, log } = registry()
  const since = new Date(clock.now().getTime() - strayMs)
  const recent = { createdAt: { gt: since }, provider: { not: 'studio' } }
  const connections = await database.providerConnection.findMany({
    where: { workspace: { conversations: { some: recent } } },
    select: { workspaceId: true, provider: true },
  })
  for (const where of connections) {
    try {
      await inAccount(where, (account) => endStraysIn(account, where.workspaceId), undefined)
    } catch (error) {
      log.warn({ error, ...where }, 'An account could not be searched for conversations that should be over')
    }
  }
}

async function endStraysIn({ outside }: OutsideAccount, workspaceId: string): Promise<void> {
  const { database, log } = registry()
  for (const { providerId, callbackUrl } of await outside.live()) {
    const id = callbackUrl && conversationOfCallback(callbackUrl)
    if (!id) continue
    const row = await database.conversation.findFirst({
      where: { id, workspaceId },
      select: { status: true, providerId: true },
    })
    const isOurs =
      row && (row.status === 'starting' || (row.status === 'active' && row.providerId === providerId))
    if (!row || isOurs) continue
    log.warn({ conversationId: id, providerId }, 'A conversation that is over still ran at its provider')
    await outside.endFound(providerId)
  }
}
