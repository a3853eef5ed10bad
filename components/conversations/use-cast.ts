import { useWatch } from 'react-hook-form'
import { resolveCast } from '@/lib/domain/conversations/rules'
import type { PersonaOutline } from '@/lib/domain/personas/schema'
import type { Replica } from '@/lib/domain/replicas/schema'
import type { FormPart } from './form-part'

/** Who will talk by what the form has now. */
export function useCast<P extends PersonaOutline>(
  { control }: FormPart['form'],
  personas: P[],
  replicas: Replica[],
) {
  const [persona_id, replica_id] = useWatch({ control, name: ['persona_id', 'replica_id'] })
  const given = { persona_id: persona_id || undefined, replica_id: replica_id || undefined }
  return resolveCast(given, personas, replicas)
}
