import { guardrailRequest, guardrailSetRequest, objectivesRequest } from './schema'

/**
 * What leads a persona through a conversation, by how it is stored: a list of objectives, a set of guardrails as it was
 * before May 2026, and a guardrail on its own as it is since.
 */
export const guidanceKinds = {
  objectives: objectivesRequest,
  'guardrail-set': guardrailSetRequest,
  guardrail: guardrailRequest,
} as const

export type GuidanceKind = keyof typeof guidanceKinds

/** What it is called: by its own name, or by that of the first in it. */
export function guidanceName(body: object): string {
  const { name, data, objective_name, guardrail_name } = body as Record<string, unknown>
  const own = name ?? objective_name ?? guardrail_name
  if (typeof own === 'string') return own
  const [first] = Array.isArray(data) ? data : []
  return typeof first === 'object' && first !== null ? guidanceName(first) : ''
}
