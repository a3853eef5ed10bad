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
import { jsonPatch } from '@/lib/domain/requests/schema'
import type { WorkspaceScope } from '@/lib/domain/scope'
import { exampleGuardrail, exampleObjectives, patchText } from '../openapi/examples'
import { type Route, route } from '../route'

type Resource = {
  /** What it is in an address. */
  noun: string
  kinds: GuidanceKind[]
  unknown: string
  wire: z.ZodType
  show(row: GuidanceRow): unknown
  /** How the reference calls it: its group, and in summaries and operation ids. */
  called: { tag: 'Objectives' | 'Guardrails'; one: string }
  example: unknown
  /** A value that a patch of the example can set, and where. */
  patch: { path: string; value: string }
}

/** Read, patch and delete, which are the same for objectives and guardrails. */
function oneByOne({ noun, kinds, unknown, wire, show, called, example, patch }: Resource): Route[] {
  const of = { path: `/v2/${noun}/:id`, unknownId: unknown, unknownStatus: 404 } as const
  const about = (verb: string) => ({ id: verb + called.tag, tag: called.tag })
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
      reference: { ...about('get'), summary: `Read ${called.one}`, answer: example },
      handle: ({ scope, id }) => known(scope, id),
    }),
    route({
      ...of,
      method: 'PATCH',
      access: 'write',
      body: z.unknown(),
      bodyKind: 'any',
      answer: wire,
      reference: {
        ...about('patch'),
        summary: `Change ${called.one}`,
        description: patchText,
        statuses: {
          304: 'The patch changes nothing.',
          400: 'What the patch makes of it is not usable.',
          409: 'It was changed by somebody else at the same moment.',
          422: 'The body is no JSON Patch, or does not apply.',
        },
        bodySchema: jsonPatch,
        body: [{ op: 'replace', ...patch }],
        answer: example,
      },
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
      reference: {
        ...about('delete'),
        summary: `Delete ${called.one}`,
        destroys: `Removes ${called.one}.`,
        sends: 'nothing',
      },
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
    reference: {
      id: 'createObjectives',
      tag: 'Objectives',
      summary: 'Create objectives',
      description:
        'What a conversation is to achieve, step by step. A persona takes them by `objectives_id`.',
      body: { data: exampleObjectives.data },
      answer: exampleObjectives,
    },
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
    reference: {
      id: 'listObjectives',
      tag: 'Objectives',
      summary: 'List objectives',
      answer: { data: [exampleObjectives], total_count: 1 },
    },
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
    called: { tag: 'Objectives', one: 'objectives' },
    example: exampleObjectives,
    patch: { path: '/data/0/objective_prompt', value: 'Ask for the name, and how to spell it.' },
  }),
  route({
    method: 'POST',
    path: '/v2/guardrails',
    access: 'write',
    blanks: 2,
    body: z.union([guardrailSetRequest, guardrailRequest]),
    answer: anyGuardrail,
    reference: {
      id: 'createGuardrails',
      tag: 'Guardrails',
      summary: 'Create a guardrail, or a set of them',
      description:
        'What a persona must not do. With `data` a named set of them, as they were before May 2026.',
      body: { guardrail_name: 'No_prices', guardrail_prompt: 'Never name a price.', modality: 'verbal' },
      answer: exampleGuardrail,
    },
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
    reference: {
      id: 'listGuardrails',
      tag: 'Guardrails',
      summary: 'List guardrails',
      query: { legacy: 'false' },
      answer: { data: [exampleGuardrail], total_count: 1 },
    },
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
    called: { tag: 'Guardrails', one: 'a guardrail or a set' },
    example: exampleGuardrail,
    patch: { path: '/guardrail_prompt', value: 'Never name a price or a discount.' },
  }),
]
