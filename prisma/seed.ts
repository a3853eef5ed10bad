import { putStockPersona } from '@/lib/domain/personas/service'
import { putStockReplica } from '@/lib/domain/replicas/service'
import type { SystemScope } from '@/lib/domain/scope'
import { stockPersonas } from './stock/personas'
import { stockReplicas } from './stock/replicas'

/** Stores what the product comes with, at every start: new rows appear, changed ones are brought up to date. */
export async function seedStock(system: SystemScope): Promise<void> {
  for (const replica of stockReplicas) await putStockReplica(system, replica)
  for (const persona of stockPersonas) await putStockPersona(system, persona)
}
