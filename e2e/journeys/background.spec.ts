import { createCanvas, loadImage } from '@napi-rs/canvas'
import type { Locator, Page } from '@playwright/test'
import { expect, test } from '../support/fixtures'
import { create, formReady, joinByLink, openForm, read } from '../support/steps'

const choices = (page: Page) => page.getByRole('group', { name: 'Background' })
const tile = (room: Page) => room.getByLabel('Nathan, replica')
const chosenImage = (page: Page) => page.getByAltText('What was chosen as background')

/** What is seen a little inside the left upper corner of something, below the name that stands there. */
async function cornerOf(element: Locator): Promise<number[]> {
  const image = await loadImage(await element.screenshot())
  const pen = createCanvas(image.width, image.height).getContext('2d')
  pen.drawImage(image, 0, 0)
  return [...pen.getImageData(20, 120, 1, 1).data].slice(0, 3)
}

/** How far that is from a colour, in levels of the farthest channel. */
async function distance(element: Locator, color: number[]): Promise<number> {
  const seen = await cornerOf(element)
  return Math.max(...seen.map((level, at) => Math.abs(level - (color[at] ?? 0))))
}

/** A picture larger than any that is kept, of one colour. */
function picture(color: string): { name: string; mimeType: string; buffer: Buffer } {
  const canvas = createCanvas(2400, 1600)
  const pen = canvas.getContext('2d')
  pen.fillStyle = color
  pen.fillRect(0, 0, 2400, 1600)
  return { name: 'behind.png', mimeType: 'image/png', buffer: canvas.encodeSync('png') }
}

async function backgroundOf(page: Page, id: string): Promise<unknown> {
  const { settings } = await read(page, id)
  return (settings as { properties: { background: unknown } }).properties.background
}

test('a colour stands behind the replica for a guest too', async ({ app, page, browser }) => {
  await openForm(page)
  await choices(page).getByRole('radio', { name: 'As drawn' }).focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  await expect(choices(page).getByRole('radio', { name: 'Colour' })).toBeChecked()
  const written = choices(page).getByRole('textbox', { name: 'Colour', exact: true })
  await written.fill('teal')
  await page.getByRole('button', { name: 'Create conversation' }).click()
  await expect(choices(page).getByRole('alert')).toHaveText('Write a colour such as #0b6b50.')
  await expect(written).toBeFocused()
  await written.fill('#8A2010')
  const id = await create(page)
  expect(await backgroundOf(page, id)).toEqual({ type: 'color', color: '#8a2010' })

  const guest = await browser.newPage({ baseURL: app.url })
  await joinByLink(guest, `/rooms/${id}`, 'Gus')
  await expect(guest.locator('canvas[data-keyed]')).toHaveCSS('opacity', '1', { timeout: 15_000 })
  await expect.poll(() => cornerOf(tile(guest))).toEqual([0x8a, 0x20, 0x10])
  await guest.close()
})

test('an image is made small, kept through refusals and reloads, shown in the room, and there when run again', async ({
  page,
}) => {
  await openForm(page)
  await choices(page).getByText('Image', { exact: true }).click()
  const file = choices(page).locator('input[type=file]')
  await expect(file).toBeAttached()
  await page.getByRole('button', { name: 'Create conversation' }).click()
  await expect(choices(page).getByRole('alert')).toHaveText('Choose an image, or another background.')
  await expect(file).toBeFocused()
  await file.setInputFiles({ name: 'a.gif', mimeType: 'image/gif', buffer: Buffer.from('GIF89a') })
  await expect(choices(page).getByRole('alert')).toHaveText('This file is not a PNG, JPEG or WebP image.')

  await file.setInputFiles(picture('#2040a0'))
  await expect(chosenImage(page)).toHaveJSProperty('naturalWidth', 1280)
  await expect(choices(page).getByRole('alert')).toHaveCount(0)
  // Another choice is tried, and the page loaded anew.
  await choices(page).getByText('Green screen', { exact: true }).click()
  await choices(page).getByText('Image', { exact: true }).click()
  await page.reload()
  await formReady(page)
  await expect(chosenImage(page)).toHaveJSProperty('naturalWidth', 1280)

  const id = await create(page)
  const kept = (await backgroundOf(page, id)) as { type: string; image: string }
  expect(kept).toEqual({ type: 'image', image: expect.stringMatching(/^[0-9a-f]{64}$/) })
  const answer = await page.request.get(`/rooms/${id}/background/${kept.image}`)
  expect(answer.headers()).toMatchObject({
    'content-type': 'image/webp',
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, max-age=31536000, immutable',
  })
  expect((await answer.body()).length).toBeLessThan(300_000)
  expect((await page.request.get(`/rooms/${id}/background/${'0'.repeat(64)}`)).status()).toBe(404)

  await page.goto(`/rooms/${id}`)
  await joinByLink(page, `/rooms/${id}`, 'Ana')
  await expect(page.locator('canvas[data-keyed]')).toHaveCSS('opacity', '1', { timeout: 15_000 })
  await expect.poll(() => distance(tile(page), [0x20, 0x40, 0xa0])).toBeLessThanOrEqual(4)
  await page.getByRole('button', { name: 'Leave and end' }).click()

  await page.goto(`/conversations/${id}`)
  await page.getByRole('button', { name: 'Run again' }).click()
  await formReady(page)
  await expect(chosenImage(page)).toHaveJSProperty('naturalWidth', 1280)
  const again = await create(page)
  expect(again).not.toBe(id)
  expect(await backgroundOf(page, again)).toEqual(kept)
})

test('a green screen is green, until somebody makes it transparent', async ({ page }) => {
  await openForm(page)
  await choices(page).getByText('Green screen', { exact: true }).click()
  const id = await create(page)
  expect(await backgroundOf(page, id)).toBeNull()
  await joinByLink(page, `/rooms/${id}`, 'Ana')
  await expect.poll(() => distance(tile(page), [0, 255, 155]), { timeout: 15_000 }).toBeLessThanOrEqual(15)
  await page.getByRole('button', { name: 'Settings' }).click()
  await page.getByRole('switch', { name: 'Transparent background' }).click()
  await page.keyboard.press('Escape')
  await expect(page.locator('canvas[data-keyed]')).toHaveCSS('opacity', '1')
  await expect(page.locator('html')).toHaveCSS('background-color', 'rgba(0, 0, 0, 0)')
  // Nothing lies below this page: the browser's white.
  await expect.poll(() => distance(tile(page), [255, 255, 255])).toBeLessThanOrEqual(1)
})
