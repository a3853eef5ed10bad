import { expect, it } from 'vitest'
import { roomDescription } from '@/lib/protocol/studio'
import { roomRequest } from '@/lib/providers/fixture'
import { describe as describeRoom, lineFrom, stateFrom } from './ages'

const now = new Date('2026-03-01T12:00:00Z')
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000)

const request = roomRequest({
  resume: {
    presenceVersion: 3,
    presence: [
      {
        sessionId: 's1',
        name: 'Ann',
        accountId: 'a1',
        tokenId: 't1',
        joinedAt: ago(60),
        lostAt: ago(2),
        leftAt: null,
      },
      {
        sessionId: 's2',
        name: 'Bea',
        accountId: null,
        tokenId: null,
        joinedAt: ago(50),
        lostAt: null,
        leftAt: ago(9),
      },
    ],
    greeted: true,
    lines: [
      {
        seq: 1,
        role: 'replica',
        speaker: 'Anna',
        text: 'Hello.',
        at: ago(59),
        turn: 0,
        inferenceId: 'i1',
        revision: 1,
        duration: null,
        interrupted: false,
        sources: [],
      },
    ],
  },
})

it('describes a room so that it comes back with the same instants', () => {
  const description = roomDescription.parse(describeRoom(request, now))
  expect(stateFrom(description.resume.report, now)).toEqual({ version: 3, presence: request.resume.presence })
  expect(description.resume.lines.map((line) => lineFrom(line, now))).toEqual(request.resume.lines)
})
