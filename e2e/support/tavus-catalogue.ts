import { applyPatch, type Operation } from 'rfc6902'
import * as z from 'zod'
import { type Era, personaRow, replicaRow, type TavusPersona, type TavusReplica } from './tavus-contract'

type Answer = { status: number; body: unknown }
type Held = { era: Era; personas: TavusPersona[]; replicas: TavusReplica[] }
type Asked = { method: string; id: string | undefined; verb: string | undefined; body: unknown }

const refused = (error: string): Answer => ({ status: 400, body: { error } })

const personaRequest = z
  .object({
    persona_name: z.string().optional(),
    system_prompt: z.string().min(1).optional(),
    pipeline_mode: z.enum(['full', 'echo']).default('full'),
    default_replica_id: z.string().optional(),
  })
  .refine(({ pipeline_mode, system_prompt }) => pipeline_mode === 'echo' || system_prompt, {
    error: 'system_prompt is required.',
  })
const pointer = z.string().regex(/^(?:\/.*)?$/s)
const patch = z.array(z.object({ op: z.string(), path: pointer, from: pointer.optional() }).loose())

/** Personas one by one, by the contract: created, read as a list of one, patched and deleted. */
export function answerPersona(tavus: Held, { method, id, body }: Asked): Answer {
  if (method === 'POST' && !id) {
    const read = personaRequest.safeParse(body)
    if (!read.success) return refused(z.prettifyError(read.error))
    const { persona_name: name = 'Persona', default_replica_id: replicaId = 'rfe12d8b9597' } = read.data
    if (!tavus.replicas.some((each) => each.id === replicaId)) return refused('Invalid replica_uuid')
    const made: TavusPersona = { id: newId('p', tavus.personas), name, kind: 'user', replicaId }
    tavus.personas.push(made)
    const { default_replica_id: _, default_face_id: __, ...row } = personaRow(tavus.era, made)
    return { status: 200, body: { ...row, created_at: '2026-03-10T10:00:00.000000Z' } }
  }
  const found = tavus.personas.find((each) => each.id === id && each.kind === 'user')
  if (!found) return refused('Invalid persona_id')
  if (method === 'GET') return { status: 200, body: { data: [personaRow(tavus.era, found)] } }
  if (method === 'DELETE') {
    tavus.personas.splice(tavus.personas.indexOf(found), 1)
    return { status: 204, body: undefined }
  }
  if (method !== 'PATCH') return { status: 404, body: { message: 'Not Found' } }
  const operations = patch.safeParse(body)
  const document = { persona_name: found.name, default_replica_id: found.replicaId }
  const failures = operations.success ? applyPatch(document, operations.data as Operation[]) : [true]
  if (failures.some(Boolean)) return { status: 422, body: { message: 'Invalid JSON patch format' } }
  if (document.persona_name === found.name && document.default_replica_id === found.replicaId)
    return { status: 304, body: undefined }
  found.name = document.persona_name
  found.replicaId = document.default_replica_id
  return { status: 200, body: {} }
}

const replicaRequest = z.object({
  replica_name: z.string().optional(),
  train_video_url: z.url().optional(),
  train_image_url: z.url().optional(),
})

/** Replicas one by one: put into training, read, renamed and deleted. */
export function answerReplica(tavus: Held, { method, id, verb, body }: Asked, now: Date): Answer {
  if (method === 'POST' && !id) {
    const read = replicaRequest.safeParse(body)
    if (!read.success) return refused(z.prettifyError(read.error))
    const { replica_name: name = 'Replica', train_video_url: video, train_image_url: image } = read.data
    if (!video && !image) return refused('Either train_video_url or train_image_url must be provided.')
    const made: TavusReplica = { id: newId('r', tavus.replicas), name, kind: 'user', status: 'started' }
    tavus.replicas.push(made)
    const { replica_id, face_id } = replicaRow(tavus.era, made, now) as Record<string, unknown>
    return { status: 200, body: { ...(replica_id ? { replica_id } : { face_id }), status: 'started' } }
  }
  const found = tavus.replicas.find((each) => each.id === id)
  if (!found) return refused('Invalid replica_id')
  if (method === 'GET') return { status: 200, body: replicaRow(tavus.era, found, now) }
  if (found.kind !== 'user') return refused('Invalid replica_id')
  if (method === 'PATCH' && verb === 'name') {
    const name = z.object({ replica_name: z.string().min(1) }).safeParse(body)
    if (!name.success) return refused(z.prettifyError(name.error))
    found.name = name.data.replica_name
    return { status: 200, body: {} }
  }
  if (method !== 'DELETE') return { status: 404, body: { message: 'Not Found' } }
  tavus.replicas.splice(tavus.replicas.indexOf(found), 1)
  return { status: 200, body: {} }
}

let made = 0
/** An id of the contract's form that none of these has. */
function newId(letter: 'p' | 'r', taken: { id: string }[]): string {
  for (;;) {
    const id = `${letter}${(0xabc0000000 + made++).toString(16).padStart(11, '0')}`
    if (!taken.some((each) => each.id === id)) return id
  }
}
