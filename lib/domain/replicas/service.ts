import { isDeepStrictEqual } from 'node:util'
import type { SystemScope } from '@/lib/domain/scope'
import type { Prisma } from '@/lib/platform/database/generated/client'
import { registry } from '@/lib/platform/registry'
import { type Look, look, type Voice, voice } from './schema'

/** A replica that comes with the product. */
export type StockReplica = { replicaId: string; replicaName: string; look: Look; voice: Voice }

/**
 * Stores a stock replica under its fixed id, or brings the stored one up to date. An unchanged one is not touched.
 * @throws ZodError when its look or voice is not one
 */
export async function putStockReplica(_system: SystemScope, replica: StockReplica): Promise<void> {
  const { database, clock } = registry()
  const now = clock.now()
  const values = {
    name: replica.replicaName,
    look: look.parse(replica.look) as Prisma.InputJsonObject,
    voice: voice.parse(replica.voice),
  }
  const stored = await database.replica.findUnique({ where: { id: replica.replicaId } })
  if (stored && isDeepStrictEqual({ name: stored.name, look: stored.look, voice: stored.voice }, values)) {
    return
  }
  await database.replica.upsert({
    where: { id: replica.replicaId },
    create: { id: replica.replicaId, workspaceId: null, ...values, createdAt: now, updatedAt: now },
    update: { ...values, updatedAt: now },
  })
}
