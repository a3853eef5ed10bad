/**
 * The whole life of a conversation as pure decisions: what each event changes, when it ends by itself and why.
 * Nothing here reads a clock, a database or a provider.
 */

export type Status = 'starting' | 'active' | 'ended'

/** Why a conversation ended; `schema/end-reasons.ts` has the strings clients know. */
export type EndReason =
  | 'requested'
  | 'max_duration'
  | 'minutes'
  | 'absent'
  | 'left'
  | 'start_failed'
  | 'room_lost'
  | 'host_lost'
  | 'provider_ended'
  | 'test_mode'

/** Timers that end a conversation, and two that only look again: a return is waited for, a start is under way. */
export type DeadlineReason = 'max_duration' | 'minutes' | 'absent' | 'left' | 'starting' | 'reconnecting'

/** Somebody who is or was in the room; the replica is nobody here, observers count. */
export type Attendance = {
  sessionId: string
  joinedAt: Date
  /** The connection is lost without a word since then; `waitUntil` says how long a return is waited for. */
  lostAt: Date | null
  waitUntil: Date | null
  leftAt: Date | null
}

export type Facts = {
  status: Status
  /** It runs at a provider that ends it by timers of its own, and tells of nobody's presence. */
  remote: boolean
  createdAt: Date
  confirmedAt: Date | null
  attendance: Attendance[]
  /**
   * When the workspace's minutes run out for this conversation; null without a limit. The first instant of a UTC
   * month means that they last until then, and are shared anew.
   */
  minutesEndAt: Date | null
  /** Seconds. */
  timers: { maxDuration: number; left: number; absent: number }
  endedAt: Date | null
  endReason: EndReason | null
}

export type Event =
  | { type: 'confirmed' }
  /** `nothingMade`: the provider refused, so there is nothing to be ended there. */
  | { type: 'start-failed'; nothingMade?: boolean }
  /** Everybody who ever joined, as the room reports it. */
  | { type: 'presence'; presence: Omit<Attendance, 'waitUntil'>[] }
  /** The room was lost at `lostAt` (a crash) and is open again: returns are waited for from `now` on. */
  | { type: 'reopened'; lostAt: Date }
  | { type: 'minutes'; endAt: Date | null }
  | { type: 'end-requested' }
  | { type: 'room-lost' }
  /** The provider says that it has ended; `at` in our time, null where it does not say when. */
  | { type: 'provider-ended'; at: Date | null; reason: EndReason }
  /** The instance that held the room is gone; it was last alive at `at`. */
  | { type: 'host-lost'; at: Date }
  /** Time has passed: look whether a deadline has. */
  | { type: 'due' }

/** What is to be done outside once the facts are stored. */
export type Consequence = 'end-at-provider' | 'tell-joined' | 'tell-ended' | 'share-minutes' | 'correct-usage'

export type Deadline = {
  /** When to look. */
  at: Date
  /** When the conversation counts as ended if it does; null: the look only updates who is there. */
  endsAt: Date | null
  reason: DeadlineReason
}

/** Seconds a provider has for a start. */
export const startTimeout = 30
/** Seconds that a provider gets to end the longest call by itself, and to say so. */
export const remoteGrace = 15
/** Seconds a lost connection is waited for. */
export const returnTimeout = 15

const after = (instant: Date, seconds: number) => new Date(instant.getTime() + seconds * 1000)
const earlier = (a: Date, b: Date) => (a < b ? a : b)
const later = (a: Date, b: Date) => (a > b ? a : b)

const beginsMonth = (instant: Date) =>
  instant.getTime() === Date.UTC(instant.getUTCFullYear(), instant.getUTCMonth(), 1)

/** Those who are in the room or still waited for. */
export const present = (attendance: Attendance[]) => attendance.filter((person) => !person.leftAt)

/** When the first participant joined; null while nobody has. */
export const firstJoin = (attendance: Attendance[]): Date | null =>
  attendance.map((person) => person.joinedAt).reduce<Date | null>((a, b) => (a ? earlier(a, b) : b), null)

/** When the last of those who left did; null while nobody has. */
export const lastLeft = (attendance: Attendance[]): Date | null =>
  attendance.reduce<Date | null>((a, { leftAt: b }) => (a && b ? later(a, b) : (a ?? b)), null)

/** Every deadline that applies, soonest first. An ended conversation has none. */
export function deadlines(facts: Facts): Deadline[] {
  if (facts.status === 'ended') return []
  const { timers, createdAt, attendance } = facts
  const found: Deadline[] = []
  const add = (reason: DeadlineReason, at: Date, endsAt: Date | null = at) =>
    found.push({ reason, at, endsAt })

  const longest = after(createdAt, timers.maxDuration)
  add('max_duration', facts.remote ? after(longest, remoteGrace) : longest, longest)
  if (facts.minutesEndAt)
    add('minutes', facts.minutesEndAt, beginsMonth(facts.minutesEndAt) ? null : facts.minutesEndAt)
  if (facts.status === 'starting') add('starting', after(createdAt, startTimeout))

  const here = present(attendance)
  if (facts.remote) {
    // Who is there is the provider's to know, and so is when nobody is.
  } else if (attendance.length === 0) {
    add('absent', after(createdAt, timers.absent))
  } else if (here.length === 0) {
    const left = lastLeft(attendance)
    if (left) add('left', after(left, timers.left))
  } else {
    for (const { lostAt, waitUntil } of here) if (lostAt && waitUntil) add('reconnecting', waitUntil, null)
  }
  return found.sort((a, b) => a.at.getTime() - b.at.getTime())
}

/** The deadline to act on next; null when it has ended. */
export const nextDeadline = (facts: Facts): Deadline | null => deadlines(facts)[0] ?? null

/** Result of a transition: the facts to store and what follows from them. `facts` is unchanged when nothing is. */
export type Outcome = { facts: Facts; consequences: Consequence[] }

const nothing = (facts: Facts): Outcome => ({ facts, consequences: [] })

function ended(facts: Facts, reason: EndReason, at: Date): Outcome {
  // Nothing ends before it began, however a clock was set.
  const endedAt = later(at, facts.createdAt)
  const attendance = facts.attendance.map((person) =>
    person.leftAt ? person : { ...person, leftAt: earlier(person.lostAt ?? endedAt, endedAt) },
  )
  return {
    facts: { ...facts, attendance, status: 'ended', endedAt, endReason: reason },
    consequences: ['end-at-provider', 'tell-ended'],
  }
}

/** Takes a room's report: keeps instants known before, since a repeated report only estimates them anew. */
function reported(facts: Facts, presence: Omit<Attendance, 'waitUntil'>[], now: Date): Attendance[] {
  const known = new Map(facts.attendance.map((person) => [person.sessionId, person]))
  return presence.map((report) => {
    const before = known.get(report.sessionId)
    const lostAt = report.lostAt && (before?.lostAt ?? earlier(report.lostAt, now))
    const waitUntil = lostAt && (before?.lostAt ? before.waitUntil : after(lostAt, returnTimeout))
    // Whoever was waited for in vain has left when the connection was lost; only a return undoes that.
    const waitedOut = lostAt && before?.leftAt ? before.leftAt : null
    const leftAt = report.leftAt ? (before?.leftAt ?? earlier(report.leftAt, now)) : waitedOut
    return {
      sessionId: report.sessionId,
      joinedAt: before?.joinedAt ?? earlier(report.joinedAt, now),
      lostAt,
      waitUntil,
      leftAt,
    }
  })
}

/** Those waited for in vain have left when their connection was lost. */
const waitedOut = (attendance: Attendance[], now: Date): Attendance[] =>
  attendance.map((person) =>
    !person.leftAt && person.lostAt && person.waitUntil && person.waitUntil <= now
      ? { ...person, leftAt: person.lostAt }
      : person,
  )

/** Ends the conversation at the deadline that passed first, if one has; settles what only needs a look on the way. */
function due(facts: Facts, now: Date): Outcome {
  let current = facts
  const consequences: Consequence[] = []
  for (;;) {
    const next = nextDeadline(current)
    if (!next || next.at > now) return { facts: current, consequences }
    if (next.endsAt) {
      const end = ended(current, next.reason === 'starting' ? 'start_failed' : endReasonOf(next), next.endsAt)
      return { ...end, consequences: [...consequences, ...end.consequences] }
    }
    if (next.reason === 'minutes') {
      current = { ...current, minutesEndAt: null }
      consequences.push('share-minutes')
    } else {
      current = { ...current, attendance: waitedOut(current.attendance, next.at) }
    }
  }
}

/** Ends it at `at`. A deadline that passed unnoticed comes first: the end is dated by it, not by whoever noticed. */
function endedUnlessOverdue(facts: Facts, reason: EndReason, at: Date): Outcome {
  const overdue = due(facts, at)
  return overdue.facts.status === 'ended' ? overdue : ended(overdue.facts, reason, at)
}

function endReasonOf({ reason }: Deadline): EndReason {
  if (reason === 'starting' || reason === 'reconnecting') throw new Error(`${reason} ends no conversation`)
  return reason
}

/**
 * What comes after the end: a start confirmed too late has to be ended at the provider, and the provider's own instant of
 * the end is the one that counts.
 */
function afterEnd(facts: Facts, event: Event): Outcome {
  if (event.type === 'confirmed') return { facts, consequences: ['end-at-provider'] }
  if (event.type !== 'provider-ended' || !event.at || facts.endReason === 'start_failed')
    return nothing(facts)
  const endedAt = later(event.at, facts.createdAt)
  if (endedAt.getTime() === facts.endedAt?.getTime()) return nothing(facts)
  return { facts: { ...facts, endedAt }, consequences: ['correct-usage'] }
}

/**
 * What `event` at `now` makes of a conversation. Events that come late, twice or after the end change nothing, but for
 * what `afterEnd` says.
 */
export function transition(facts: Facts, event: Event, now: Date): Outcome {
  if (facts.status === 'ended') return afterEnd(facts, event)
  switch (event.type) {
    case 'confirmed':
      if (facts.status === 'active') return nothing(facts)
      return {
        facts: { ...facts, status: 'active', confirmedAt: now },
        // Where it runs elsewhere, that is told from there.
        consequences: facts.remote ? [] : ['tell-joined'],
      }
    case 'start-failed': {
      if (facts.status !== 'starting') return nothing(facts)
      const failed = ended(facts, 'start_failed', now)
      return event.nothingMade ? { ...failed, consequences: ['tell-ended'] } : failed
    }
    case 'presence':
      return nothing({ ...facts, attendance: waitedOut(reported(facts, event.presence, now), now) })
    case 'reopened': {
      const waitUntil = after(now, returnTimeout)
      const attendance = facts.attendance.map((person) =>
        person.leftAt ? person : { ...person, lostAt: person.lostAt ?? event.lostAt, waitUntil },
      )
      return nothing({ ...facts, attendance })
    }
    case 'minutes':
      return nothing({ ...facts, minutesEndAt: event.endAt })
    case 'end-requested':
      return endedUnlessOverdue(facts, 'requested', now)
    case 'room-lost':
      return endedUnlessOverdue(facts, 'room_lost', now)
    case 'provider-ended': {
      // Whether it is to be had at all is the start's to say; it is asked about after that.
      if (facts.status === 'starting') return nothing(facts)
      // It cannot have run for longer than it was allowed to.
      const longest = after(facts.createdAt, facts.timers.maxDuration)
      const over = ended(facts, event.reason, event.at ?? earlier(now, longest))
      return { ...over, consequences: ['tell-ended'] }
    }
    case 'host-lost':
      return endedUnlessOverdue(facts, 'host_lost', event.at)
    case 'due':
      return due(facts, now)
  }
}
