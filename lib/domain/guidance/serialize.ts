import { timestamp } from '@/lib/domain/conversations/serialize'
import type { AnyGuardrail, Objectives } from './schema'

/** The columns that the wire shows. */
export type GuidanceRow = {
  id: string
  kind: string
  name: string
  body: unknown
  createdAt: Date
  updatedAt: Date
}

const instants = ({ createdAt, updatedAt }: GuidanceRow) => ({
  created_at: timestamp(createdAt),
  updated_at: timestamp(updatedAt),
})

/** Objectives as the wire shows them. */
export const toObjectives = (row: GuidanceRow): Objectives => ({
  objectives_id: row.id,
  objective_name: row.name,
  status: 'active',
  ...(row.body as Pick<Objectives, 'data'>),
  ...instants(row),
})

/** A guardrail, or a set of them, as the wire shows it. */
export function toGuardrail(row: GuidanceRow): AnyGuardrail {
  const body = row.body as object
  if (row.kind === 'guardrail') return { uuid: row.id, ...body, ...instants(row) } as AnyGuardrail
  return {
    guardrails_id: row.id,
    guardrails_name: row.name,
    status: 'active',
    ...body,
    ...instants(row),
  } as AnyGuardrail
}
