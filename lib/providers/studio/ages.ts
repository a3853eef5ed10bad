import type { PresenceReport, ReportedLine, ReportedTurn, RoomDescription } from '@/lib/protocol/studio'
import type { RoomRequest, RoomState, RunningRecording, SpokenLine, SpokenTurn } from '@/lib/providers/port'

/** Between the server's instants and the ages (milliseconds ago) that cross to the studio, whose clock is its own. */
const ageOf = (instant: Date, now: Date) => now.getTime() - instant.getTime()
const instantOf = (age: number, now: Date) => new Date(now.getTime() - age)

/** A report that arrives at `now`, with instants. */
export function stateFrom({ version, presence }: PresenceReport, now: Date): RoomState {
  return {
    version,
    presence: presence.map(({ joinedAge, lostAge, leftAge, ...person }) => ({
      ...person,
      joinedAt: instantOf(joinedAge, now),
      lostAt: lostAge === null ? null : instantOf(lostAge, now),
      leftAt: leftAge === null ? null : instantOf(leftAge, now),
    })),
  }
}

/** A line that arrives at `now`, with the instant at which it was said. */
export function lineFrom({ age, ...line }: ReportedLine, now: Date): SpokenLine {
  return { ...line, at: instantOf(age, now) }
}

/** A turn that is told at `now`, with the instant from which its stages count. */
export function turnFrom({ age, ...turn }: ReportedTurn, now: Date): SpokenTurn {
  return { ...turn, at: instantOf(age, now) }
}

/** A recording as it is announced to the studio at `now`. */
export const announced = ({ startedAt, ...recording }: RunningRecording, now: Date) => ({
  ...recording,
  startedAge: ageOf(startedAt, now),
})

/** The room as it is described to the studio at `now`. */
export function describe(
  { createdAt, resume, terms: _terms, ...request }: RoomRequest,
  now: Date,
): RoomDescription {
  return {
    ...request,
    age: ageOf(createdAt, now),
    resume: {
      greeted: resume.greeted,
      lines: resume.lines.map(({ at, ...line }) => ({ ...line, age: ageOf(at, now) })),
      report: {
        version: resume.presenceVersion,
        presence: resume.presence.map(({ joinedAt, lostAt, leftAt, ...person }) => ({
          ...person,
          joinedAge: ageOf(joinedAt, now),
          lostAge: lostAt && ageOf(lostAt, now),
          leftAge: leftAt && ageOf(leftAt, now),
        })),
      },
    },
  }
}
