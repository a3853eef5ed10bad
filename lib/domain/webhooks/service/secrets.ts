import { timestamp } from '@/lib/domain/conversations/serialize'
import { DomainError } from '@/lib/domain/errors'
import type { SystemScope, WorkspaceScope } from '@/lib/domain/scope'
import { mayWrite } from '@/lib/domain/workspaces/rules'
import { inTransaction, isTaken } from '@/lib/platform/database/client'
import type { WebhookSecret as Row } from '@/lib/platform/database/generated/client'
import { registry } from '@/lib/platform/registry'
import { seal, unseal } from '@/lib/platform/seal'
import { mostSecrets, overlapHours } from '../rules'
import { secretRotation, type WebhookSecret } from '../schema'
import { newSecret } from './sign'

/** The secrets that sign now, the current one first. The first of a workspace is made when it is first asked for. */
async function signing(workspaceId: string): Promise<Row[]> {
  const { database, clock } = registry()
  const now = clock.now()
  const read = () =>
    database.webhookSecret.findMany({
      where: { workspaceId, OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] },
      orderBy: { version: 'desc' },
    })
  const found = await read()
  if (found.length > 0) return found
  // Of several that ask at once one makes it, and all get that one.
  await database.webhookSecret.createMany({
    data: { workspaceId, version: 1, sealed: seal(newSecret()), createdAt: now },
    skipDuplicates: true,
  })
  return await read()
}

/** What a workspace's webhooks are signed with now, in the clear. */
export async function signingSecrets(_system: SystemScope, workspaceId: string): Promise<string[]> {
  return (await signing(workspaceId)).map(({ sealed }) => unseal(sealed))
}

const onWire = ({ sealed, createdAt, expiresAt }: Row) => ({
  secret: unseal(sealed),
  created_at: timestamp(createdAt),
  expires_at: expiresAt && timestamp(expiresAt),
})

/**
 * The secret that receivers verify with, and those before it that still sign.
 * @throws DomainError `forbidden` for viewers
 */
export async function revealSecret(scope: WorkspaceScope): Promise<WebhookSecret> {
  mayWrite(scope)
  const [current, ...previous] = (await signing(scope.workspaceId)).map(onWire)
  if (!current) throw new Error('A workspace has no secret although one was made.')
  return { ...current, previous }
}

/**
 * Makes a new secret. Those before it go on signing beside it for a while, so that receivers can be changed one after
 * the other.
 * @throws DomainError `forbidden`, `invalid`, or `conflict` when somebody else makes one now, or too many sign already
 */
export async function rotateSecret(scope: WorkspaceScope, request: unknown): Promise<WebhookSecret> {
  mayWrite(scope)
  const parsed = secretRotation.safeParse(request ?? {})
  if (!parsed.success) {
    throw new DomainError('invalid', parsed.error.issues[0]?.message ?? 'This is not usable.', {
      field: 'previous_for_hours',
    })
  }
  const { database, clock } = registry()
  const { workspaceId } = scope
  const hours = parsed.data.previous_for_hours ?? overlapHours.assumed
  const before = await signing(workspaceId)
  const [current] = before
  if (!current) throw new Error('A workspace has no secret although one was made.')
  if (hours > 0 && before.length >= mostSecrets) {
    throw new DomainError(
      'conflict',
      `${mostSecrets} secrets sign already. Wait until the first of them ends, or end them with previous_for_hours 0.`,
    )
  }
  const now = clock.now()
  const until = new Date(now.getTime() + hours * 3_600_000)
  try {
    await inTransaction(database, async (tx) => {
      const made = { workspaceId, version: current.version + 1, sealed: seal(newSecret()), createdAt: now }
      await tx.webhookSecret.create({ data: made })
      await tx.webhookSecret.updateMany({
        where: {
          workspaceId,
          version: { lte: current.version },
          OR: [{ expiresAt: null }, { expiresAt: { gt: until } }],
        },
        data: { expiresAt: until },
      })
    })
  } catch (error) {
    if (!isTaken(error)) throw error
    throw new DomainError(
      'conflict',
      'Somebody else made a new secret at this moment. Look at that one first.',
    )
  }
  return await revealSecret(scope)
}
