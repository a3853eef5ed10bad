import type { PresenceReport } from '@/lib/protocol/studio'

/** Somebody who is or was in the room. */
export type Person = {
  sessionId: string
  name: string
  accountId: string | null
  /** Id of the meeting token that admitted them. */
  tokenId: string | null
  audio: boolean
  video: boolean
  screen: boolean
  joinedAt: Date
  /** The connection is gone without a word since then. */
  lostAt: Date | null
  /** Said goodbye. */
  leftAt: Date | null
  /** Lost, and the room still keeps the place for a return. */
  awaited: boolean
}

/** Everybody who ever joined one conversation. Every change that the report shows raises its version. */
export type Attendance = {
  find(sessionId: string): Person | undefined
  /** Those with a place in the room: connected, or lost and waited for. */
  shown(): Person[]
  /** How many have ever joined. */
  size(): number
  tokenUsed(tokenId: string): boolean
  /** Joins, or returns to the place that `sessionId` had; whoever returns keeps when they joined and how they were admitted. */
  enter(arrival: Arrival, now: Date): Person
  lose(sessionId: string, at: Date): void
  /** The room stops waiting for somebody who was lost. No part of the report: the server decides who has left. */
  giveUp(sessionId: string): void
  leave(sessionId: string, now: Date): void
  rename(sessionId: string, name: string): void
  /** What somebody says of their own devices; no part of the report. */
  devices(sessionId: string, devices: Pick<Person, 'audio' | 'video' | 'screen'>): void
  version(): number
  report(now: Date): PresenceReport
}

export type Arrival = Pick<
  Person,
  'sessionId' | 'name' | 'accountId' | 'tokenId' | 'audio' | 'video' | 'screen'
>

/** Goes on from `resume`, told at `now`: nobody is connected, and all who had not left are lost and waited for. */
export function createAttendance(resume: PresenceReport, now: Date): Attendance {
  const ago = (age: number) => new Date(now.getTime() - age)
  let version = resume.version
  const people = new Map<string, Person>(
    resume.presence.map(({ joinedAge, lostAge, leftAge, ...person }) => [
      person.sessionId,
      {
        ...person,
        audio: false,
        video: false,
        screen: false,
        joinedAt: ago(joinedAge),
        lostAt: leftAge === null ? ago(lostAge ?? 0) : null,
        leftAt: leftAge === null ? null : ago(leftAge),
        awaited: leftAge === null,
      },
    ]),
  )
  const tokens = new Set([...people.values()].flatMap(({ tokenId }) => tokenId ?? []))

  const set = (sessionId: string, fields: Partial<Person>) => {
    const person = people.get(sessionId)
    if (person) people.set(sessionId, { ...person, ...fields })
  }
  const change = (sessionId: string, fields: Partial<Person>) => {
    set(sessionId, fields)
    version += 1
  }

  return {
    find: (sessionId) => people.get(sessionId),
    shown: () =>
      [...people.values()].filter((person) => !person.leftAt && (!person.lostAt || person.awaited)),
    size: () => people.size,
    tokenUsed: (tokenId) => tokens.has(tokenId),
    enter(arrival, now) {
      const before = people.get(arrival.sessionId)
      const person: Person = {
        ...arrival,
        accountId: before?.accountId ?? arrival.accountId,
        tokenId: before?.tokenId ?? arrival.tokenId,
        joinedAt: before?.joinedAt ?? now,
        lostAt: null,
        leftAt: null,
        awaited: false,
      }
      people.set(person.sessionId, person)
      if (arrival.tokenId) tokens.add(arrival.tokenId)
      version += 1
      return person
    },
    lose: (sessionId, at) => change(sessionId, { lostAt: at, awaited: true }),
    giveUp: (sessionId) => set(sessionId, { awaited: false }),
    leave: (sessionId, now) => change(sessionId, { leftAt: now, lostAt: null, awaited: false }),
    rename: (sessionId, name) => change(sessionId, { name }),
    devices: (sessionId, { audio, video, screen }) => set(sessionId, { audio, video, screen }),
    version: () => version,
    report(now) {
      const age = (instant: Date) => now.getTime() - instant.getTime()
      return {
        version,
        presence: [...people.values()].map(
          ({ sessionId, name, accountId, tokenId, joinedAt, lostAt, leftAt }) => ({
            sessionId,
            name,
            accountId,
            tokenId,
            joinedAge: age(joinedAt),
            lostAge: lostAt && age(lostAt),
            leftAge: leftAt && age(leftAt),
          }),
        ),
      }
    },
  }
}
