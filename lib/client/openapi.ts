import * as z from 'zod'

/** JSON Schema as the reference shows it. */
export type FieldSchema = {
  $ref?: string
  type?: string | string[]
  description?: string
  properties?: Record<string, FieldSchema>
  required?: string[]
  items?: FieldSchema
  anyOf?: FieldSchema[]
  oneOf?: FieldSchema[]
  enum?: unknown[]
  const?: unknown
  default?: unknown
  'x-alias-of'?: string
  [keyword: string]: unknown
}

export type ReferenceParameter = {
  name: string
  in: string
  required?: boolean
  description?: string
  schema: FieldSchema
  example?: unknown
  /** It is the other name of this parameter. */
  'x-alias-of'?: string
}

type Media = Record<string, { schema: FieldSchema; example?: unknown }>

export type ReferenceOperation = {
  id: string
  method: string
  path: string
  tag: string
  summary: string
  description?: string
  /** What it cannot give back. */
  destroys?: string
  /** The same under the other name of its thing. */
  otherPath?: string
  isOpen: boolean
  parameters: ReferenceParameter[]
  body?: { schema: FieldSchema; example?: unknown }
  answers: { status: string; description: string; content?: Media }[]
}

/** As much of an OpenAPI document as is relied on. */
export const openApiDocument = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), z.looseObject({ operationId: z.string() }))),
  components: z.record(z.string(), z.record(z.string(), z.unknown())),
})
export type OpenApiDocument = z.infer<typeof openApiDocument>

type Raw = {
  operationId: string
  summary?: string
  description?: string
  tags?: string[]
  security?: unknown[]
  parameters?: ReferenceParameter[]
  requestBody?: { content: Media }
  responses: Record<string, { description: string; content?: Media }>
  'x-destroys'?: string
  'x-alias-of'?: string
}

/** What a `$ref` of the document names; anything else as it is. */
export function resolved<T extends object>(document: OpenApiDocument, part: T): T {
  const ref = '$ref' in part ? String(part.$ref) : null
  const [kind = '', name = ''] = ref?.replace('#/components/', '').split('/') ?? []
  const found = ref ? document.components[kind]?.[name] : undefined
  return found ? ({ ...(found as T), ...part, $ref: undefined } as T) : part
}

/** The document's operations in its order; what has two addresses is told once. */
export function operationsIn(document: OpenApiDocument): ReferenceOperation[] {
  const all = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, raw]) => ({
      path,
      method: method.toUpperCase(),
      raw: raw as unknown as Raw,
    })),
  )
  return all
    .filter(({ raw }) => !raw['x-alias-of'])
    .map(({ path, method, raw }) => ({
      id: raw.operationId,
      method,
      path,
      tag: raw.tags?.[0] ?? '',
      summary: raw.summary ?? raw.operationId,
      description: raw.description,
      destroys: raw['x-destroys'],
      otherPath: all.find((other) => other.raw['x-alias-of'] === raw.operationId)?.path,
      isOpen: raw.security?.length === 0,
      parameters: (raw.parameters ?? []).map((each) => resolved(document, each)),
      body: raw.requestBody?.content['application/json'],
      answers: Object.entries(raw.responses).map(([status, answer]) => ({
        status,
        ...resolved(document, answer),
      })),
    }))
}
