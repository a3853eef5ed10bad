import * as z from 'zod'
import { otherName } from '../names'
import { named } from './components'

/** JSON Schema 2020-12, as far as the document writes it. */
export type JsonSchema = {
  $ref?: string
  type?: string | string[]
  description?: string
  properties?: Record<string, JsonSchema>
  required?: string[]
  items?: JsonSchema
  anyOf?: JsonSchema[]
  allOf?: JsonSchema[]
  not?: JsonSchema
  [keyword: string]: unknown
}

type Direction = 'input' | 'output'

/** The schema of a query or of a body, which takes either name of what has two. */
export const takenSchema = (schema: z.ZodType): JsonSchema => underEitherName(plain(schema, 'input'))

/** The schema of an answer, which has both names of everything in it that has two. */
export const answeredSchema = (schema: z.ZodType): JsonSchema => underBothNames(plain(schema, 'output'))

/** Every schema that has a name of its own, as it stands under `components`. */
export function namedSchemas(): Record<string, JsonSchema> {
  const taken = Object.entries(named.input).map(([name, schema]) => [
    name,
    underEitherName(plain(schema, 'input', name)),
  ])
  const answered = Object.entries(named.output).map(([name, schema]) => [
    name,
    underBothNames(plain(schema, 'output', name)),
  ])
  return Object.fromEntries([...taken, ...answered])
}

/** `itself` is the name that is not to stand for it: where the schema is written out under this name. */
function plain(schema: z.ZodType, direction: Direction, itself?: string): JsonSchema {
  const names = new Map<unknown, string>(Object.entries(named[direction]).map(([name, each]) => [each, name]))
  const { $schema: _, ...written } = z.toJSONSchema(schema, {
    io: direction,
    unrepresentable: 'any',
    override({ zodSchema, jsonSchema }) {
      const name = names.get(zodSchema)
      if (name && name !== itself) replace(jsonSchema, { $ref: `#/components/schemas/${name}` })
      else tidy(jsonSchema as JsonSchema)
    },
  })
  return written as JsonSchema
}

function replace(schema: object, by: JsonSchema): void {
  for (const key of Object.keys(schema)) Reflect.deleteProperty(schema, key)
  Object.assign(schema, by)
}

/** Leaves out what says nothing to a reader, and what would forbid answers to grow. */
function tidy(schema: JsonSchema): void {
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum
  // The format says the same as its long pattern.
  if (schema.format === 'date') delete schema.pattern
  if (schema.additionalProperties === false) delete schema.additionalProperties
  const { propertyNames } = schema as { propertyNames?: JsonSchema }
  if (propertyNames && Object.keys(propertyNames).join() === 'type') delete schema.propertyNames
}

const aliasOf = (name: string, schema: JsonSchema): JsonSchema => ({
  ...(schema.$ref ? { $ref: schema.$ref } : schema),
  description: `Another name of ${name}`,
  'x-alias-of': name,
})

/** A body's root with the other names beside the first; what has to be there may be there under either. */
function underEitherName(schema: JsonSchema): JsonSchema {
  const { properties, required = [] } = schema
  const twins = Object.keys(properties ?? {}).filter(otherName)
  if (!properties || twins.length === 0) return schema
  const either = (name: string) => [name, otherName(name) ?? name].map((each) => ({ required: [each] }))
  const conditions = [
    ...(schema.anyOf ? [{ anyOf: schema.anyOf.flatMap(withOtherNames) }] : []),
    ...required.filter(otherName).map((name) => ({ anyOf: either(name) })),
  ]
  const { anyOf: _, required: __, ...rest } = schema
  const still = required.filter((name) => !otherName(name))
  return {
    ...rest,
    properties: doubled(properties),
    ...(still.length > 0 && { required: still }),
    ...(conditions.length === 1 && conditions[0]),
    ...(conditions.length > 1 && { allOf: conditions }),
  }
}

function withOtherNames(choice: JsonSchema): JsonSchema[] {
  const [only, ...more] = choice.required ?? []
  const other = only && more.length === 0 && !choice.properties ? otherName(only) : undefined
  return other ? [choice, { required: [other] }] : [choice]
}

const doubled = (properties: Record<string, JsonSchema>) =>
  Object.fromEntries(
    Object.entries(properties).flatMap(([name, each]) => {
      const other = otherName(name)
      return other
        ? [
            [name, each],
            [other, aliasOf(name, each)],
          ]
        : [[name, each]]
    }),
  )

/** The schema with both names throughout, as `bothNames` answers. */
function underBothNames(schema: JsonSchema): JsonSchema {
  const { properties, required, items, anyOf } = schema
  return {
    ...schema,
    ...(items && { items: underBothNames(items) }),
    ...(anyOf && { anyOf: anyOf.map(underBothNames) }),
    ...(properties && {
      properties: doubled(
        Object.fromEntries(
          // Layers come back word for word.
          Object.entries(properties).map(([name, each]) => [
            name,
            name === 'layers' ? each : underBothNames(each),
          ]),
        ),
      ),
    }),
    ...(required && { required: required.flatMap((name) => [name, otherName(name) ?? []].flat()) }),
  }
}
