import type * as z from 'zod'
import type { KeyScope, WorkspaceScope } from '@/lib/domain/scope'

/** What a handler gets: everything of the request that was checked. */
type Asked<Scope, Query, Body> = {
  scope: Scope
  /** The `{id}` of the path; empty for a path without one. */
  id: string
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
  /** Schema of the answer; null: 204 without a body, or a stream that the handler answers itself. */
  answer: Answer
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
  answer: z.ZodType | null
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
