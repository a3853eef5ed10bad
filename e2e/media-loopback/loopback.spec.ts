import { expect, type Page, test } from '@playwright/test'
import { build } from 'esbuild'

// The room client against a studio that is the browser's own peer connection: real tracks, channel and failures.

let script = ''
test.beforeAll(async () => {
  const { outputFiles } = await build({
    entryPoints: [`${import.meta.dirname}/loopback-page.ts`],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    tsconfig: `${import.meta.dirname}/../../tsconfig.json`,
  })
  script = outputFiles[0]?.text ?? ''
})

type Loopback = Window['loopback']
type Call = {
  studio: ReturnType<Loopback['createStudio']>
  connection: ReturnType<Loopback['join']>
  /** Of the media connection, in their order. */
  phases: string[]
}
declare global {
  interface Window {
    call: Call
  }
}

async function open(page: Page): Promise<void> {
  await page.route('http://localhost/**', (route) =>
    route.request().url().endsWith('.js')
      ? route.fulfill({ contentType: 'text/javascript', body: script })
      : route.fulfill({
          contentType: 'text/html',
          body: '<!doctype html><title>Loopback</title><script type="module" src="/page.js"></script>',
        }),
  )
  await page.goto('http://localhost/')
  await page.waitForFunction(() => window.loopback !== undefined)
}

type Faults = Parameters<Call['studio']['fault']>[0]
const join = (page: Page, faults: Faults = {}) =>
  page.evaluate((faults) => {
    const studio = window.loopback.createStudio()
    studio.fault(faults)
    const connection = window.loopback.join(studio)
    const phases: string[] = []
    connection.subscribe(() => {
      const { phase } = connection.snapshot().media
      if (phase !== phases.at(-1)) phases.push(phase)
    })
    window.call = { studio, connection, phases }
  }, faults)

const media = (page: Page) => page.evaluate(() => window.call.connection.snapshot().media)
const phase = async (page: Page) => (await media(page)).phase
const connected = (page: Page) => expect.poll(() => phase(page)).toBe('connected')

/** Which tracks are here, by person. */
const tracks = (page: Page) =>
  page.evaluate(() =>
    Object.fromEntries(
      [...window.call.connection.snapshot().tracks].map(([id, theirs]) => [
        id,
        Object.entries(theirs).flatMap(([slot, track]) => (track ? [slot] : [])),
      ]),
    ),
  )

/** The size of a picture of the replica as it is received. */
const pictureSize = (page: Page) =>
  page.evaluate(async () => {
    const track = window.call.connection.snapshot().tracks.get('replica-session')?.video
    if (!track) return 0
    const video = document.createElement('video')
    video.muted = true
    video.srcObject = new MediaStream([track])
    await video.play()
    return video.videoWidth
  })

const heard = (page: Page, type: string) =>
  page.evaluate((type) => window.call.studio.heard.filter((frame) => frame.type === type).length, type)

/** Bytes by uplink that come to the studio within half a second. */
async function flowing(page: Page): Promise<string[]> {
  return await page.evaluate(async () => {
    const before = await window.call.studio.uplinkBytes()
    await new Promise((resolve) => setTimeout(resolve, 500))
    const now = await window.call.studio.uplinkBytes()
    return Object.keys(now).filter((name) => (now[name] ?? 0) > (before[name] ?? 0) + 500)
  })
}

test('receives the replica and other people by their streams, and loses what they withdraw', async ({
  page,
}) => {
  await open(page)
  await join(page)
  await connected(page)
  expect(await tracks(page)).toEqual({ 'replica-session': ['audio', 'video'] })
  expect(await pictureSize(page)).toBe(128)

  const other = await page.evaluateHandle(() => window.call.studio.addPerson())
  await expect
    .poll(() => tracks(page))
    .toMatchObject({ 'replica-session': ['audio', 'video'], 'other-session': ['video', 'screenVideo'] })
  await other.evaluate((they) => they.withdrawScreen())
  await expect.poll(async () => (await tracks(page))['other-session']).toEqual(['video'])
  await other.evaluate((they) => they.leave())
  await expect.poll(async () => Object.keys(await tracks(page))).toEqual(['replica-session'])
  expect(await phase(page)).toBe('connected')
})

test('sends devices that were on before, and those switched later, without another negotiation', async ({
  page,
}) => {
  await open(page)
  await page.evaluate(() => window.loopback.media.set('audio', true))
  await join(page)
  await connected(page)
  await expect.poll(() => flowing(page)).toEqual(['microphone'])
  await page.evaluate(() => window.loopback.media.set('video', true))
  await expect.poll(() => flowing(page)).toEqual(['microphone', 'camera'])
  await page.evaluate(() => window.loopback.media.set('audio', false))
  await expect.poll(() => flowing(page)).toEqual(['camera'])
  expect(await heard(page, 'answer')).toBe(1)
  expect(
    await page.evaluate(() => window.call.studio.heard.filter(({ type }) => type === 'devices')),
  ).toEqual([
    { type: 'devices', audio: true, video: true, screen: false },
    { type: 'devices', audio: false, video: true, screen: false },
  ])
})

test('carries app-messages over the channel, and over the socket without it', async ({ page }) => {
  await open(page)
  await join(page)
  await connected(page)
  const received = page.evaluate(
    () =>
      new Promise((resolve) =>
        window.call.connection.onEvent((event) => event.type === 'app-message' && resolve(event.data)),
      ),
  )
  await page.evaluate(() => {
    window.call.connection.send({ hello: 'ü'.repeat(60_000) })
    window.call.studio.sendOverChannel({ type: 'app-message', from: 'replica-session', data: { hi: 1 } })
  })
  expect(await received).toEqual({ hi: 1 })
  await expect.poll(() => page.evaluate(() => window.call.studio.overChannel.length)).toBe(1)
  expect(await heard(page, 'app-message')).toBe(0)

  await page.evaluate(() => {
    window.call.studio.fault({ noCandidates: true })
    window.call.studio.closePeer()
  })
  await expect.poll(() => phase(page)).toBe('failed')
  await page.evaluate(() => window.call.connection.send({ hello: 2 }))
  expect(await heard(page, 'app-message')).toBe(1)
})

test('a connection that breaks is replaced by another one', async ({ page }) => {
  await open(page)
  await join(page)
  await connected(page)
  await page.evaluate(() => window.call.studio.closePeer())
  await expect
    .poll(() => page.evaluate(() => window.call.phases))
    .toEqual(['off', 'connecting', 'connected', 'failed', 'connected'])
  expect(await heard(page, 'connect')).toBe(1)
  expect(await page.evaluate(() => window.call.studio.generation())).toBe(2)
  expect(await pictureSize(page)).toBe(128)
})

test('after the socket was lost, media comes back with it', async ({ page }) => {
  await open(page)
  await join(page)
  await connected(page)
  // Told from within the page: the socket is back before the test could ask a second time.
  const status = await page.evaluate(
    () =>
      new Promise((resolve) => {
        const { connection, studio } = window.call
        const stop = connection.subscribe(() => {
          const { status } = connection.snapshot()
          if (status.phase === 'joined') return
          stop()
          resolve(status)
        })
        studio.closeSocket(1012)
      }),
  )
  expect(status).toEqual({ phase: 'reconnecting', offline: false, restarting: true })
  await connected(page)
  expect(await heard(page, 'connect')).toBe(0)
  expect(await tracks(page)).toEqual({ 'replica-session': ['audio', 'video'] })
})

test('a way that is blocked is named after ten seconds, and found when it opens', async ({ page }) => {
  await open(page)
  await page.clock.install()
  await join(page, { noCandidates: true })
  await page.clock.runFor(9000)
  expect(await phase(page)).toBe('connecting')
  await page.clock.runFor(1500)
  expect(await phase(page)).toBe('failed')
  await page.evaluate(() => window.call.studio.fault({}))
  await page.clock.resume()
  await page.evaluate(() => window.call.connection.retryMedia())
  await connected(page)
})

test('a replica that sends nothing is missed after some seconds, and not when it sends', async ({ page }) => {
  await open(page)
  await join(page, { noTracks: true })
  await connected(page)
  expect((await media(page)).missing).toEqual({ audio: false, video: false })
  await expect.poll(async () => (await media(page)).missing).toEqual({ audio: true, video: true })
  await page.evaluate(() => {
    window.call.studio.fault({})
    window.call.connection.retryMedia()
  })
  await connected(page)
  await page.waitForTimeout(5000)
  expect(await media(page)).toEqual({
    phase: 'connected',
    quality: 'good',
    missing: { audio: false, video: false },
  })
})

test('without WebRTC the room is told, and the rest goes on', async ({ page }) => {
  await page.addInitScript(() => Object.defineProperty(window, 'RTCPeerConnection', { value: undefined }))
  await open(page)
  // The studio of this page has none either: it must not be asked to offer.
  await join(page)
  await expect.poll(() => phase(page)).toBe('unsupported')
  expect(await page.evaluate(() => window.call.studio.heard)).toMatchObject([
    { type: 'join', media: false },
    { type: 'no-media' },
  ])
  expect(await page.evaluate(() => window.call.connection.send({ hello: 1 }))).toBe(true)
})

test('a speaker that is chosen, and one that is not there, leave the sound playing', async ({ page }) => {
  await open(page)
  await join(page)
  await connected(page)
  const failures = await page.evaluate(async () => {
    const failed: string[] = []
    window.addEventListener('unhandledrejection', ({ reason }) => failed.push(String(reason)))
    window.loopback.sound.setSpeaker('default')
    window.loopback.sound.setSpeaker('not-there')
    await new Promise((resolve) => setTimeout(resolve, 500))
    return failed
  })
  expect(failures).toEqual([])
  expect(await page.evaluate(() => window.loopback.sound.blocked())).toBe(false)
})
