'use server'

import { revalidatePath } from 'next/cache'
import * as z from 'zod'
import { asMember, savedBy } from '@/app/(dashboard)/as-member'
import type { PersonaAnswer } from '@/components/connections/answers'
import type { SavedPersona } from '@/components/personas/new-persona'
import type { ActionAnswer, SaveAnswer } from '@/components/shell/answers'
import type { OutsideProvider } from '@/lib/domain/connections/rules'
import { type AccountItem, accountItem, outsideProvider } from '@/lib/domain/connections/schema'
import { accountPersonaToWire } from '@/lib/domain/connections/serialize'
import { copyToProvider } from '@/lib/domain/connections/service/copy'
import { readAtProvider } from '@/lib/domain/connections/service/manage'
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

/** What its provider says of a persona of the workspace's account. */
export async function readAccountPersonaAction(item: AccountItem): Promise<PersonaAnswer> {
  let told: object = {}
  const answer = await asMember(async (scope) => {
    told = await readAtProvider(scope, accountItem.parse(item))
  })
  return answer.ok ? { ok: true, persona: accountPersonaToWire(told) } : answer
}

/** Makes a persona of the workspace in its account at a provider, too; asked again, there are two. */
export async function copyPersonaAction(
  provider: OutsideProvider,
  personaId: string,
  replicaId: string,
): Promise<SaveAnswer> {
  return await savedBy((scope) =>
    copyToProvider(scope, outsideProvider.parse(provider), {
      personaId: id.parse(personaId),
      replicaId: z.string().max(200).parse(replicaId),
    }),
  )
}
