import type { UseFormReturn } from 'react-hook-form'
import type { ConversationCreate } from '@/lib/domain/conversations/schema/request'

/**
 * What a part of the form works with. It has no `formState` and no `watch` on purpose: a part follows what it shows by
 * `useWatch` and `useFormState`, so that it alone is drawn again, and not the whole form.
 */
export type FormPart = {
  form: Pick<UseFormReturn<ConversationCreate>, 'control' | 'register' | 'setValue'>
}
