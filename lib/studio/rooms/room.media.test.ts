import { describe, expect, it, vi } from 'vitest'
import { utterance } from '@/lib/protocol/interactions'
import { openedRoom, passedOn, respond } from '@/lib/studio/rooms/fixture'

const lines = ({ lines }: ReturnType<typeof openedRoom>) => lines().map(({ text }) => text)

describe('media', () => {
  it('is offered to whoever wants it, and to nobody else', () => {
    const { enter, media } = openedRoom()
    const bea = enter({ media: true, audio: true, video: false })
    enter({ media: false })
    expect([...media.peers.keys()]).toEqual([bea.sessionId])
    expect(media.sending.get(bea.sessionId)).toMatchObject({ audio: true, video: false, screen: false })
    expect(bea.joined.ice_servers).toEqual([{ urls: ['stun:stun.example.org'] }])
    expect(bea.joined.participants[0]).toMatchObject({ role: 'replica', audio: true, video: true })
    media.peers.get(bea.sessionId)?.signal({ type: 'offer', generation: 1, sdp: 'v=0' })
    expect(bea.ofType('offer')).toEqual([{ type: 'offer', generation: 1, sdp: 'v=0' }])
    const answer = { type: 'answer', generation: 1, sdp: 'v=0' } as const
    bea.seat.hear(answer)
    expect(media.signals).toEqual([{ sessionId: bea.sessionId, signal: answer }])
  })

  it('has no picture in a conversation that is audio only', () => {
    const { enter, media } = openedRoom({ audioOnly: true })
    expect(media.audioOnly).toBe(true)
    expect(enter().joined.participants[0]).toMatchObject({ role: 'replica', audio: true, video: false })
  })

  it('follows the switches of devices, and tells the others', () => {
    const { enter, media } = openedRoom()
    const bea = enter({ media: true })
    const carl = enter()
    bea.seat.hear({ type: 'devices', audio: true, video: true, screen: true })
    expect(media.sending.get(bea.sessionId)).toMatchObject({ audio: true, video: true, screen: true })
    expect(carl.ofType('participant-updated').at(-1)?.participant).toMatchObject({
      video: true,
      screen: true,
    })
  })

  it('is made anew when the browser asks, though not without end', () => {
    const { enter, media } = openedRoom()
    const bea = enter({ media: true })
    const first = media.peers.get(bea.sessionId)
    bea.seat.hear({ type: 'connect' })
    const second = media.peers.get(bea.sessionId)
    expect(second).not.toBe(first)
    for (let i = 0; i < 30; i += 1) bea.seat.hear({ type: 'connect' })
    const last = media.peers.get(bea.sessionId)
    bea.seat.hear({ type: 'connect' })
    expect(media.peers.get(bea.sessionId)).toBe(last)
  })

  it('goes with whoever leaves, is lost, or joins anew', () => {
    const { enter, media, clock } = openedRoom()
    const [bea, carl, dora] = [enter({ media: true }), enter({ media: true }), enter({ media: true })]
    bea.seat.hear({ type: 'leave' })
    carl.seat.lost(clock.now())
    expect([...media.peers.keys()]).toEqual([dora.sessionId])
    enter({ sessionId: dora.sessionId, media: false })
    expect(media.peers.size).toBe(0)
  })

  it('ends with the room', async () => {
    const { room, enter, media } = openedRoom({ greeting: '' })
    enter({ media: true })
    room.takenPresence(99)
    await room.close('over')
    expect(media.seen.closed).toBe(true)
  })
})

describe('messages', () => {
  it('take the data channel where it is open, both ways, and the connection where it is not', async () => {
    const { enter, media } = openedRoom({ greeting: '' })
    const [bea, carl] = [enter({ media: true }), enter()]
    media.connect(bea.sessionId)
    carl.seat.hear({ type: 'app-message', to: '*', data: { n: 1 } })
    expect(media.messages(bea.sessionId)).toEqual([{ n: 1 }])
    expect(passedOn(bea)).toEqual([])
    media.receive(bea.sessionId, JSON.stringify({ type: 'app-message', to: '*', data: { n: 2 } }))
    expect(passedOn(carl).map(({ data }) => data)).toEqual([{ n: 2 }])
  })

  it('over the channel are nothing but app-messages', () => {
    const { enter, media, lastReport } = openedRoom({ greeting: '' })
    const [bea, carl] = [enter({ media: true }), enter()]
    media.connect(bea.sessionId)
    for (const text of ['no json', '{"type":"leave"}', '{"type":"nonsense"}', '"'.repeat(300_000)])
      media.receive(bea.sessionId, text)
    expect(passedOn(carl)).toEqual([])
    expect(lastReport()?.presence).toHaveLength(2)
  })

  it('are shown again after a connection failed with its channel', async () => {
    const opened = openedRoom({ greeting: '' })
    const bea = opened.enter({ media: true })
    opened.media.connect(bea.sessionId)
    bea.seat.hear({ type: 'app-message', to: '*', data: respond('When?') })
    await vi.waitFor(() => expect(lines(opened)).toHaveLength(2))
    opened.media.fail(bea.sessionId)
    expect(bea.ofType('captions')[0]?.captions.map(({ text }) => text)).toEqual(lines(opened))
  })
})

describe('the greeting', () => {
  it('waits until the first participant hears', async () => {
    const opened = openedRoom()
    const bea = opened.enter({ media: true })
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(lines(opened)).toEqual([])
    opened.media.connect(bea.sessionId)
    await vi.waitFor(() => expect(lines(opened)).toEqual(['Hello there.']))
    await vi.waitFor(() => expect(opened.media.seen.loudChunks).toBeGreaterThan(10))
    expect(opened.media.messages(bea.sessionId).some((data) => utterance.safeParse(data).success)).toBe(true)
  })

  it.each(['no-media', 'nothing'] as const)('is read where there is no media: %s', async (what) => {
    const opened = openedRoom()
    const bea = opened.enter({ media: true })
    if (what === 'no-media') bea.seat.hear({ type: 'no-media' })
    else opened.clock.advance(3100)
    await vi.waitFor(() => expect(lines(opened)).toEqual(['Hello there.']))
    expect(bea.ofType('app-message').some(({ data }) => utterance.safeParse(data).success)).toBe(true)
  })
})

describe('the active speaker', () => {
  it('is the replica while it speaks', async () => {
    const { enter, media } = openedRoom()
    const bea = enter({ media: true })
    media.connect(bea.sessionId)
    await vi.waitFor(() =>
      expect(bea.ofType('active-speaker').map(({ session_id }) => session_id)).toEqual([
        media.replicaSessionId,
        null,
      ]),
    )
  })
})
