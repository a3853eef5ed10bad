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

/** As much of an operation as a list of them tells. */
export type OperationSummary = { id: string; method: string; path: string; tag: string; summary: string }

export type ReferenceOperation = OperationSummary & {
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

/** What `$ref`s name, by kind and name. */
export type Components = Record<string, Record<string, unknown>>

/** As much of an OpenAPI document as is relied on. */
export type OpenApiDocument = {
  paths: Record<string, Record<string, unknown>>
  components: Components
}

/** What a page shows at a time: every operation in a line, one in full, and what that one refers to. */
export type Reference = {
  operations: OperationSummary[]
  shown: ReferenceOperation
  components: Components
}

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

/** The component that `ref` names, as in `#/components/schemas/Persona`. */
function named(components: Components, ref: unknown): { kind: string; name: string; found: unknown } {
  const [kind = '', name = ''] = String(ref).replace('#/components/', '').split('/')
  return { kind, name, found: components[kind]?.[name] }
}

/** What a `$ref` of the document names; anything else as it is. */
export function resolved<T extends object>(components: Components, part: T): T {
  const found = '$ref' in part && part.$ref ? named(components, part.$ref).found : undefined
  return found ? ({ ...(found as T), ...part, $ref: undefined } as T) : part
}

/** The document's operations in its order; what has two addresses is told once. */
export function operationsIn({ paths, components }: OpenApiDocument): ReferenceOperation[] {
  const all = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, raw]) => ({ path, method: method.toUpperCase(), raw: raw as Raw })),
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
      parameters: (raw.parameters ?? []).map((each) => resolved(components, each)),
      body: raw.requestBody?.content['application/json'],
      answers: Object.entries(raw.responses).map(([status, answer]) => {
        const { description, content } = resolved(components, answer)
        return { status, description, content }
      }),
    }))
}

/**
 * The reference with the operation of that id in full, the first for an id that no operation has.
 * @throws Error for a document without operations
 */
export function referenceTo(document: OpenApiDocument, id: string | null): Reference {
  const all = operationsIn(document)
  const shown = all.find((operation) => operation.id === id) ?? all[0]
  if (!shown) throw new Error('The document has no operations.')
  return {
    operations: all.map(({ id, method, path, tag, summary }) => ({ id, method, path, tag, summary })),
    shown,
    components: reachedFrom(shown, document.components),
  }
}

/** Those of the components that `part` refers to, and what they refer to in turn. */
function reachedFrom(part: unknown, components: Components): Components {
  const reached: Components = {}
  const follow = (value: unknown) => {
    if (typeof value !== 'object' || value === null) return
    if ('$ref' in value) {
      const { kind, name, found } = named(components, value.$ref)
      if (found === undefined || reached[kind]?.[name]) return
      reached[kind] = { ...reached[kind], [name]: found }
      follow(found)
    }
    for (const inner of Object.values(value)) follow(inner)
  }
  follow(part)
  return reached
}
