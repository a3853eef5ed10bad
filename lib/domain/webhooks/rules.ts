import { cursorOf } from '@/lib/domain/requests/schema'

const [second, minute, hour] = [1000, 60_000, 3_600_000]

/** What a workspace hears of. */
export const eventTypes = [
  'system.replica_joined',
  'system.pal_joined',
  'system.shutdown',
  'application.transcription_ready',
  'application.recording_ready',
  'application.recording_copy_failed',
  'application.document_ready',
  'application.document_failed',
  'application.memory_consolidation',
  'system.model_failed',
] as const

/** What somebody sends to see whether an endpoint answers; it is about no conversation. */
export const testType = 'webhook.test'

/** How much of each there may be: endpoints of a workspace, characters of a text. */
export const limits = { endpoints: 50, url: 2048, description: 200 }

/** Milliseconds an attempt may take, the finding of its name and what is read of the answer included. */
export const attemptTimeoutMs = 15 * second
/** The most bytes of an answer's body that are kept. */
export const keptBytes = 4096
/** A claimed delivery comes back after this long, whatever became of its claimer. */
export const leaseMs = 2 * attemptTimeoutMs

/** Milliseconds before each attempt, from the one before (Standard Webhooks' schedule): ten in 75 h 35 min 5 s. */
export const delays = [
  ...[0, 5 * second, 5 * minute, 30 * minute],
  ...[2 * hour, 5 * hour, 10 * hour, 14 * hour, 20 * hour, 24 * hour],
]
/** How much longer a wait may be by chance, so that what failed together does not come back together. */
const jitter = 0.1
/** No receiver asks for more than this, however it words it. */
const longestRetryAfterMs = 24 * hour

/** What an attempt came to. `hopeless`: the same would come of every other one. */
export type Result = { status: number; retryAfter?: string } | { failure: string; hopeless?: boolean }

export type Verdict =
  | { status: 'delivered' }
  /** `gone`: the receiver wants nothing more at this address. */
  | { status: 'failed'; gone: boolean }
  /** `throttled`: the receiver named the time, and means all that comes to this address. */
  | { status: 'pending'; nextAttemptAt: Date; throttled: boolean }

type Attempted = {
  /** Attempts made since the schedule began, this one included. */
  round: number
  /** A test says at once whether it worked. */
  once: boolean
  now: Date
  /** From 0 to 1, by chance. */
  random: number
}

/**
 * What follows from an attempt. Only 2xx is a delivery: a redirect is a failure, and never followed. 410 ends it; 429,
 * 502, 503 and 504 are obeyed where they name a time; all else is tried again until the schedule is through.
 */
export function verdictOf(result: Result, { round, once, now, random }: Attempted): Verdict {
  const status = 'status' in result ? result.status : null
  if (status !== null && status >= 200 && status < 300) return { status: 'delivered' }
  const delay = delays[round]
  const gone = status === 410
  const hopeless = 'failure' in result && result.hopeless === true
  if (gone || hopeless || once || delay === undefined) return { status: 'failed', gone }
  const scheduled = now.getTime() + Math.round(delay * (1 + jitter * random))
  const asked = isThrottle(status) && 'retryAfter' in result ? retryAfterMs(result.retryAfter, now) : null
  return {
    status: 'pending',
    nextAttemptAt: new Date(Math.max(scheduled, now.getTime() + (asked ?? 0))),
    throttled: asked !== null,
  }
}

const isThrottle = (status: number | null) =>
  status === 429 || status === 502 || status === 503 || status === 504

/** Milliseconds from `now` on that a Retry-After header asks for: seconds or a date (RFC 9110); null when it is neither. */
export function retryAfterMs(header: string | undefined, now: Date): number | null {
  const text = header?.trim() ?? ''
  const ms = /^\d{1,9}$/.test(text)
    ? Number(text) * second
    : /^[A-Z][a-z]{2}, /.test(text)
      ? Date.parse(text) - now.getTime()
      : Number.NaN
  return Number.isNaN(ms) ? null : Math.min(Math.max(ms, 0), longestRetryAfterMs)
}

/** Whether an endpoint that chose `chosen` wants this type. */
export const wants = (chosen: string[], type: string) => chosen.length === 0 || chosen.includes(type)

/** `system` or `application`, by which an envelope names what kind of event it carries. */
export const messageType = (type: string) => (type.startsWith('application.') ? 'application' : 'system')

/** Hours for which a secret that was replaced goes on signing, unless told otherwise, and at most. */
export const overlapHours = { assumed: 24, most: 168 }
/** Secrets that may sign at once. */
export const mostSecrets = 5

/** A place in the list of deliveries, newest first. */
export const deliveryCursor = cursorOf('[0-9a-f-]{36}')
