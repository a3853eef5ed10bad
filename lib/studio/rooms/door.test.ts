import { describe, expect, it } from 'vitest'
import { movableClock } from '@/lib/platform/clock'
import { createLog } from '@/lib/platform/log'
import { type Admission, createDoor, type Join } from '@/lib/studio/rooms/door'
import { describedRoom, rememberingConnection, studioParts } from '@/lib/studio/rooms/fixture'
import { createRooms } from '@/lib/studio/rooms/rooms'
import { makeTicket } from '@/lib/studio/rooms/ticket'
import { memoryTransport } from '@/lib/studio/transport/fixture'

const { conversationId } = describedRoom()

function build({ admission = null, maxRooms = 2 }: { admission?: Admission; maxRooms?: number } = {}) {
  const clock = movableClock()
  const ticketKey = 'key'
  const rooms = createRooms({
    maxRooms,
    ticketKey,
    clock,
    log: createLog('silent'),
    tell: () => {},
    parts: studioParts(memoryTransport().transport),
  })
  const door = createDoor({ rooms, ticketKey, clock, admit: async () => admission })
  const enter = async (
    join: Partial<Join> = {},
    { id = conversationId, stillThere = true, address = '1.2.3.4' } = {},
  ) => {
    const { connection } = rememberingConnection()
    const visit = {
      conversationId: id,
      address,
      join: { type: 'join' as const, audio: true, video: true, ...join },
      connection,
    }
    const answer = await door.enter(visit, () => stillThere)
    return typeof answer === 'string' ? answer : 'in'
  }
  return { rooms, enter, clock }
}

describe('the door', () => {
  it('lets anybody into a public room, with or without a good token', async () => {
    const { rooms, enter } = build({ admission: { admitted: { tokenId: 't', name: null, accountId: null } } })
    rooms.open(describedRoom())
    expect(await enter()).toBe('in')
    expect(await enter({ token: 'a' })).toBe('in')
    expect(await enter({ token: 'a' })).toBe('in')
    const strict = build({ admission: { refusal: 'not-allowed' } })
    strict.rooms.open(describedRoom())
    expect(await strict.enter({ token: 'garbage' })).toBe('in')
  })

  it('lets a token into a private room once', async () => {
    const { rooms, enter } = build({ admission: { admitted: { tokenId: 't', name: null, accountId: null } } })
    rooms.open(describedRoom({ requireAuth: true }))
    expect(await enter({ token: 'a' })).toBe('in')
    expect(await enter({ token: 'a' })).toBe('token-used')
  })

  it('lets nobody into a private room without token or ticket', async () => {
    const { rooms, enter } = build({ admission: { refusal: 'not-allowed' } })
    rooms.open(describedRoom({ requireAuth: true }))
    expect(await enter()).toBe('not-allowed')
    expect(await enter({ token: 'wrong' })).toBe('not-allowed')
    expect(await enter({ ticket: 'wrong' })).toBe('not-allowed')
    expect(await enter({ ticket: makeTicket('key', 'c0', 's1') })).toBe('not-allowed')
    expect(await enter({ ticket: makeTicket('key', conversationId, 's1') })).toBe('in')
  })

  it('says of an expired token that it is', async () => {
    const { rooms, enter } = build({ admission: { refusal: 'token-expired' } })
    rooms.open(describedRoom({ requireAuth: true }))
    expect(await enter({ token: 'old' })).toBe('token-expired')
  })

  it('gives no place when the token could not be checked, or who asked has gone', async () => {
    const down = build()
    down.rooms.open(describedRoom())
    expect(await down.enter({ token: 'a' })).toBe('busy')
    const gone = build({ admission: { admitted: { tokenId: 't', name: null, accountId: null } } })
    gone.rooms.open(describedRoom())
    expect(await gone.enter({ token: 'a' }, { stillThere: false })).toBe('busy')
    expect(gone.rooms.find(conversationId)?.snapshot().presence).toEqual([])
  })

  it('answers 20 joins to unknown rooms a minute for each address', async () => {
    const { rooms, enter, clock } = build()
    for (let i = 0; i < 20; i += 1) expect(await enter({}, { id: `c${i}` })).toBe('unknown')
    expect(await enter({}, { id: 'c21' })).toBe('busy')
    expect(await enter({}, { id: 'c21', address: '5.6.7.8' })).toBe('unknown')
    rooms.open(describedRoom())
    expect(await enter()).toBe('in')
    clock.advance(60_000)
    expect(await enter({}, { id: 'c21' })).toBe('unknown')
  })

  it('asks the holder of a ticket to come again while rooms are opened anew after a crash', async () => {
    const { enter, clock } = build()
    const ticket = makeTicket('key', conversationId, 's1')
    expect(await enter({ ticket })).toBe('later')
    clock.advance(60_000)
    expect(await enter({ ticket })).toBe('ended')
  })
})

describe('rooms', () => {
  it('open once, and stay as they are when opened again', async () => {
    const { rooms, enter } = build()
    rooms.open(describedRoom())
    expect(await enter()).toBe('in')
    rooms.open(describedRoom())
    expect(rooms.find(conversationId)?.snapshot().presence).toHaveLength(1)
  })

  it('are refused in words beyond what the machine can hold', async () => {
    const { rooms } = build({ maxRooms: 1 })
    rooms.open(describedRoom())
    const open = () => rooms.open(describedRoom({ conversationId: 'c2' }))
    expect(open).toThrow('The studio on this machine is running 1 conversation, as many as it can. End one,')
    await rooms.close(conversationId, 'end')
    expect(open).not.toThrow()
  })

  it('that have ended are known as such, and do not open again', async () => {
    const { rooms, enter } = build()
    rooms.open(describedRoom())
    await rooms.close(conversationId, 'end')
    await rooms.close('c-never-seen', 'end')
    expect(await enter()).toBe('ended')
    expect(await enter({}, { id: 'c-never-seen' })).toBe('ended')
    expect(() => rooms.open(describedRoom())).toThrow('This conversation has ended.')
  })
})
