import fc from 'fast-check'
import { lookUp, type Schema } from './judge'

type Json = Record<string, unknown>

/** What values are made of beside their schema. */
export type Made = {
  document: Json
  /** Known ids by the name of the field that has them; a reference without a known id is left out. */
  ids(name: string): string[]
  /** A word that stands in about every second free text, by which one's texts are known again. */
  mark: string
  /** Properties that never appear. */
  without: string[]
}

/** Whether a property names another thing by its id. */
const refers = (name: string) => /_ids?$/.test(name)
/** Under which field an id that `name` takes is known. */
const knownAs = (name: string) => name.replace(/^default_/, '').replace(/_ids$/, '_id')

const text = (least: number, most: number, mark: string) =>
  fc.oneof(
    fc.string({ minLength: least, maxLength: Math.min(most, 40) }),
    fc.string({ unit: 'grapheme', minLength: least, maxLength: Math.min(most, 12) }),
    ...(most >= mark.length ? [fc.constant(mark)] : []),
    ...(most <= 300 ? [fc.constant('x'.repeat(most))] : []),
  )

/** Anything JSON has, no NUL and no half of a surrogate pair in it. */
const anything = fc.jsonValue({ maxDepth: 2, noUnicodeString: false, stringUnit: 'grapheme' } as never)

/** Values that `schema` takes: about every second one of its optional properties is there. */
export function valueFor(schema: Schema, made: Made, name = ''): fc.Arbitrary<unknown> {
  if (typeof schema === 'boolean') return anything
  if (typeof schema.$ref === 'string')
    return valueFor(lookUp(made.document, schema.$ref) as Schema, made, name)
  if (Array.isArray(schema.examples)) return fc.constantFrom(...schema.examples)
  if ('const' in schema) return fc.constant(schema.const)
  if (Array.isArray(schema.enum)) return fc.constantFrom(...schema.enum)
  const choices = (schema.anyOf ?? schema.oneOf) as Schema[] | undefined
  if (choices && !schema.type) return fc.oneof(...choices.map((each) => valueFor(each, made, name)))
  const { type } = schema
  if (Array.isArray(type))
    return fc.oneof(...type.map((each) => valueFor({ ...schema, type: each }, made, name)))
  switch (type) {
    case 'string': {
      if (refers(name))
        return fc.constantFrom(...made.ids(knownAs(name)), ...(made.ids(knownAs(name)).length ? [] : ['x']))
      if (schema.format === 'date') return fc.constantFrom('2026-01-15', '2026-01-20')
      if (schema.pattern && schema.pattern !== '\\S')
        return fc.stringMatching(new RegExp(String(schema.pattern)))
      return text(Number(schema.minLength ?? 0), Number(schema.maxLength ?? 100), made.mark).filter(
        (value) =>
          !value.includes('\0') &&
          (!schema.pattern || /\S/.test(value)) &&
          value.length >= Number(schema.minLength ?? 0) &&
          value.length <= Number(schema.maxLength ?? 1e9),
      )
    }
    case 'integer':
      return fc.integer({ min: Number(schema.minimum ?? -1000), max: Number(schema.maximum ?? 1000) })
    case 'number':
      return fc.double({ noNaN: true, noDefaultInfinity: true })
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    case 'array': {
      const items = valueFor((schema.items ?? true) as Schema, made, name)
      const minLength = Number(schema.minItems ?? 0)
      const maxLength = Math.min(Number(schema.maxItems ?? 4), 4)
      const bounds = { minLength, maxLength }
      return schema.uniqueItems ? fc.uniqueArray(items, bounds) : fc.array(items, bounds)
    }
    case 'object':
      return objectOf(schema, made)
    default:
      return anything
  }
}

function objectOf(schema: Exclude<Schema, boolean>, made: Made): fc.Arbitrary<unknown> {
  const properties = (schema.properties ?? {}) as Record<string, Exclude<Schema, boolean>>
  const conditions = [schema, ...((schema.allOf ?? []) as Json[])]
  const required = new Set((schema.required ?? []) as string[])
  const usable = Object.entries(properties).filter(
    ([name, each]) =>
      // The other name of a thing: one of the two is sent.
      !each['x-alias-of'] &&
      !made.without.includes(name) &&
      (required.has(name) || !refers(name) || made.ids(knownAs(name)).length > 0),
  )
  const names = usable.map(([name]) => name)
  const choices = conditions.flatMap(({ anyOf }) => (Array.isArray(anyOf) ? [anyOf as Json[]] : []))
  // What has to be there by a condition: of each, a choice that can be met.
  const forced = fc.tuple(
    ...choices.map((each) => {
      const possible = each.filter((choice) =>
        ((choice.required ?? []) as string[]).every((name) => names.includes(name)),
      )
      return possible.length > 0 ? fc.constantFrom(...possible) : fc.constant<Json>({})
    }),
  )
  return forced.chain((chosen) => {
    const must = new Set([...required, ...chosen.flatMap((choice) => (choice.required ?? []) as string[])])
    const refined = Object.assign({}, ...chosen.map((choice) => choice.properties ?? {})) as Json
    const model = Object.fromEntries(
      usable.map(([name, each]) => [name, valueFor({ ...each, ...(refined[name] as object) }, made, name)]),
    )
    const whole = fc.record(model, { requiredKeys: names.filter((name) => must.has(name)) as never[] })
    const more = schema.additionalProperties
    if (more === undefined || more === false || Object.keys(properties).length > 0) return whole
    const key = fc.stringMatching(/^[a-zA-Z_]{1,12}$/)
    return fc.dictionary(key, valueFor(more as Schema, made), { maxKeys: 3 })
  })
}

const oddities: unknown[] = [
  ...[null, '', ' ', 'x', 0, -1, 1.5, 1e308, true, false, [], {}, [[]], { a: { b: 1 } }],
  ...[
    '\0',
    '\ud800',
    'x'.repeat(50_000),
    '__proto__',
    '../../etc/passwd',
    "' OR 1=1 --",
    '2026-02-30',
    'javascript:alert(1)',
  ],
  Array.from({ length: 300 }, (_, index) => index),
]

/** `value` with one thing in it changed, removed or added; often, but not always, what a schema refuses. */
export function damaged(value: unknown): fc.Arbitrary<unknown> {
  const odd = fc.constantFrom(...oddities)
  if (typeof value !== 'object' || value === null) return odd
  const keys = Object.keys(value)
  if (keys.length === 0) return odd
  const here = fc.constantFrom(...keys).chain((key) => {
    const put = (each: unknown) =>
      Array.isArray(value)
        ? value.map((old, index) => (String(index) === key ? each : old))
        : { ...value, [key]: each }
    const without = Array.isArray(value)
      ? value.filter((_, index) => String(index) !== key)
      : Object.fromEntries(Object.entries(value).filter(([name]) => name !== key))
    const deeper = damaged((value as Json)[key])
    return fc.oneof(
      { weight: 3, arbitrary: odd.map(put) },
      { weight: 3, arbitrary: deeper.map(put) },
      fc.constant(without),
    )
  })
  return fc.oneof({ weight: 8, arbitrary: here }, odd)
}
