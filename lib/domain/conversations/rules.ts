/** The most characters of each text. */
export const limits = { name: 200, greeting: 1000, context: 40_000, url: 2048, listItems: 100, listText: 200 }

/** Seconds: what is assumed, and what is accepted. */
export const durations = {
  max_call_duration: { assumed: 3600, least: 1, most: 86_400 },
  participant_left_timeout: { assumed: 0, least: 0, most: 86_400 },
  participant_absent_timeout: { assumed: 300, least: 1, most: 86_400 },
} as const

/** The line a replica opens with when no greeting is given. */
export const defaultGreeting = "Hey there, how's it going? What can I do for you today?"

/** The persona of a conversation that names none. */
export const defaultPersonaId = 'pdced222244b'

type PersonaChoice = { persona_id: string; persona_name: string; default_replica_id: string | null }
type ReplicaChoice = { replica_id: string; replica_name: string }

/** Who will talk, and the rule that made it so; or which part of the choice does not work, in words. */
export type CastChoice<P extends PersonaChoice, R extends ReplicaChoice> =
  | { ok: true; persona: P; replica: R; rule: 'given' | 'persona-default' | 'default-persona' }
  | { ok: false; code: 'invalid' | 'not-found'; field: 'persona_id' | 'replica_id'; message: string }

/**
 * Which persona and replica a request results in. A replica that is given wins over the persona's own; a replica
 * alone is played by the default persona. `personas` and `replicas` are those the workspace may use.
 */
export function resolveCast<P extends PersonaChoice, R extends ReplicaChoice>(
  given: { persona_id?: string; replica_id?: string },
  personas: P[],
  replicas: R[],
): CastChoice<P, R> {
  const refuse = (code: 'invalid' | 'not-found', field: 'persona_id' | 'replica_id', message: string) =>
    ({ ok: false, code, field, message }) as const
  if (!given.persona_id && !given.replica_id)
    return refuse('invalid', 'persona_id', 'Choose a persona or a replica.')

  const personaId = given.persona_id ?? defaultPersonaId
  const persona = personas.find((candidate) => candidate.persona_id === personaId)
  if (!persona) {
    return refuse(
      'not-found',
      'persona_id',
      `There is no persona ${quoted(personaId)}. Choose one of the list.`,
    )
  }
  if (given.replica_id) {
    const replica = replicas.find((candidate) => candidate.replica_id === given.replica_id)
    if (!replica) return refuse('not-found', 'replica_id', unknownReplica(given.replica_id))
    return { ok: true, persona, replica, rule: given.persona_id ? 'given' : 'default-persona' }
  }
  if (!persona.default_replica_id) {
    return refuse(
      'invalid',
      'replica_id',
      `${persona.persona_name} has no replica of its own. Choose a replica too.`,
    )
  }
  const replica = replicas.find((candidate) => candidate.replica_id === persona.default_replica_id)
  if (!replica) {
    return refuse(
      'not-found',
      'replica_id',
      `The replica of ${persona.persona_name} does not exist any more. Choose a replica too.`,
    )
  }
  return { ok: true, persona, replica, rule: 'persona-default' }
}

const quoted = (text: string) => `"${text.slice(0, 40)}"`

function unknownReplica(id: string): string {
  if (/^p[0-9a-f]+$/.test(id)) {
    return `${quoted(id)} looks like the id of a persona. Ids of replicas begin with "r".`
  }
  return `There is no replica ${quoted(id)}. Choose one of the list.`
}

/**
 * What a conversation will use, in whole seconds: `most` however it ends, and `alone` when nobody ever joins. `longest`
 * is the workspace's longest call, `left` what is left of its minutes (null without a limit).
 */
export function estimateUse(timers: { max: number; absent: number }, longest: number, left: number | null) {
  const most = Math.min(timers.max, longest, left ?? Number.POSITIVE_INFINITY)
  return { most, alone: Math.min(timers.absent, most) }
}

/** The name of a conversation that was given none. */
export function defaultName(replicaName: string): string {
  return `Conversation with ${replicaName}`
}
