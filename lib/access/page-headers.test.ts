import { describe, expect, it } from 'vitest'
import { conversationWorld, origin } from '@/e2e/support/conversations'
import { pageHeaders } from './page-headers'

const world = conversationWorld()

/** What the headers of a page say of frames and of cameras. */
async function rights(path: string): Promise<{ frames?: string; camera?: string; microphone?: string }> {
  const { host } = new URL(origin)
  const headers = await pageHeaders({ headers: new Headers({ host }) }, path, 'nonce')
  const [, frames] = /frame-src ([^;]*);/.exec(headers['content-security-policy'] ?? '') ?? []
  const of = (feature: string) =>
    new RegExp(`${feature}=(\\([^)]*\\))`).exec(headers['permissions-policy'] ?? '')?.[1]
  return { frames, camera: of('camera'), microphone: of('microphone') }
}

/** The path of a live conversation that is joined at this address. */
async function calledAt(
  meetingUrl: string | null,
  provider = 'tavus',
): Promise<{ id: string; path: string }> {
  const { conversation_id: id } = await world.create()
  await world.database.conversation.update({ where: { id }, data: { provider, meetingUrl } })
  return { id, path: `/conversations/${id}` }
}

const own = { frames: "'self'", camera: '(self)', microphone: '(self)' }

describe('the page of a call', () => {
  it('shows our own room and no other', async () => {
    const { path } = await calledAt(null, 'studio')
    expect(await rights(path)).toEqual(own)
    expect(await rights('/conversations/c000000000000000')).toEqual(own)
  })

  it('names the origin of a room elsewhere, and all three of a room of Daily', async () => {
    const far = await calledAt('http://127.0.0.1:4100/rooms/c0123?x=1')
    expect(await rights(`${far.path}/`)).toEqual({
      frames: "'self' http://127.0.0.1:4100",
      camera: '(self "http://127.0.0.1:4100")',
      microphone: '(self "http://127.0.0.1:4100")',
    })
    const daily = await calledAt('https://tavus.daily.co/c0123')
    const { frames, camera } = await rights(daily.path)
    expect(frames).toBe(
      "'self' https://tavus.daily.co https://tavus.dailywebrtc.com https://tavus.dailywebrtc.net",
    )
    expect(camera).toBe(
      '(self "https://tavus.daily.co" "https://tavus.dailywebrtc.com" "https://tavus.dailywebrtc.net")',
    )
    const { frames: odd } = await rights((await calledAt('https://daily.co.example.com/x')).path)
    expect(odd).toBe("'self' https://daily.co.example.com")
  })

  it('names it no more once the conversation has ended or was deleted, nor before it is known', async () => {
    const { id, path } = await calledAt('https://tavus.daily.co/c0123')
    const change = (data: object) => world.database.conversation.update({ where: { id }, data })
    await change({ status: 'ended' })
    expect(await rights(path)).toEqual(own)
    await change({ status: 'active', deletedAt: world.clock.now() })
    expect(await rights(path)).toEqual(own)
    await change({ deletedAt: null, meetingUrl: null })
    expect(await rights(path)).toEqual(own)
  })

  it.each([
    'https://x;script-src/y',
    "https://a'b.example/y",
    'https://*.example/y',
    'https://a,b/y',
    'https://a"b/y',
    'nowhere',
  ])('names no origin that would be read as more than one: %s', async (meetingUrl) => {
    expect(await rights((await calledAt(meetingUrl)).path)).toEqual(own)
  })
})

it('gives other pages neither a frame nor a device', async () => {
  const none = { frames: "'none'", camera: '()', microphone: '()' }
  expect(await rights('/conversations')).toEqual(none)
  expect(await rights('/settings')).toEqual(none)
  const { id } = await calledAt('https://tavus.daily.co/c0123')
  expect(await rights(`/rooms/${id}`)).toEqual({ ...own, frames: "'none'" })
})
