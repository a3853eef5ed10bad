import { useTranslations } from 'next-intl'
import { type Components, type FieldSchema, resolved } from '@/lib/domain/reference/rules'
import { Prose } from './prose'

type FieldsProps = { components: Components; schema: FieldSchema }

/** How deep fields are shown; below that the example says more. */
const deepest = 4

/** The fields of a body or an answer, each with its type, limits and default; what is inside one is a list in it. */
export function Fields({ components, schema, depth = 0 }: FieldsProps & { depth?: number }) {
  const t = useTranslations('reference.fields')
  const whole = inner(components, schema)
  const choices = (whole.oneOf ?? whole.anyOf)
    ?.map((each) => inner(components, each))
    .filter((each) => each.properties)
  if (!whole.properties && choices && choices.length > 0) {
    return choices.map((choice, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: the document does not change
      <div key={index} className="border-border border-s-2 ps-3 not-first:mt-3">
        <p className="text-muted text-xs">{t('oneOf')}</p>
        <Fields components={components} schema={choice} depth={depth} />
      </div>
    ))
  }
  const own = Object.entries(whole.properties ?? {})
  if (own.length === 0 || depth > deepest) return null
  const others = new Map(own.map(([name, { 'x-alias-of': first }]) => [first, name]))
  return (
    <ul className="divide-y divide-border">
      {own
        .filter(([, field]) => !field['x-alias-of'])
        .map(([name, field]) => (
          <Field
            key={name}
            {...{ components, name, depth }}
            other={others.get(name)}
            schema={resolved(components, field)}
            isRequired={whole.required?.includes(name) ?? false}
          />
        ))}
    </ul>
  )
}

type FieldProps = FieldsProps & { name: string; other?: string; isRequired: boolean; depth: number }

function Field({ components, name, other, schema, isRequired, depth }: FieldProps) {
  const t = useTranslations('reference.fields')
  const nested = inner(components, schema)
  const hasMore =
    depth < deepest && (nested.properties || nested.oneOf || nested.anyOf?.some((each) => each.$ref))
  return (
    <li className="py-2">
      <p className="flex flex-wrap items-baseline gap-x-2">
        <code className="break-all font-medium font-mono text-[0.8125rem]">
          {other ? t('orEither', { name, other }) : name}
        </code>
        <span className="text-muted text-xs">{typeOf(schema)}</span>
        {isRequired && <span className="text-warning text-xs">{t('required')}</span>}
      </p>
      {schema.description && (
        <p className="text-pretty text-muted text-sm">
          <Prose text={schema.description} />
        </p>
      )}
      <Limits schema={schema} />
      {hasMore && (
        <details className="mt-1">
          <summary className="w-fit text-muted text-xs">{t('more')}</summary>
          <div className="ms-1 border-border border-s ps-3">
            <Fields components={components} schema={nested} depth={depth + 1} />
          </div>
        </details>
      )}
    </li>
  )
}

/** What its values may be. */
export function Limits({ schema }: { schema: FieldSchema }) {
  const t = useTranslations('reference.fields')
  const { minLength: shortest, maxLength: longest, minimum: least, maximum: most, maxItems } = schema
  const said = [
    schema.enum?.map((value) => JSON.stringify(value)).join(', '),
    longest !== undefined &&
      (shortest
        ? t('length', { least: String(shortest), most: String(longest) })
        : t('most', { most: String(longest) })),
    most !== undefined && t('range', { least: String(least), most: String(most) }),
    maxItems !== undefined && t('items', { most: String(maxItems) }),
    schema.default !== undefined && t('default', { value: JSON.stringify(schema.default) }),
  ].filter((each) => typeof each === 'string')
  return said.length > 0 && <p className="break-words text-muted text-xs">{said.join(' · ')}</p>
}

/** The object, or that of a list's entries. */
function inner(components: Components, schema: FieldSchema): FieldSchema {
  const whole = resolved(components, schema)
  return whole.items ? inner(components, whole.items) : whole
}

/** In a word or two, such as `string or null`. */
export function typeOf({
  type,
  items,
  enum: values,
  anyOf,
  oneOf,
  const: only,
  format,
}: FieldSchema): string {
  if (only !== undefined) return JSON.stringify(only)
  if (items) return `array of ${typeOf(items)}`
  if (type) return [type].flat().join(' | ') + (typeof format === 'string' ? ` (${format})` : '')
  if (values) return 'string'
  const kinds = (anyOf ?? oneOf)?.map(typeOf) ?? []
  return [...new Set(kinds)].join(' | ') || 'object'
}
