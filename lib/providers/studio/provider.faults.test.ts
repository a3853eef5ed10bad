import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { WebSocket } from 'ws'
import { largestFrame } from '@/lib/protocol/room'
import type { RoomRequest } from '@/lib/providers/port'
import { type Studio, sayToReplica, startStudio } from '@/lib/providers/studio/fixture'

let studio: Studio

beforeAll(async () => {
  studio = await startStudio({
    'token-of-ann': { admitted: { tokenId: 't1', name: 'Ann', accountId: 'a1' } },
    expired: { refusal: 'token-expired' },
  })
})

afterAll(async () => {
  const before = Date.now()
  await studio.stop()
  expect(Date.now() - before).toBeLessThan(2500)
  expect(studio.provider.health()).toBe(false)
})

describe('bad frames', () => {
  const cases: [string, (browser: Awaited<ReturnType<Studio['browse']>>) => void, number][] = [
    ['no JSON', ({ socket }) => socket.send('{'), 1007],
    ['not of the protocol', ({ socket }) => socket.send('{"type":"dance"}'), 1007],
    ['binary', ({ socket }) => socket.send(Buffer.from('{}')), 1007],
    ['invalid UTF-8', ({ socket }) => socket.send(Buffer.from([0xff, 0xfe]), { binary: false }), 1007],
    [
      'deeply nested',
      ({ socket }) => socket.send(`{"type":"app-message","to":"*","data":${'['.repeat(80_000)}`),
      1007,
    ],
    ['too large', ({ socket }) => socket.send('x'.repeat(largestFrame + 1)), 1009],
    [
      'too many',
      ({ send }) => {
        for (let i = 0; i < 150; i += 1) send({ type: 'devices', audio: true, video: true })
      },
      1008,
    ],
    ['joining twice', ({ send }) => send({ type: 'join', audio: true, video: true }), 1007],
  ]

  it.each(cases)('close the connection: %s', async (_name, act, code) => {
    const { conversationId } = await studio.openRoom()
    const other = await studio.join(conversationId)
    const browser = await studio.join(conversationId)
    act(browser)
    expect(await browser.closed).toBe(code)
    await vi.waitFor(() =>
      expect(other.ofType('participant-updated').at(-1)?.participant.reconnecting).toBe(true),
    )
    expect(other.socket.readyState).toBe(WebSocket.OPEN)
  })

  it('before joining close it too', async () => {
    const { conversationId } = await studio.openRoom()
    const browser = await studio.browse(conversationId)
    browser.send({ type: 'rename', name: 'Bea' })
    expect((await browser.first('refused')).reason).toBe('protocol')
    expect(await browser.closed).toBe(1007)
  })
})

describe('a studio that is killed', () => {
  const kill = async () => {
    const told = studio.news.length
    process.kill(studio.provider.pid() as number, 'SIGKILL')
    const at = Date.now()
    await vi.waitFor(() => expect(studio.provider.health()).toBe(false))
    // What is asked while it is down waits for it to be back.
    expect(await studio.provider.snapshot('c-unknown')).toBeNull()
    await vi.waitFor(() => expect(studio.provider.health()).toBe(true), 10_000)
    return { at, later: () => studio.news.slice(told) }
  }

  it('is forked again, its rooms are opened as they were, and people return to their places; three times is too often', async () => {
    const room = await studio.openRoom({ requireAuth: true })
    const { conversationId } = room
    const ann = await studio.join(conversationId, { token: 'token-of-ann' })
    ann.send(sayToReplica(conversationId, 'respond', 'When does the library open?'))
    await vi.waitFor(() => expect(studio.lines(conversationId)).toHaveLength(3), 15_000)
    const before = studio.newsOf('presence', conversationId).at(-1)?.state

    let failures = 0
    studio.taking.how = ({ type }) => {
      if (type !== 'restarted' || failures > 0) return
      failures += 1
      throw new Error('The database is stopped.')
    }
    const { at, later } = await kill()
    expect(await ann.closed).toBe(1006)
    const restarts = () => later().flatMap((told) => (told.type === 'restarted' ? told : []))
    await vi.waitFor(() => expect(restarts()).toHaveLength(2), 5000)
    const [restarted, repeated] = restarts()
    expect(repeated).toEqual(restarted)
    expect(restarted?.conversationIds).toContain(conversationId)
    expect(Math.abs((restarted?.lostAt.getTime() ?? 0) - at)).toBeLessThan(1000)
    await expect(studio.browse(conversationId)).rejects.toThrow('503')

    const resumed: RoomRequest = {
      ...room,
      resume: {
        presenceVersion: before?.version ?? 0,
        presence: (before?.presence ?? []).map((person) => ({
          ...person,
          lostAt: restarted?.lostAt ?? null,
        })),
        greeted: true,
        lines: studio.lines(conversationId),
      },
    }
    await studio.provider.start(resumed)
    expect(await studio.refusal(conversationId, { token: 'token-of-ann' })).toBe('token-used')
    const again = await studio.join(conversationId, { ticket: ann.joined.ticket })
    expect(again.sessionId).toBe(ann.sessionId)
    expect(again.joined.captions.map(({ text }) => text)).toEqual(
      studio.lines(conversationId).map(({ text }) => text),
    )
    again.send(sayToReplica(conversationId, 'echo', 'Back again.'))
    await vi.waitFor(() => expect(studio.lines(conversationId)).toHaveLength(4), 15_000)
    expect(studio.lines(conversationId)[3]).toMatchObject({ turn: 1, text: 'Back again.' })
    const after = studio.newsOf('presence', conversationId).at(-1)?.state
    expect(after?.version).toBeGreaterThan(before?.version ?? 0)
    expect(after?.presence).toMatchObject([{ sessionId: ann.sessionId, lostAt: null, leftAt: null }])

    await kill()
    await studio.provider.start(resumed)
    const third = await kill()
    await vi.waitFor(() => expect(third.later()).toContainEqual({ type: 'failed', conversationId }))
    expect(await studio.refusal(conversationId)).toBe('unknown')
  }, 60_000)
})
