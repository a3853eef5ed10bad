import type { FormState } from '@/components/accounts/form-state'
import { wordsOf } from '@/components/shell/answers'
import { isDomainError } from '@/lib/domain/errors'

/** What a form shows for a refusal of the domain. Anything else is thrown on: it is not the visitor's doing. */
export function refusedForm(error: unknown, values?: FormState['values']): FormState {
  if (!isDomainError(error)) throw error
  return error.field
    ? { fields: { [error.field]: wordsOf(error) }, values }
    : { message: error.message, values }
}

/** The text of a field of a posted form; empty when it is absent or a file. */
export function textOf(form: FormData, name: string): string {
  const value = form.get(name)
  return typeof value === 'string' ? value : ''
}
