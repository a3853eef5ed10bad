import type * as z from 'zod'
import type { KeyScope, WorkspaceScope } from '@/lib/domain/scope'

/** What a handler gets: everything of the request that was checked. */
type Asked<Scope, Query, Body> = {
  scope: Scope
  /** The `{id}` of the path; empty for a path without one. */
  id: string
  /** What the path has at another of its names; empty for a name that it has not. */
  param(name: string): string
  query: Query
  body: Body
  /** Our own address as the caller knows it, without a slash at the end. */
  origin: string
  /**
   * Under which a create is known: the same for every repetition of the request under one `Idempotency-Key`, else
   * made for this request. What is created under it is created once.
   */
  requestKey: string
  request: Request
}

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE'

/** What the operations of the reference are sorted under. */
export const tags = [
  'Conversations',
  'Providers',
  'Personas',
  'Replicas',
  'Models',
  'Objectives',
  'Guardrails',
  'Documents',
  'Memories',
  'Files',
  'Usage',
  'Events',
  'Webhooks',
  'Request log',
] as const
type Tag = (typeof tags)[number]

/** What the reference says of a route; `lib/api/openapi` makes the OpenAPI document of it. */
export type Reference = {
  /** Operation id: what generated clients call it. */
  id: string
  /** Any group of the reference; new ones are added to `tags`. */
  tag: Tag
  summary: string
  /** What the summary leaves open, in Markdown. */
  description?: string
  /** Statuses beyond those of every route of its kind (see `openapi/answers.ts`), and when they are answered. */
  statuses?: Partial<Record<200 | 206 | 304 | 400 | 402 | 403 | 404 | 409 | 416 | 422 | 503, string>>
  /** What cannot be undone by another call, for those who are about to try it. */
  destroys?: string
  /** Example of a query. */
  query?: unknown
  /** Example of a body. */
  body?: unknown
  /** The body's schema, where the route's own takes anything so that the handler can refuse it with another status. */
  bodySchema?: z.ZodType
  /** Example of an answer, under the first name of everything that has two. */
  answer?: unknown
  /** What a route without a JSON answer sends: what a body of each media type is, or nothing (204). */
  sends?: 'nothing' | Record<string, string>
}

/** A reference for routes with these schemas: a body and an answer come with an example, a stream with its types. */
type ReferenceOf<Query, Body, Answer> = Omit<Reference, 'query' | 'body' | 'answer' | 'sends'> & {
  query?: z.input<Query>
} & (z.ZodType extends Body ? { body?: never } : { body: z.input<Body> }) &
  (Answer extends z.ZodType
    ? { answer: z.input<Answer>; sends?: never }
    : { answer?: never; sends: NonNullable<Reference['sends']> })

type Declaration<Access extends 'read' | 'write', Query extends z.ZodType, Body extends z.ZodType, Answer> = {
  method: Method
  /** As Hono writes it: `/v2/conversations/:id`. */
  path: string
  /** `read` takes a key or the session cookie; `write` takes a key only, so that there is no cross-site write to forge. */
  access: Access
  query?: Query
  body?: Body
  /** How many objects deep null and empty text in a body mean "not given"; nowhere where it is left out. */
  blanks?: number
  /** What a body has to be; a JSON object where it is left out. */
  bodyKind?: 'any'
  /** How an unknown `:id` is refused: in which words, and with which status where it is not 400. */
  unknownId?: string
  unknownStatus?: 404
  /** The status of an answer in JSON where it is not 200. */
  answerStatus?: 202
  /** Schema of the answer; null: 204 without a body, or a stream that the handler answers itself. */
  answer: Answer
  /** What the reference says of it. */
  reference: ReferenceOf<Query, Body, Answer>
  handle(
    asked: Asked<Access extends 'write' ? KeyScope : WorkspaceScope, z.output<Query>, z.output<Body>>,
  ): Promise<Response | (Answer extends z.ZodType ? z.input<Answer> : undefined)>
}

/** A route as the wrapper sees it, whatever its schemas. */
export type Route = {
  method: Method
  path: string
  access: 'read' | 'write'
  query?: z.ZodType
  body?: z.ZodType
  blanks?: number
  bodyKind?: 'any'
  unknownId?: string
  unknownStatus?: 404
  answerStatus?: 202
  answer: z.ZodType | null
  reference: Reference
  handle(asked: Asked<WorkspaceScope, unknown, unknown>): Promise<unknown>
}

/** Declares a route. The schemas decide the types its handler sees and has to return. */
export function route<
  Access extends 'read' | 'write',
  Query extends z.ZodType,
  Body extends z.ZodType,
  Answer extends z.ZodType | null,
>(declaration: Declaration<Access, Query, Body, Answer>): Route {
  // The wrapper authenticates by `access` and parses by the schemas before it calls the handler.
  return declaration as unknown as Route
}
