import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { heldRoom } from '@/lib/providers/fixture'
import { type Studio, startStudio } from '@/lib/providers/studio/fixture'

let studio: Studio
beforeAll(async () => {
  studio = await startStudio({
    'token-of-ann': { admitted: { tokenId: 't1', name: 'Ann', accountId: 'a1' } },
  })
})
afterAll(() => studio.stop())

const holder = (conversationId: string, ticket: string) => studio.provider.holder?.(conversationId, ticket)

it('knows whose ticket it is, and whether they are still there', async () => {
  const { conversationId } = await studio.openRoom({ participantLeftTimeout: 60 })
  const other = await studio.openRoom()
  const ann = await studio.join(conversationId, { token: 'token-of-ann' })
  const { ticket } = ann.joined
  const place = { sessionId: ann.sessionId, name: 'Ann', accountId: 'a1' }
  expect(await holder(conversationId, ticket)).toEqual({ ...place, present: true })
  expect(await holder(other.conversationId, ticket)).toBeNull()
  expect(await holder(conversationId, `${ticket}x`)).toBeNull()
  ann.socket.terminate()
  await vi.waitFor(() => expect(studio.lastPresence(conversationId)?.[0]?.lostAt).not.toBeNull())
  expect(await holder(conversationId, ticket)).toEqual({ ...place, present: true })
  const back = await studio.join(conversationId, { ticket })
  back.send({ type: 'leave' })
  await back.closed
  expect(await holder(conversationId, ticket)).toEqual({ ...place, present: false })
})

it('knows a ticket after the room has closed, in which nobody is any more', async () => {
  const { conversationId } = await studio.openRoom()
  const bea = await studio.join(conversationId, { name: 'Bea' })
  await studio.provider.end(heldRoom(conversationId), 'requested')
  expect(await holder(conversationId, bea.joined.ticket)).toEqual({
    sessionId: bea.sessionId,
    name: '',
    accountId: null,
    present: false,
  })
})

it('tells those in the room and those who come later that a recording runs, and then that none does', async () => {
  const { conversationId } = await studio.openRoom({ whoRecords: 'members' })
  const bea = await studio.join(conversationId, { name: 'Bea' })
  expect(bea.joined.room).toMatchObject({ may_record: false, recording: null })
  const startedAt = new Date(Date.now() - 5000)
  const running = { recordingId: 'r1', sessionId: bea.sessionId, name: 'Bea', startedAt }
  await studio.provider.announce?.(conversationId, running)
  const { recording } = await bea.first('recording')
  expect(recording).toMatchObject({ recording_id: 'r1', session_id: bea.sessionId, name: 'Bea' })
  expect(Math.abs((recording?.started_at ?? 0) - startedAt.getTime() / 1000)).toBeLessThan(1)
  const ann = await studio.join(conversationId, { token: 'token-of-ann' })
  expect(ann.joined.room).toMatchObject({ may_record: true, recording: { recording_id: 'r1' } })
  await studio.provider.announce?.(conversationId, null)
  await vi.waitFor(() =>
    expect(ann.ofType('recording').at(-1)).toEqual({ type: 'recording', recording: null }),
  )
})

it('lets guests record where everybody may', async () => {
  const { conversationId } = await studio.openRoom({ whoRecords: 'everybody' })
  const bea = await studio.join(conversationId, { name: 'Bea' })
  expect(bea.joined.room.may_record).toBe(true)
})
