import * as z from 'zod'
import { DomainError } from '@/lib/domain/errors'
import { findGuidance, listGuidance } from '@/lib/domain/guidance/queries'
import type { GuidanceKind } from '@/lib/domain/guidance/rules'
import {
  anyGuardrail,
  guardrailList,
  guardrailListQuery,
  guardrailRequest,
  guardrailSetRequest,
  guidanceListQuery,
  objectives,
  objectivesList,
  objectivesRequest,
} from '@/lib/domain/guidance/schema'
import { type GuidanceRow, toGuardrail, toObjectives } from '@/lib/domain/guidance/serialize'
import { createGuidance, deleteGuidance, patchGuidance } from '@/lib/domain/guidance/service'
import type { WorkspaceScope } from '@/lib/domain/scope'
import { type Route, route } from '../route'

type Resource = {
  /** What it is in an address. */
  noun: string
  kinds: GuidanceKind[]
  unknown: string
  wire: z.ZodType
  show(row: GuidanceRow): unknown
}

/** Read, patch and delete, which are the same for objectives and guardrails. */
function oneByOne({ noun, kinds, unknown, wire, show }: Resource): Route[] {
  const of = { path: `/v2/${noun}/:id`, unknownId: unknown, unknownStatus: 404 } as const
  const known = async (scope: WorkspaceScope, id: string) => {
    const row = await findGuidance(scope, kinds, id)
    if (!row) throw new DomainError('not-found', unknown)
    return show(row)
  }
  return [
    route({
      ...of,
      method: 'GET',
      access: 'read',
      answer: wire,
      handle: ({ scope, id }) => known(scope, id),
    }),
    route({
      ...of,
      method: 'PATCH',
      access: 'write',
      body: z.unknown(),
      bodyKind: 'any',
      answer: wire,
      async handle({ scope, id, body }) {
        const patched = await patchGuidance(scope, kinds, id, body)
        if (!patched) throw new DomainError('not-found', unknown)
        return patched.changed ? show(patched.row) : new Response(null, { status: 304 })
      },
    }),
    route({
      ...of,
      method: 'DELETE',
      access: 'write',
      answer: null,
      async handle({ scope, id }) {
        if (!(await deleteGuidance(scope, kinds, id))) throw new DomainError('not-found', unknown)
        return undefined
      },
    }),
  ]
}

const bySet = { true: ['guardrail-set'], false: ['guardrail'] } as const
const guardrailKinds: GuidanceKind[] = ['guardrail-set', 'guardrail']

/** Objectives and guardrails: stored for personas and returned. */
export const guidanceRoutes: Route[] = [
  route({
    method: 'POST',
    path: '/v2/objectives',
    access: 'write',
    blanks: 2,
    body: objectivesRequest,
    answer: objectives,
    async handle({ scope, body, requestKey }) {
      return toObjectives(await createGuidance(scope, { kind: 'objectives', body, requestKey }))
    },
  }),
  route({
    method: 'GET',
    path: '/v2/objectives',
    access: 'read',
    query: guidanceListQuery,
    answer: objectivesList,
    async handle({ scope, query }) {
      const { rows, total } = await listGuidance(scope, ['objectives'], query)
      return { data: rows.map(toObjectives), total_count: total }
    },
  }),
  ...oneByOne({
    noun: 'objectives',
    kinds: ['objectives'],
    unknown: 'Objective not found',
    wire: objectives,
    show: toObjectives,
  }),
  route({
    method: 'POST',
    path: '/v2/guardrails',
    access: 'write',
    blanks: 2,
    body: z.union([guardrailSetRequest, guardrailRequest]),
    answer: anyGuardrail,
    async handle({ scope, body, requestKey }) {
      const kind = 'data' in body ? 'guardrail-set' : 'guardrail'
      return toGuardrail(await createGuidance(scope, { kind, body, requestKey }))
    },
  }),
  route({
    method: 'GET',
    path: '/v2/guardrails',
    access: 'read',
    query: guardrailListQuery,
    answer: guardrailList,
    async handle({ scope, query: { legacy, ...query } }) {
      const kinds = legacy ? [...bySet[legacy]] : guardrailKinds
      const { rows, total } = await listGuidance(scope, kinds, query)
      return { data: rows.map(toGuardrail), total_count: total }
    },
  }),
  ...oneByOne({
    noun: 'guardrails',
    kinds: guardrailKinds,
    unknown: 'Guardrails not found',
    wire: anyGuardrail,
    show: toGuardrail,
  }),
]
