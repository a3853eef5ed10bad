'use server'

import { revalidatePath } from 'next/cache'
import * as z from 'zod'
import { asMember, savedBy, signedOut } from '@/app/(dashboard)/as-member'
import { currentMember } from '@/app/scope'
import type { SampleAnswer } from '@/components/replicas/use-sample'
import type { ActionAnswer, SaveAnswer } from '@/components/shell/answers'
import { systemScope } from '@/lib/access/scopes'
import { isDomainError } from '@/lib/domain/errors'
import type { ReplicaRequest } from '@/lib/domain/replicas/schema'
import { createReplica, deleteReplica, updateReplica } from '@/lib/domain/replicas/service'
import type { VoiceSample } from '@/lib/domain/voices/schema'
import { speakSample } from '@/lib/domain/voices/service'

const id = z.string().max(64)
const key = z.string().min(16).max(64)

/** Makes a replica, or changes the one of `replicaId`; the same `requestKey` again gives what was made first. */
export async function saveReplicaAction(
  replicaId: string | null,
  requestKey: string,
  request: ReplicaRequest,
): Promise<SaveAnswer> {
  const answer = await savedBy(async (scope) => {
    const saved = replicaId
      ? await updateReplica(scope, id.parse(replicaId), request)
      : await createReplica(scope, request, key.parse(requestKey))
    return saved.replica_id
  })
  revalidatePath('/', 'layout')
  return answer
}

/** Deletes a replica of the workspace; again is fine. */
export async function deleteReplicaAction(replicaId: string): Promise<ActionAnswer> {
  const answer = await asMember((scope) => deleteReplica(scope, id.parse(replicaId)))
  revalidatePath('/', 'layout')
  return answer
}

/** Speaks a few words in a voice, for whoever chooses one. */
export async function speakSampleAction(request: VoiceSample): Promise<SampleAnswer> {
  const scope = await currentMember()
  if (!scope) return signedOut()
  try {
    return { ok: true, sample: await speakSample(scope, systemScope('voice sample'), request) }
  } catch (error) {
    if (!isDomainError(error)) throw error
    return { ok: false, message: error.message }
  }
}
