'use server'

import { revalidatePath } from 'next/cache'
import * as z from 'zod'
import { asMember, savedBy } from '@/app/(dashboard)/as-member'
import type { SavedPersona } from '@/components/personas/new-persona'
import type { ActionAnswer, SaveAnswer } from '@/components/shell/answers'
import type { PersonaRequest } from '@/lib/domain/personas/schema'
import { createPersona, deletePersona, updatePersona } from '@/lib/domain/personas/service'

const id = z.string().max(64)
const key = z.string().min(16).max(64)

/** Makes a persona, or changes the one of `personaId`; the same `requestKey` again gives what was made first. */
export async function savePersonaAction(
  { personaId, requestKey, copyOf }: SavedPersona,
  request: PersonaRequest,
): Promise<SaveAnswer> {
  const answer = await savedBy(async (scope) => {
    const saved = personaId
      ? await updatePersona(scope, id.parse(personaId), request)
      : await createPersona(scope, request, key.parse(requestKey), copyOf ? id.parse(copyOf) : undefined)
    return saved.persona_id
  })
  revalidatePath('/', 'layout')
  return answer
}

/** Deletes a persona of the workspace; again is fine. */
export async function deletePersonaAction(personaId: string): Promise<ActionAnswer> {
  const answer = await asMember((scope) => deletePersona(scope, id.parse(personaId)))
  revalidatePath('/', 'layout')
  return answer
}
