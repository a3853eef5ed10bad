import type { SystemScope } from '@/lib/domain/scope'
import { registry } from '@/lib/platform/registry'

/** A persona that comes with the product. */
export type StockPersona = {
  personaId: string
  personaName: string
  systemPrompt: string
  /** What it knows. */
  context: string
  defaultReplicaId: string
}

/** Stores a stock persona under its fixed id, or brings the stored one up to date. An unchanged one is not touched. */
export async function putStockPersona(_system: SystemScope, persona: StockPersona): Promise<void> {
  const { database, clock } = registry()
  const now = clock.now()
  const values = {
    name: persona.personaName,
    systemPrompt: persona.systemPrompt,
    context: persona.context,
    defaultReplicaId: persona.defaultReplicaId,
  }
  const stored = await database.persona.findUnique({ where: { id: persona.personaId } })
  if (
    stored &&
    stored.name === values.name &&
    stored.systemPrompt === values.systemPrompt &&
    stored.context === values.context &&
    stored.defaultReplicaId === values.defaultReplicaId
  ) {
    return
  }
  await database.persona.upsert({
    where: { id: persona.personaId },
    create: { id: persona.personaId, workspaceId: null, ...values, createdAt: now, updatedAt: now },
    update: { ...values, updatedAt: now },
  })
}
