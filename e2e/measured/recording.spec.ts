import type { Frame, Page } from '@playwright/test'
import { ALL_FORMATS, BufferSource, EncodedPacketSink, Input } from 'mediabunny'
import { expect, test } from '../support/fixtures'
import { create, ended, join, joinByLink, openForm, read, roomFrame } from '../support/steps'

type Recording = {
  status: string
  duration: number | null
  url: string | null
  recorded_by: string
  started_at: string
}
const recordings = async (page: Page, id: string) => (await read(page, id)).recordings as Recording[]

// Encoding in software takes as long as it takes; what is judged is how long the file is.
test.setTimeout(180_000)

/** Waits until the server has taken a part, which is 3 s of recording. */
const arrived = (page: Page, part: string) =>
  page.waitForResponse((answer) => answer.url().endsWith(part) && answer.status() === 204, {
    timeout: 60_000,
  })

/** What a browser makes of a recording: its length, whether it can be sought, how loud and how various it is. */
const play = (page: Page, seekTo: number) =>
  page.evaluate(async (to) => {
    const video = document.querySelector('video')
    if (!video) throw new Error('There is no player.')
    if (video.readyState < 2) await new Promise((resolve) => video.addEventListener('loadeddata', resolve))
    const canvas = document.createElement('canvas')
    canvas.width = 64
    canvas.height = 36
    const context = canvas.getContext('2d', { willReadFrequently: true })
    /** The spread of brightness in the picture. */
    const look = () => {
      context?.drawImage(video, 0, 0, 64, 36)
      const { data = [] } = context?.getImageData(0, 0, 64, 36) ?? {}
      const grey = Array.from({ length: data.length / 4 }, (_, n) => data[n * 4 + 1] ?? 0)
      return Math.max(...grey) - Math.min(...grey)
    }
    const seek = async (seconds: number) => {
      const there = new Promise((resolve) => video.requestVideoFrameCallback(resolve))
      video.currentTime = seconds
      await there
      return look()
    }
    const contrast = [await seek(1), await seek(to)]
    const file = await fetch(video.src)
    const sound = await new AudioContext().decodeAudioData(await file.arrayBuffer())
    const samples = sound.getChannelData(0)
    const loudness = Math.sqrt(samples.reduce((sum, sample) => sum + sample ** 2, 0) / samples.length)
    return {
      duration: video.duration,
      soundLength: sound.duration,
      size: [video.videoWidth, video.videoHeight],
      soughtTo: video.currentTime,
      contrast,
      loudness,
    }
  }, seekTo)

/** Seconds from the beginning of a recording to the end of its last sound, as its file says. */
async function lastSound(file: Buffer): Promise<number> {
  const input = new Input({ source: new BufferSource(file), formats: ALL_FORMATS })
  const track = await input.getPrimaryAudioTrack()
  const last = track && (await new EncodedPacketSink(track).getPacket(Number.POSITIVE_INFINITY))
  if (!last) throw new Error('There is no sound.')
  return last.timestamp + last.duration
}

/**
 * Measures in the page how long each take is when its last part is given out, how much sound had been mixed at each moment
 * of it, and beside the first one how long a recorder of the same stream has for its first picture.
 */
function timeRecorder(): void {
  let mixer: BaseAudioContext | undefined
  const { createMediaStreamDestination } = AudioContext.prototype
  AudioContext.prototype.createMediaStreamDestination = function () {
    mixer = this
    return createMediaStreamDestination.call(this)
  }
  const { start } = MediaRecorder.prototype
  MediaRecorder.prototype.start = function (...args) {
    const began = performance.now()
    const sinceThen = () => (performance.now() - began) / 1000
    const take = `take-${Date.now()}`
    const keep = (measured: object) => {
      const known = JSON.parse(sessionStorage.getItem(take) ?? '{}')
      sessionStorage.setItem(take, JSON.stringify({ ...known, ...measured }))
    }
    const mixed: Take['mixed'] = []
    const look = () => mixed.push([sinceThen(), mixer?.currentTime ?? Number.NaN])
    look()
    const looking = setInterval(look, 50)
    this.addEventListener('stop', () => clearInterval(looking))
    this.addEventListener('dataavailable', () => {
      look()
      keep({ seconds: sinceThen(), mixed })
    })
    const probe = new MediaRecorder(this.stream, { mimeType: this.mimeType })
    probe.ondataavailable = ({ data }) => {
      if (data.size === 0 || probe.state === 'inactive') return
      keep({ firstPicture: sinceThen() })
      probe.stop()
    }
    start.call(probe, 50)
    start.apply(this, args)
  }
}

/** `mixed`: by rising seconds of the take, how many seconds of sound the page had mixed until then. */
type Take = { seconds: number; firstPicture: number; mixed: [at: number, until: number][] }

/**
 * Seconds of sound that were mixed in the last `length` seconds of a take: a loaded machine mixes less than that. It lies
 * between two looks, as far apart as the page was kept from looking.
 */
function mixedIn({ seconds, mixed }: Take, length: number): { least: number; most: number } {
  const after = mixed.findIndex(([at]) => at >= seconds - length)
  const since = (place: number) => (mixed.at(-1)?.[1] ?? Number.NaN) - (mixed[place]?.[1] ?? Number.NaN)
  return { least: since(after), most: since(Math.max(0, after - 1)) }
}

/** The takes that a page has recorded, in their order. */
const takes = (frame: Frame) =>
  frame.evaluate(() =>
    Object.keys(sessionStorage)
      .filter((key) => key.startsWith('take-'))
      .sort()
      .map((key): Take => JSON.parse(sessionStorage.getItem(key) ?? '')),
  )

/**
 * Seconds that a take has at the least: a browser's encoder begins with its first picture, which on a loaded machine takes
 * more than a second, and as much more as another one needed there at the same time.
 */
const least = ({ seconds, firstPicture }: Take) => seconds - Math.max(2, 1.5 * firstPicture)

test('a call is recorded: everybody sees it, and the file plays with picture, sound and the right length', async ({
  app,
  page,
  browser,
}) => {
  await openForm(page)
  await page.getByRole('switch', { name: /^Recording/ }).click()
  const id = await create(page)
  await page.addInitScript(timeRecorder)
  await page.reload()
  const room = await join(page)
  const guestContext = await browser.newContext()
  const guest = await guestContext.newPage()
  await joinByLink(guest, `${app.url}/rooms/${id}`, 'Ben')
  await expect(guest.getByRole('button', { name: 'Record', exact: true })).toHaveCount(0)

  await room.getByRole('button', { name: 'Microphone' }).first().click()
  const second = arrived(page, '/takes/0/parts/1')
  await room.getByRole('button', { name: 'Record', exact: true }).click()
  await expect(room.getByText('by you')).toBeVisible()
  await expect(guest.getByText('by Ana')).toBeVisible()
  await second
  await room.getByRole('button', { name: 'Record', exact: true }).click()
  await expect(guest.getByText('by Ana')).toHaveCount(0)
  await expect.poll(async () => (await recordings(page, id))[0]?.status, { timeout: 60_000 }).toBe('ready')
  const [made] = await recordings(page, id)
  const [take] = await takes(roomFrame(page))
  if (!take) throw new Error('No take was measured.')
  expect(take.seconds).toBeGreaterThan(5)
  const length = made?.duration ?? 0
  expect(length).toBeGreaterThan(least(take))
  expect(length).toBeLessThan(take.seconds + 0.2)

  await guestContext.close()
  await page.getByRole('button', { name: 'End', exact: true }).click()
  await page.getByRole('button', { name: 'End conversation' }).click()
  await ended(page)
  await expect(page.getByRole('heading', { name: 'Recording' })).toBeVisible()
  const seen = await play(page, 4)
  expect(Math.abs(seen.duration - length)).toBeLessThan(0.1)
  const file = await (await page.request.get(made?.url ?? '')).body()
  expect(Math.abs((await lastSound(file)) - length)).toBeLessThan(0.5)
  // All that was mixed is there. What was not mixed in time is not, and what comes after it is still in its place.
  const mixed = mixedIn(take, length)
  expect(seen.soundLength).toBeGreaterThan(mixed.least - 0.5)
  expect(seen.soundLength).toBeLessThan(mixed.most + 0.5)
  expect(seen.size).toEqual([1280, 720])
  expect(seen.soughtTo).toBeCloseTo(4, 0)
  for (const contrast of seen.contrast) expect(contrast).toBeGreaterThan(60)
  // The microphone's beeps and the replica's voice.
  expect(seen.loudness).toBeGreaterThan(0.005)
  // A link to a moment shows it in the recording too.
  const { created_at } = await read(page, id)
  const moment = (Date.parse(made?.started_at ?? '') - Date.parse(String(created_at))) / 1000 + 3
  await page.goto(`/conversations/${id}#t=${moment.toFixed(1)}`)
  const shownAt = () => page.locator('video').evaluate((video: HTMLVideoElement) => video.currentTime)
  await expect.poll(shownAt).toBeCloseTo(3, 0)
  const saving = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Download' }).click()
  expect((await saving).suggestedFilename()).toMatch(new RegExp(`^${id}-\\d{8}-\\d{6}\\.webm$`))
})

test('a guest who may record goes on after a reload, and leaving hands everything in', async ({
  app,
  page,
  browser,
}) => {
  await openForm(page)
  await page.getByRole('switch', { name: /^Recording/ }).click()
  await page.getByRole('switch', { name: /^Guests may record/ }).click()
  await page.getByLabel('After the last participant leaves').fill('60')
  const id = await create(page)
  const context = await browser.newContext()
  const guest = await context.newPage()
  await guest.addInitScript(timeRecorder)
  await joinByLink(guest, `${app.url}/rooms/${id}`, 'Ben')
  const second = arrived(guest, '/takes/0/parts/1')
  await guest.getByRole('button', { name: 'Record', exact: true }).click()
  await expect(guest.getByText('by you')).toBeVisible()
  await second
  const afterwards = arrived(guest, '/takes/1/parts/1')
  await guest.reload()
  await expect(guest.getByTitle('Stop recording')).toBeVisible({ timeout: 15_000 })
  await afterwards
  await guest.getByRole('button', { name: 'Leave', exact: true }).click()
  await expect(guest.getByRole('heading', { name: 'You left' })).toBeVisible()
  await expect.poll(async () => (await recordings(page, id))[0]?.status, { timeout: 60_000 }).toBe('ready')
  const [made, ...others] = await recordings(page, id)
  expect(others).toEqual([])
  expect(made).toMatchObject({ recorded_by: 'Ben' })
  const [first, then, ...more] = await takes(guest.mainFrame())
  if (!first || !then) throw new Error('There were not two takes.')
  expect(more).toEqual([])
  // Two parts of 3 s each, and what leaving handed in: more than either take has alone.
  const both = least(first) + least(then)
  expect(both).toBeGreaterThan(Math.max(first.seconds, then.seconds))
  expect(made?.duration).toBeGreaterThan(both)
  expect(made?.duration).toBeLessThan(first.seconds + then.seconds + 0.4)
  await context.close()
})

/** Calls the room as daily-js does, and waits for one of its events. */
const callRoom = (page: Page, action: string, awaited: string) =>
  page.evaluate(
    ([call, event]) => {
      const frame = document.querySelector('iframe')
      const callClientId = new URL(frame?.src ?? '').searchParams.get('emb')
      return new Promise<Record<string, unknown>>((resolve) => {
        window.addEventListener('message', ({ data }) => data?.action === event && resolve(data))
        frame?.contentWindow?.postMessage(
          { what: 'iframe-call-message', from: 'module', callClientId, action: call, instanceId: 'i1' },
          window.location.origin,
        )
      })
    },
    [action, awaited] as const,
  )

test('a host starts and stops a recording through daily-js', async ({ page }) => {
  await openForm(page)
  await page.getByRole('switch', { name: /^Recording/ }).click()
  const id = await create(page)
  await join(page)
  const first = arrived(page, '/takes/0/parts/0')
  const started = await callRoom(page, 'local-recording-start', 'recording-started')
  expect(started).toMatchObject({ local: false, type: 'cloud', instanceId: 'i1' })
  expect(started.recordingId).toEqual(expect.any(String))
  expect(started.startedBy).toEqual(expect.any(String))
  await first
  const stopped = await callRoom(page, 'local-recording-stop', 'recording-stopped')
  expect(stopped).toMatchObject({ instanceId: 'i1' })
  await expect.poll(async () => (await recordings(page, id))[0]?.status, { timeout: 60_000 }).toBe('ready')
})

test('without the option nobody can record', async ({ page }) => {
  await openForm(page)
  const id = await create(page)
  const room = await join(page)
  await expect(room.getByRole('button', { name: 'Chat' })).toBeVisible()
  await expect(room.getByRole('button', { name: 'Record', exact: true })).toHaveCount(0)
  expect(await callRoom(page, 'local-recording-start', 'recording-error')).toMatchObject({
    errorMsg: 'This conversation was created without recording.',
  })
  const answer = await page.request.post(`/rooms/${id}/recordings`, { data: { mime_type: 'video/webm' } })
  expect(answer.status()).toBe(403)
})
