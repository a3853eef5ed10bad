import type * as z from 'zod'
import { DomainError } from '@/lib/domain/errors'

/** @throws DomainError `invalid` with the first field that is wrong */
export function parsed<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw new DomainError('invalid', issue?.message ?? 'This is not usable.', { field: issue?.path.join('.') })
}
