import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { FromParticipant } from '@/lib/protocol/room'
import { heldRoom, roomRequest } from '@/lib/providers/fixture'
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

/** What is said takes its time. */
const patience = { timeout: 15_000 }

describe('a conversation', () => {
  it('greets, answers from its sources, and echoes', async () => {
    const { conversationId } = await studio.openRoom()
    const bea = await studio.join(conversationId, { name: 'Bea' })
    const joined = Date.now()
    await vi.waitFor(() => expect(bea.speeches()).toEqual(['replica: Hello there.']), patience)
    bea.send(sayToReplica(conversationId, 'respond', 'When does the library open?'))
    await vi.waitFor(() => expect(bea.speeches()).toHaveLength(3), patience)
    bea.send(sayToReplica(conversationId, 'echo', 'Word for word.'))
    await vi.waitFor(() => expect(bea.speeches()).toHaveLength(4), patience)
    const [, asked, answered, echoed] = bea.speeches()
    expect(asked).toBe('user: When does the library open?')
    expect(answered).toMatch(/^replica: .*nine/)
    expect(echoed).toBe('replica: Word for word.')
    await vi.waitFor(() => expect(studio.lines(conversationId)).toHaveLength(4), patience)
    expect(studio.lines(conversationId).map(({ turn, speaker }) => [turn, speaker])).toEqual([
      [0, 'Anna'],
      [1, 'Bea'],
      [1, 'Anna'],
      [1, 'Anna'],
    ])
    expect(Math.abs((studio.lines(conversationId)[0]?.at.getTime() ?? 0) - joined)).toBeLessThan(10_000)
    expect(studio.newsOf('greeted', conversationId)).toHaveLength(1)
  })

  it('takes a long message from the server', async () => {
    const { conversationId } = await studio.openRoom({ greeting: '' })
    const bea = await studio.join(conversationId, { name: 'Bea' })
    const long = 'word '.repeat(7900)
    const { data } = sayToReplica(conversationId, 'echo', long) as Extract<
      FromParticipant,
      { type: 'app-message' }
    >
    await studio.provider.interact(conversationId, data)
    // It takes an hour to be said.
    await vi.waitFor(
      () =>
        expect(JSON.stringify(bea.ofType('app-message'))).toMatch(
          /utterance.streaming[^}]*"speech":"word word/,
        ),
      patience,
    )
    // Cut off, all of it is told, as it came.
    const interrupt = {
      message_type: 'conversation',
      event_type: 'conversation.interrupt',
      conversation_id: conversationId,
    }
    await studio.provider.interact(conversationId, interrupt)
    await vi.waitFor(() => expect(bea.speeches()).toEqual([`replica: ${long}`]), patience)
    await expect(studio.provider.interact(conversationId, { no: 'message' })).rejects.toThrow(
      'conversation.respond',
    )
    await expect(studio.provider.interact('c-unknown', data)).rejects.toThrow('not open')
  })

  it('is full when it is, the replica counted', async () => {
    const { conversationId } = await studio.openRoom({ maxParticipants: 2 })
    await studio.join(conversationId)
    expect(await studio.refusal(conversationId)).toBe('full')
  })

  it('that is private lets a token in once, and its ticket return', async () => {
    const { conversationId } = await studio.openRoom({ requireAuth: true })
    expect(await studio.refusal(conversationId)).toBe('not-allowed')
    expect(await studio.refusal(conversationId, { token: 'forged' })).toBe('not-allowed')
    expect(await studio.refusal(conversationId, { token: 'expired' })).toBe('token-expired')
    const ann = await studio.join(conversationId, { token: 'token-of-ann' })
    expect(await studio.refusal(conversationId, { token: 'token-of-ann' })).toBe('token-used')
    const again = await studio.join(conversationId, { ticket: ann.joined.ticket })
    expect(again.sessionId).toBe(ann.sessionId)
    expect(await ann.closed).toBe(4001)
    expect(studio.lastPresence(conversationId)).toMatchObject([
      { name: 'Ann', accountId: 'a1', tokenId: 't1', lostAt: null, leftAt: null },
    ])
  })

  it('that nobody knows is refused, and too many tries from one address are', async () => {
    for (let i = 0; i < 20; i += 1)
      expect(await studio.refusal('c-unknown', {}, '198.51.100.1')).toBe('unknown')
    expect(await studio.refusal('c-unknown', {}, '198.51.100.1')).toBe('busy')
    expect(await studio.refusal('c-unknown', {}, '198.51.100.2')).toBe('unknown')
  })

  it('knows a leave from a lost connection', async () => {
    const { conversationId } = await studio.openRoom()
    const ann = await studio.join(conversationId, { name: 'Ann' })
    const bea = await studio.join(conversationId, { name: 'Bea' })
    ann.send({ type: 'leave' })
    bea.socket.terminate()
    await vi.waitFor(async () => {
      const state = await studio.provider.snapshot(conversationId)
      expect(state?.presence).toMatchObject([
        { name: 'Ann', lostAt: null, leftAt: expect.any(Date) },
        { name: 'Bea', lostAt: expect.any(Date), leftAt: null },
      ])
    })
    await vi.waitFor(() => expect(studio.lastPresence(conversationId)?.[1]?.lostAt).toBeInstanceOf(Date))
    expect(await studio.provider.snapshot('c-unknown')).toBeNull()
  })

  it('tells its end, and its closing waits until everything said was taken', async () => {
    const { conversationId } = await studio.openRoom()
    let release = () => {}
    studio.taking.how = (told) =>
      told.type === 'line' && told.conversationId === conversationId
        ? new Promise((resolve) => {
            release = resolve
          })
        : undefined
    const bea = await studio.join(conversationId)
    await vi.waitFor(() => expect(studio.newsOf('line', conversationId)).toHaveLength(1), patience)
    let ended = false
    const ending = studio.provider.end(heldRoom(conversationId), 'max_call_duration reached').then(() => {
      ended = true
    })
    expect(await bea.first('ended')).toEqual({ type: 'ended', reason: 'max_call_duration reached' })
    expect(await bea.closed).toBe(1000)
    expect(await studio.refusal(conversationId)).toBe('ended')
    expect(ended).toBe(false)
    studio.taking.how = () => {}
    release()
    await ending
    await studio.provider.end(heldRoom('c-unknown'), 'whatever')
    await expect(studio.provider.start(roomRequest({ conversationId }))).rejects.toThrow(
      'This conversation has ended.',
    )
  })

  it('repeats what was not taken, at the latest when it ends', async () => {
    const { conversationId } = await studio.openRoom()
    studio.taking.how = (told) => {
      if (told.type === 'line' && told.conversationId === conversationId)
        throw new Error('The database is stopped.')
    }
    await studio.join(conversationId)
    await vi.waitFor(() => expect(studio.lines(conversationId)).toHaveLength(1), patience)
    const told = () => studio.newsOf('line', conversationId).map(({ line }) => line)
    const before = told()
    studio.taking.how = () => {}
    await studio.provider.end(heldRoom(conversationId), 'end')
    const last = before.at(-1)
    const [repeated, ...more] = told().slice(before.length)
    expect(more).toEqual([])
    expect(repeated).toMatchObject({ seq: last?.seq, revision: last?.revision, text: 'Hello there.' })
    expect(Math.abs((repeated?.at.getTime() ?? 0) - (last?.at.getTime() ?? 0))).toBeLessThan(500)
  })
})
