import { readFileSync } from 'node:fs'
import { type BrowserContext, expect, type Page } from '@playwright/test'
import { test, watchConsole } from '../support/fixtures'
import { measureMedia, peak, received } from '../support/media'
import { createWith } from '../support/steps'

// The room client that others build on, by its example: an interface of its own from the raw tracks.

const mouth = { left: 0.35, top: 0.5, right: 0.7, bottom: 0.75 }

/** Joins by the example page, as somebody with nothing but the link. */
async function joinExample(context: BrowserContext, url: string, id: string): Promise<Page> {
  await measureMedia(context, mouth)
  const page = await context.newPage()
  await page.goto(`${url}/examples/custom-room.html`)
  await page.getByLabel('Meeting link').fill(`${url}/rooms/${id}`)
  await page.getByRole('button', { name: 'Join' }).click()
  await expect(page.getByRole('status')).toHaveText(/^joined: /)
  return page
}

/** How many pictures are shown: the replica's, and those of cameras. */
const pictures = (page: Page) =>
  page.evaluate(() => [...document.querySelectorAll('video')].filter((video) => video.videoWidth > 0).length)

test('an interface of one’s own sees, hears and is answered', async ({ app, page, browser }) => {
  const id = await createWith(page)
  const context = await browser.newContext({ permissions: ['camera', 'microphone'] })
  const custom = await joinExample(context, app.url, id)
  const said = watchConsole(custom)
  await expect
    .poll(async () => {
      const replica = (await received(custom)).find(({ video }) => video.width === 512)
      return replica !== undefined && replica.video.frames.length > 10 && peak(replica.audio.levels) > 0.03
    })
    .toBe(true)
  const caption = custom.locator('#caption')
  await expect(caption).toContainText('Hey there')
  await expect(caption).toBeEmpty({ timeout: 15_000 })
  await custom.getByLabel('Message').fill('Who are you?')
  await custom.getByRole('button', { name: 'Send' }).click()
  await expect(caption).toContainText(/\w+ \w+/)

  const second = await joinExample(await browser.newContext(), app.url, id)
  await expect.poll(() => pictures(second)).toBe(1)
  await custom.getByRole('button', { name: 'Camera' }).click()
  await expect.poll(() => pictures(second)).toBe(2)
  await custom.getByRole('button', { name: 'Camera' }).click()
  await expect.poll(() => pictures(second)).toBe(1)
  await custom.getByRole('button', { name: 'Leave' }).click()
  await expect(custom.getByRole('status')).toHaveText(/^left/)
  await expect(second.getByRole('status')).toHaveText('joined: Nathan, Custom')
  expect(said).toEqual([])
  await second.context().close()
  await context.close()
})

test('the example takes fewer than 60 lines', () => {
  const lines = ['html', 'js'].map(
    (kind) =>
      readFileSync(`${import.meta.dirname}/../../public/examples/custom-room.${kind}`, 'utf8').split('\n')
        .length - 1,
  )
  expect(lines.reduce((sum, count) => sum + count)).toBeLessThan(60)
})

test('a page of this site can join by the module alone, with a picture of its own', async ({
  app,
  page,
  browser,
}) => {
  const id = await createWith(page)
  const context = await browser.newContext()
  const second = await joinExample(context, app.url, id)
  const custom = await context.newPage()
  const said = watchConsole(custom)
  await custom.goto(`${app.url}/examples/custom-room.html`)
  const outcome = await custom.evaluate(async (url) => {
    const { joinRoom } = await import(new URL('/client/room.js', url).href)
    const room = joinRoom({ url, name: 'Canvas' })
    await new Promise((resolve) => room.on('joined', resolve))
    const canvas = document.createElement('canvas')
    const drawing = canvas.getContext('2d')
    setInterval(() => drawing?.fillRect(Math.random() * 300, Math.random() * 150, 9, 9), 40)
    await room.setCamera(canvas.captureStream(25).getVideoTracks()[0])
    return { problem: room.devices.video.problem, sends: room.localTracks.video !== null }
  }, `${app.url}/rooms/${id}`)
  expect(outcome).toEqual({ problem: null, sends: true })
  await expect.poll(() => pictures(second)).toBe(2)
  expect(said).toEqual([])
  await context.close()
})
