import type { DeadlineReason } from './lifecycle'

/** The most characters of each text. */
export const limits = { name: 200, greeting: 1000, context: 40_000, url: 2048, listItems: 100, listText: 200 }

/** Seconds: what is assumed, and what is accepted. */
export const durations = {
  max_call_duration: { assumed: 3600, least: 1, most: 86_400 },
  participant_left_timeout: { assumed: 0, least: 0, most: 86_400 },
  participant_absent_timeout: { assumed: 300, least: 1, most: 86_400 },
} as const

/** Deadlines that hang on who is in the room: only the instance that holds it can ask it. */
export const presenceReasons: string[] = ['absent', 'left', 'reconnecting'] satisfies DeadlineReason[]

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

/**
 * The same in an account outside. Its lists leave some out that can be used: the default persona, which has no name there,
 * and a persona's own replica, called as the persona is.
 */
export function resolveOutsideCast<P extends PersonaChoice, R extends ReplicaChoice>(
  given: { persona_id?: string; replica_id?: string },
  { personas, replicas }: { personas: P[]; replicas: R[] },
): CastChoice<PersonaChoice, ReplicaChoice> {
  const listed = new Set(replicas.map(({ replica_id }) => replica_id))
  const unlisted = personas.flatMap(({ default_replica_id: id, persona_name }) =>
    id && !listed.has(id) ? [{ replica_id: id, replica_name: persona_name }] : [],
  )
  const everybodys = { persona_id: defaultPersonaId, persona_name: '', default_replica_id: null }
  return resolveCast<PersonaChoice, ReplicaChoice>(
    { persona_id: given.persona_id || undefined, replica_id: given.replica_id || undefined },
    [...personas, everybodys],
    [...replicas, ...unlisted],
  )
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

/** What is known of a conversation that runs outside, as far as asking about it again is concerned. */
export type Looked = {
  /** Null while it is live. */
  endedAt: Date | null
  hasTranscript: boolean
  hasPerception: boolean
  /** How often it was asked about since it began or, once it has ended, since then. */
  looks: number
}

/** Seconds from one look to the next while it is live, and after its end; the last one repeats. */
const liveLooks = [15, 30, 60, 120, 300]
const endedLooks = [3, 5, 10, 20, 30, 60, 120, 300, 600]
/** Seconds after the end for which what was seen is waited for, and what was said. */
const perceptionLasts = 600
export const transcriptLasts = 86_400

/**
 * When a provider outside is to be asked about a conversation again, in case its callbacks are lost; null: nothing more is
 * waited for.
 */
export function nextLook({ endedAt, hasTranscript, hasPerception, looks }: Looked, now: Date): Date | null {
  const waits = endedAt ? endedLooks : liveLooks
  const seconds = waits[Math.min(looks, waits.length - 1)] ?? 0
  const at = new Date(now.getTime() + seconds * 1000)
  if (!endedAt) return at
  if (hasTranscript && hasPerception) return null
  const lasts = hasTranscript ? perceptionLasts : transcriptLasts
  return at.getTime() - endedAt.getTime() > lasts * 1000 ? null : at
}

/** The name of a conversation that was given none. */
export function defaultName(replicaName: string): string {
  return `Conversation with ${replicaName}`
}

/** Whole seconds as a clock, "4:07" or "1:04:07", for what runs. */
export function formatClock(seconds: number): string {
  const rest = Math.max(0, Math.floor(seconds))
  const two = (value: number) => String(value).padStart(2, '0')
  const minutes = Math.floor((rest % 3600) / 60)
  return rest >= 3600
    ? `${Math.floor(rest / 3600)}:${two(minutes)}:${two(rest % 60)}`
    : `${minutes}:${two(rest % 60)}`
}

/** A line of a transcript, as far as its files are concerned. */
type Line = { seconds_from_start: number; speaker: string; content: string; duration?: number | null }

/** Milliseconds for which a line is shown at the least, and how much of it is read in a second. */
const shortestMs = 1500
const charactersPerSecond = 16
/** Milliseconds between lines that are shown one after the other. */
const leastApartMs = 300

/** As text to paste: a line each, with its time into the call. */
export const transcriptText = (lines: Line[]) =>
  lines.map((line) => `[${formatClock(line.seconds_from_start)}] ${line.speaker}: ${line.content}`).join('\n')

/** As the API has it, for programs. */
export const transcriptJson = (lines: Line[]) => `${JSON.stringify(lines, null, 2)}\n`

/**
 * As WebVTT, timed from the beginning of the conversation: a line is shown until the next, or as long as it was said, or
 * takes to read where that is not known.
 */
export function transcriptVtt(lines: Line[]): string {
  let last = -1
  const cues = lines.map((line, index) => {
    const next = lines[index + 1]
    // Players put cues of one moment into an order of their own, so each begins a little after the one before.
    const from = Math.max(Math.round(line.seconds_from_start * 1000), last + 1)
    last = from
    const long = line.duration ?? line.content.length / charactersPerSecond
    const read = from + Math.max(shortestMs, long * 1000)
    const until = next ? Math.min(read, next.seconds_from_start * 1000) : read
    // Lines of one moment are shown together rather than for no time at all.
    const end = until - from >= leastApartMs ? until : read
    return `${index + 1}\n${timeOf(from)} --> ${timeOf(end)}\n<v ${payload(line.speaker)}>${payload(line.content)}\n`
  })
  return `WEBVTT\n\n${cues.join('\n')}`
}

/** Text within a cue: an empty line would end it, and `<` begins a tag. */
const payload = (text: string) =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/\s*[\r\n]\s*/g, '\n')
    .trim()

/** Milliseconds as WebVTT writes them. */
function timeOf(milliseconds: number): string {
  const ms = Math.round(milliseconds)
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0')
  return `${two(ms / 3_600_000)}:${two((ms / 60_000) % 60)}:${two((ms / 1000) % 60)}.${String(ms % 1000).padStart(3, '0')}`
}
