import { expect, type Frame, type Page, test } from '@playwright/test'
import { WebSocket } from 'ws'
import { type Harness, replicaSession, startHarness } from './harness'

// The real, pinned daily-js drives the room's side of its protocol, from our own origin and from a foreign one.

let harness: Harness
let rooms = 0

test.beforeAll(async () => {
  harness = await startHarness()
})
test.afterAll(() => harness.stop())

/** Every request that leaves this machine, of every page of a test. */
const strayRequests: string[] = []
test.beforeEach(({ context }) => {
  strayRequests.length = 0
  context.on('request', (request) => {
    const { hostname, protocol } = new URL(request.url())
    if (protocol.startsWith('http') && !['localhost', '127.0.0.1'].includes(hostname))
      strayRequests.push(request.url())
  })
})

const origins = { own: 'localhost', foreign: '127.0.0.1' }

type Opened = { page: Page; room: string; url: string }

async function open(page: Page, origin: keyof typeof origins, room = `room${++rooms}`): Promise<Opened> {
  await page.goto(`http://${origins[origin]}:${harness.port}/host`)
  return { page, room, url: `http://localhost:${harness.port}/rooms/${room}` }
}

/** Joins and returns what `join()` resolved with, by its keys. */
const join = ({ page, url }: Opened, properties: Record<string, unknown> = {}) =>
  page.evaluate(
    async ([url, properties]) => {
      const call = window.host.create(url, properties)
      return JSON.parse(JSON.stringify(await call.join({ userName: 'Ada' }))) as Record<
        string,
        Record<string, unknown>
      >
    },
    [url, properties] as const,
  )

const roomFrame = (page: Page): Frame => {
  const frame = page.frames().find((one) => one.url().includes('/rooms/'))
  if (!frame) throw new Error('There is no room frame.')
  return frame
}

const seen = (page: Page, action: string) =>
  page.evaluate((action) => window.host.seen.filter((event) => event.action === action), action)

const lastSeen = async (page: Page, action: string) => (await seen(page, action)).at(-1)

/** Somebody else, with nothing but a WebSocket. */
async function somebodyElse(room: string, name: string): Promise<WebSocket> {
  const socket = new WebSocket(`ws://127.0.0.1:${harness.port}/rooms/${room}/socket`)
  await new Promise((resolve) => socket.once('open', resolve))
  socket.send(JSON.stringify({ type: 'join', name, audio: false, video: false }))
  await new Promise((resolve) => socket.once('message', resolve))
  return socket
}

for (const origin of ['own', 'foreign'] as const) {
  test.describe(`from ${origin === 'own' ? 'our own origin' : 'a foreign origin'}`, () => {
    test('joins, and knows who is there', async ({ page }) => {
      const opened = await open(page, origin)
      const participants = await join(opened)
      expect(participants.local).toMatchObject({ user_name: 'Ada', local: true, owner: false, audio: false })
      expect(participants[replicaSession]).toMatchObject({ user_id: 'tavus-replica-r1', local: false })
      expect(await page.evaluate(() => window.host.call?.meetingState())).toBe('joined-meeting')
      expect(await page.evaluate(() => Object.keys(window.host.call?.participants() ?? {}).length)).toBe(2)
      expect(await lastSeen(page, 'access-state-updated')).toMatchObject({ access: { level: 'full' } })
      await expect
        .poll(() => lastSeen(page, 'participant-counts-updated'))
        .toMatchObject({
          participantCounts: { present: 2 },
        })
      expect(await page.evaluate(() => window.host.call?.localAudio())).toBe(false)
      expect(await page.evaluate(() => window.host.call?.room())).toMatchObject({
        name: opened.room,
        config: { max_participants: 4 },
      })
      expect(harness.heard(opened.room)[0]).toMatchObject({ type: 'join', name: 'Ada' })
    })

    test('sees others come, change and go', async ({ page }) => {
      const opened = await open(page, origin)
      await join(opened)
      const other = await somebodyElse(opened.room, 'Grace')
      await expect
        .poll(() => lastSeen(page, 'participant-joined'))
        .toMatchObject({
          participant: { user_name: 'Grace', local: false },
        })
      other.send(JSON.stringify({ type: 'devices', audio: true, video: false }))
      await expect
        .poll(() => lastSeen(page, 'participant-updated'))
        .toMatchObject({
          participant: { user_name: 'Grace', tracks: { audio: { state: 'loading' } } },
        })
      other.close()
      await expect
        .poll(() => lastSeen(page, 'participant-left'))
        .toMatchObject({
          participant: { user_name: 'Grace' },
        })
      await expect
        .poll(() => lastSeen(page, 'participant-counts-updated'))
        .toMatchObject({
          participantCounts: { present: 2 },
        })
    })

    test('carries app-messages both ways, long ones too, without an echo', async ({ page }) => {
      const opened = await open(page, origin)
      await join(opened)
      const long = 'ü'.repeat(20_000)
      await page.evaluate((text) => window.host.call?.sendAppMessage({ text }, '*'), long)
      await expect
        .poll(() => harness.heard(opened.room).find(({ type }) => type === 'app-message'))
        .toEqual({ type: 'app-message', to: '*', data: { text: long } })
      const utterance = {
        message_type: 'conversation',
        event_type: 'conversation.utterance',
        conversation_id: opened.room,
        timestamp: 1,
        seq: 1,
        turn_idx: 0,
        properties: { role: 'replica', speech: 'Hey there' },
      }
      harness.tell(opened.room, { type: 'app-message', from: replicaSession, data: utterance })
      await expect
        .poll(() => lastSeen(page, 'app-message'))
        .toMatchObject({
          data: utterance,
          fromId: replicaSession,
        })
      expect(await seen(page, 'app-message')).toHaveLength(1)
      harness.tell(opened.room, { type: 'active-speaker', session_id: replicaSession })
      await expect
        .poll(() => lastSeen(page, 'active-speaker-change'))
        .toMatchObject({
          activeSpeaker: { peerId: replicaSession },
        })
    })

    test('uses microphone and camera inside the frame', async ({ page }) => {
      const opened = await open(page, origin)
      await join(opened)
      await page.evaluate(() => window.host.call?.setLocalAudio(true))
      await expect.poll(() => page.evaluate(() => window.host.call?.localAudio())).toBe(true)
      await page.evaluate(() => window.host.call?.setLocalVideo(true))
      await expect.poll(() => page.evaluate(() => window.host.call?.localVideo())).toBe(true)
      await expect
        .poll(() => harness.heard(opened.room).at(-1))
        .toEqual({ type: 'devices', audio: true, video: true, screen: false })
      await page.evaluate(() => window.host.call?.updateParticipant('local', { setAudio: false }))
      await expect.poll(() => page.evaluate(() => window.host.call?.localAudio())).toBe(false)
      const { devices } = (await page.evaluate(() => window.host.call?.enumerateDevices())) ?? { devices: [] }
      const camera = devices.find(({ kind }) => kind === 'videoinput')
      expect(camera?.label).not.toBe('')
      const chosen = await page.evaluate(
        (videoDeviceId) => window.host.call?.setInputDevicesAsync({ videoDeviceId }),
        camera?.deviceId ?? '',
      )
      expect(chosen).toMatchObject({ camera: { deviceId: camera?.deviceId } })
      expect(await page.evaluate(() => window.host.call?.getInputDevices())).toMatchObject({
        camera: { deviceId: camera?.deviceId },
      })
      expect(await page.evaluate(() => window.host.call?.cycleMic())).toHaveProperty('device')
    })

    test('says goodbye, joins again on the same frame, and is destroyed', async ({ page }) => {
      const opened = await open(page, origin)
      await join(opened)
      await page.evaluate(() => window.host.call?.leave())
      expect(await page.evaluate(() => window.host.call?.meetingState())).toBe('left-meeting')
      expect(harness.heard(opened.room).at(-1)).toEqual({ type: 'leave' })
      await page.evaluate(() => window.host.call?.join())
      expect(await page.evaluate(() => window.host.call?.meetingState())).toBe('joined-meeting')
      await page.evaluate(() => window.host.call?.destroy())
      await page.evaluate((url) => window.host.create(url).join(), opened.url)
      expect(await page.evaluate(() => window.host.call?.meetingState())).toBe('joined-meeting')
    })

    test('keeps the policies of both pages, and asks nobody else for anything', async ({ page }) => {
      const opened = await open(page, origin)
      await join(opened)
      await page.evaluate(() => window.host.call?.setLocalVideo(true))
      await expect.poll(() => page.evaluate(() => window.host.call?.localVideo())).toBe(true)
      expect(await roomFrame(page).evaluate(() => window.room.violations)).toEqual([])
      await page.evaluate(() => window.host.call?.leave())
      expect(await page.evaluate(() => window.host.violations)).toEqual([])
      expect(strayRequests).toEqual([])
    })
  })
}

test('a page without our policy would tell a third party of a connection error', async ({
  page,
  context,
}) => {
  // The control of `strayRequests`: the library does report when nothing holds it back.
  await context.route(/sentry\.io/, (route) => route.abort())
  const opened = await open(page, 'own')
  await page.goto(`http://localhost:${harness.port}/host-without-policy`)
  await join(opened)
  await page.evaluate(() =>
    window.postMessage({
      what: 'iframe-call-message',
      from: 'embedded',
      callClientId: window.host.call?.callClientId,
      action: 'error',
      errorMsg: 'lost',
      error: { type: 'connection-error', msg: 'lost' },
    }),
  )
  await expect.poll(() => strayRequests.filter((url) => url.includes('sentry.io')).length).toBeGreaterThan(0)
})

test('leaving inside the frame tells the host', async ({ page }) => {
  const opened = await open(page, 'own')
  await join(opened)
  await roomFrame(page).evaluate(() => window.room.connection?.leave())
  await expect.poll(() => page.evaluate(() => window.host.call?.meetingState())).toBe('left-meeting')
})

test('leaving before the room has answered settles both promises', async ({ page }) => {
  const opened = await open(page, 'own', 'silent')
  const outcome = await page.evaluate(async (url) => {
    const call = window.host.create(url)
    const joining = call.join().then(
      () => 'joined',
      (error) => error.type,
    )
    await new Promise<void>((resolve) => call.on('joining-meeting', () => resolve()))
    await call.leave()
    return joining
  }, opened.url)
  expect(outcome).toBe('not-allowed')
  await page.evaluate(() => window.host.call?.destroy())
})

test('answers every call, those of another kind with an error', async ({ page }) => {
  const opened = await open(page, 'own')
  await join(opened)
  expect(await page.evaluate(() => window.host.call?.setUserName('Ada L'))).toMatchObject({
    userName: 'Ada L',
  })
  await expect.poll(() => harness.heard(opened.room).at(-1)).toEqual({ type: 'rename', name: 'Ada L' })
  expect(await page.evaluate(() => window.host.call?.getNetworkStats())).toMatchObject({
    stats: { latest: {} },
    networkState: 'good',
  })
  expect(await page.evaluate(() => window.host.call?.setUserData({ seat: 3 }))).toMatchObject({
    userData: { seat: 3 },
  })
  await page.evaluate(() => window.host.call?.setShowNamesMode('never'))
  await expect
    .poll(() => roomFrame(page).evaluate(() => window.room.shown.at(-1)))
    .toEqual({ showNames: false })
  const refused = await page.evaluate(() =>
    window.host.call
      ?.startRemoteMediaPlayer({ url: 'https://example.com/film.mp4' })
      .then(() => null)
      .catch((error: unknown) => JSON.stringify(error)),
  )
  expect(refused).toContain('not-supported')
  await page.evaluate(() => window.host.call?.startRecording())
  await expect
    .poll(() => lastSeen(page, 'recording-error'))
    .toMatchObject({
      errorMsg: 'Recording is not available in this room.',
    })
})

test('shares a screen, and stops when asked or when nothing was chosen', async ({ page }) => {
  await join(await open(page, 'own'))
  const room = roomFrame(page)
  await room.evaluate(() => {
    const screen = document.createElement('canvas')
    screen.getContext('2d')
    let chosen = true
    navigator.mediaDevices.getDisplayMedia = async () => {
      if (!chosen) throw new DOMException('nothing chosen', 'NotAllowedError')
      chosen = false
      return screen.captureStream()
    }
  })
  const screenOf = () => page.evaluate(() => window.host.call?.participants().local.screen)
  await page.evaluate(() => window.host.call?.startScreenShare())
  await expect.poll(async () => (await seen(page, 'local-screen-share-started')).length).toBe(1)
  await expect.poll(screenOf).toBe(true)
  await page.evaluate(() => window.host.call?.stopScreenShare())
  await expect.poll(async () => (await seen(page, 'local-screen-share-stopped')).length).toBe(1)
  await expect.poll(screenOf).toBe(false)
  await page.evaluate(() => window.host.call?.startScreenShare())
  await expect.poll(async () => (await seen(page, 'local-screen-share-canceled')).length).toBe(1)
  expect(await seen(page, 'nonfatal-error')).toEqual([])
})

test('tells when the connection is lost and found again', async ({ page }) => {
  const opened = await open(page, 'own')
  await join(opened)
  harness.cut(opened.room)
  await expect.poll(() => lastSeen(page, 'network-connection')).toMatchObject({ event: 'connected' })
  expect((await seen(page, 'network-connection')).map(({ event }) => event)).toEqual([
    'interrupted',
    'connected',
  ])
  expect((await seen(page, 'network-quality-change')).map(({ threshold }) => threshold)).toEqual([
    'good',
    'very-low',
    'good',
  ])
  // The ticket brought us back to our own place.
  expect(harness.heard(opened.room).at(-1)).toMatchObject({ type: 'join', ticket: 'session-1' })
})

const refusals = {
  unknown: 'not-allowed',
  ended: 'exp-room',
  full: 'meeting-full',
  'not-allowed': 'not-allowed',
  'token-expired': 'exp-token',
  'token-used': 'exp-token',
  busy: 'not-allowed',
  protocol: 'not-allowed',
}
for (const [reason, type] of Object.entries(refusals)) {
  test(`a room that refuses with ${reason} is an error of type ${type}`, async ({ page }) => {
    const opened = await open(page, 'own', `refuse-${reason}`)
    const rejected = await page.evaluate(async (url) => {
      const call = window.host.create(url)
      return call.join().then(
        () => null,
        (event) => event.error,
      )
    }, opened.url)
    expect(rejected).toMatchObject({ type, details: { reason } })
    expect(await page.evaluate(() => window.host.call?.meetingState())).toBe('error')
    // The frame still shows our words, and nobody was told of it.
    expect(roomFrame(page).url()).toContain('/rooms/')
    expect(strayRequests).toEqual([])
  })
}

test('an end during the call is an error and then left', async ({ page }) => {
  const opened = await open(page, 'own')
  await join(opened)
  harness.tell(opened.room, { type: 'ended', reason: 'max_call_duration reached' })
  await expect.poll(() => lastSeen(page, 'left-meeting')).toBeDefined()
  expect(await lastSeen(page, 'error')).toMatchObject({ error: { type: 'exp-room' } })
  expect(await page.evaluate(() => window.host.call?.meetingState())).toBe('error')
})

test('listens to its host alone', async ({ page }) => {
  const opened = await open(page, 'own')
  await join(opened)
  const before = harness.heard(opened.room).length
  await page.evaluate(async () => {
    // A second frame of the same origin has the right id and origin, but is not the parent.
    const room = document.querySelector('iframe')?.contentWindow
    const id = window.host.call?.callClientId
    const message = { what: 'iframe-call-message', from: 'module', callClientId: id, action: 'leave-meeting' }
    const other = document.createElement('iframe')
    other.src = '/mute'
    document.body.append(other)
    await new Promise((resolve) => other.addEventListener('load', resolve))
    const postAs = (other.contentWindow as (Window & typeof globalThis) | null)?.Function(
      'room',
      'message',
      'room.postMessage(message, "*")',
    )
    postAs?.(room, message)
    // The right window with a wrong id.
    room?.postMessage({ ...message, callClientId: 'another' }, '*')
    // The right window with nonsense.
    room?.postMessage({ ...message, action: 7 }, '*')
    room?.postMessage('leave-meeting', '*')
  })
  // What is asked for last reaches the room last: whatever else had been obeyed would stand before it.
  await page.evaluate(() => window.host.call?.setUserName('Still here'))
  await expect
    .poll(() => harness.heard(opened.room).slice(before))
    .toEqual([{ type: 'rename', name: 'Still here' }])
  expect(await page.evaluate(() => window.host.call?.meetingState())).toBe('joined-meeting')
})

test('a page from elsewhere gets no answer at all', async ({ page }) => {
  const { url } = await open(page, 'own')
  await page.evaluate((src) => {
    const frame = document.createElement('iframe')
    frame.src = `${src}?emb=x&embHref=${encodeURIComponent('https://elsewhere.example/page')}`
    document.body.append(frame)
    window.addEventListener('message', (event) => window.host.seen.push({ action: 'any', data: event.data }))
  }, url)
  await expect.poll(() => page.frames().some((frame) => frame.url().includes('elsewhere'))).toBe(true)
  await roomFrame(page).waitForLoadState('networkidle')
  expect(await seen(page, 'any')).toEqual([])
})
