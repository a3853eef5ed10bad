import type { FieldValues, Resolver } from 'react-hook-form'
import type { ZodType } from 'zod'

/**
 * Checks a form by a schema that is loaded when something is checked first: a form that was drawn by the server can be
 * filled in before that is here. `raw`: what is sent is what was typed, not what the schema makes of it.
 */
export function laterResolver<Values extends FieldValues, Context = unknown, Sent = Values>(
  schema: () => Promise<ZodType<unknown, Values>>,
  { raw = false } = {},
): Resolver<Values, Context, Sent> {
  let loading: Promise<Resolver<Values, Context, Sent>> | undefined
  const load = async () => {
    const [{ zodResolver }, wanted] = await Promise.all([import('@hookform/resolvers/zod'), schema()])
    const made = raw ? zodResolver(wanted, undefined, { raw }) : zodResolver(wanted)
    return made as Resolver<Values, Context, Sent>
  }
  return async (values, context, options) => {
    loading ??= load()
    const check = await loading.catch(() => {
      loading = undefined
    })
    // Where it cannot be loaded, the server judges what was typed.
    return check
      ? check(values, context, options)
      : { values: values as unknown as Sent & FieldValues, errors: {} }
  }
}
