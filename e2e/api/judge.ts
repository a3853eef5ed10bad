import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'

/** A JSON Schema, as a document holds it. */
export type Schema = { [keyword: string]: unknown } | boolean

export type Parameter = { name: string; in: string; required?: boolean; schema: Schema; example?: unknown }

type Media = Record<string, { schema: Schema; example?: unknown }>

/** An operation of a document, with nothing left to look up but schemas. */
export type Operation = {
  id: string
  method: string
  path: string
  /** Anybody may call it. */
  open: boolean
  /** What it does cannot be undone. */
  destroys: boolean
  parameters: Parameter[]
  body?: { schema: Schema; example?: unknown; blanks?: number }
  answers: Record<string, { content?: Media }>
}

type Json = Record<string, unknown>

/** What `ref` names in the document. */
export function lookUp(document: Json, ref: string): unknown {
  return ref
    .slice(2)
    .split('/')
    .reduce<unknown>((at, name) => (at as Json)[name], document)
}

const methods = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options']

/** The operations of a document, read from it alone. */
export function operationsOf(document: Json): Operation[] {
  const solid = <T>(part: T): T =>
    typeof part === 'object' && part !== null && '$ref' in part
      ? (lookUp(document, String(part.$ref)) as T)
      : part
  return Object.entries(document.paths as Record<string, Json>).flatMap(([path, item]) =>
    Object.entries(item)
      .filter(([method]) => methods.includes(method))
      .map(([method, given]) => {
        const operation = given as Json
        const request = operation.requestBody as Json | undefined
        const media = (request?.content as Media | undefined)?.['application/json']
        const security = (operation.security ?? document.security) as unknown[]
        return {
          id: String(operation.operationId),
          method: method.toUpperCase(),
          path,
          open: security.length === 0,
          destroys: 'x-destroys' in operation,
          parameters: ((operation.parameters ?? []) as Parameter[]).map(solid),
          ...(media && { body: { ...media, blanks: request?.['x-blanks'] as number | undefined } }),
          answers: Object.fromEntries(
            Object.entries(operation.responses as Record<string, { content?: Media }>).map(
              ([status, answer]) => [status, solid(answer)],
            ),
          ),
        }
      }),
  )
}

/** The schema with every object closed that does not say what else it may have: answers may have nothing unwritten. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed)
  if (typeof schema !== 'object' || schema === null) return schema
  const inner = Object.fromEntries(Object.entries(schema).map(([key, each]) => [key, closed(each)]))
  const open = 'type' in inner && 'properties' in inner && !('additionalProperties' in inner)
  return open ? { ...inner, additionalProperties: false } : inner
}

/** `null` and empty text left out, `levels` objects deep, as `x-blanks` says. */
function withoutBlanks(value: unknown, levels: number): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || levels < 0) return value
  const kept = Object.entries(value).filter(([, each]) => each !== null && each !== '')
  return Object.fromEntries(kept.map(([key, each]) => [key, withoutBlanks(each, levels - 1)]))
}

/** Says what of requests and answers is not as a document says, by an independent validator of its schemas. */
export function judgeOf(document: Json) {
  const schemas = (document.components as Json).schemas as Json
  const build = (strict: boolean) => {
    const ajv = new Ajv2020({ strict: false, allErrors: false, validateFormats: true })
    addFormats.default(ajv)
    const as = (schema: unknown) => (strict ? closed(schema) : schema)
    ajv.addSchema({ $id: 'document', components: { schemas: as(schemas) } })
    const compiled = new Map<unknown, ValidateFunction>()
    return (schema: Schema, value: unknown): string | null => {
      let check = compiled.get(schema)
      if (!check) {
        const text = JSON.stringify(as(schema)).replaceAll('"$ref":"#/', '"$ref":"document#/')
        check = ajv.compile(JSON.parse(text))
        compiled.set(schema, check)
      }
      return check(value) ? null : ajv.errorsText(check.errors)
    }
  }
  const loosely = build(false)
  const strictly = build(true)
  return {
    /** What is wrong with a body; null for nothing. */
    body: ({ body }: Operation, value: unknown) =>
      body
        ? loosely(body.schema, body.blanks === undefined ? value : withoutBlanks(value, body.blanks))
        : null,
    /** What is wrong with the value of a parameter. */
    parameter: ({ schema }: Parameter, value: unknown) => loosely(schema, value),
    /** What is wrong with an answer: its status, its media type, its body. Streams are not read. */
    async answer(operation: Operation, answer: Response, method = operation.method): Promise<string | null> {
      const said = operation.answers[answer.status]
      if (!said) return `${answer.status} is not documented`
      const type = answer.headers.get('content-type')?.split(';')[0]
      if (method === 'HEAD') return null
      if (type === 'text/event-stream') {
        await answer.body?.cancel()
        return type in (said.content ?? {}) ? null : `${type} is not documented`
      }
      const text = await answer.text()
      if (!said.content) return text === '' ? null : 'a body where none is documented'
      const media = type ? said.content[type] : undefined
      if (!media) return `${type} is not documented for ${answer.status}`
      return type === 'application/json' ? strictly(media.schema, parsed(media.schema, text)) : null
    },
  }
}

/** A file of JSON is text to its schema. */
function parsed(schema: Schema, text: string): unknown {
  return typeof schema === 'object' && schema.type === 'string' ? text : JSON.parse(text)
}

export type Judge = ReturnType<typeof judgeOf>
