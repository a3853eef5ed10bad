import WebSocket from 'ws'
import { expect, test } from '../support/fixtures'
import { createWith, ended, join, joinByLink, read } from '../support/steps'

const seconds = async (page: Parameters<typeof read>[0], id: string) => (await read(page, id)).duration

test('a conversation nobody joins ends at its absent timeout, to the second', async ({ app, page }) => {
  const id = await createWith(page, { absent: '70' })
  await expect(page.getByText(/if nobody joins/i)).toBeVisible()
  await app.advance(70_000)
  await ended(page)
  expect(await read(page, id)).toMatchObject({ end_cause: 'absent', duration: 70 })
})

test('the longest call ends it, whoever is in it', async ({ app, page }) => {
  const id = await createWith(page, { longest: '2 min' })
  await join(page)
  await app.advance(120_000)
  await ended(page)
  expect(await read(page, id)).toMatchObject({ end_cause: 'max_duration', duration: 120 })
})

test('with no left timeout a reload returns to the same call, and Leave ends it within a second', async ({
  page,
}) => {
  const id = await createWith(page)
  await join(page)
  await page.reload()
  await join(page)
  expect(await read(page, id)).toMatchObject({ status: 'active' })
  const pressed = Date.now()
  await page.frameLocator('iframe').getByRole('button', { name: 'Leave and end' }).click()
  await expect.poll(async () => (await read(page, id)).status, { intervals: [50] }).toBe('ended')
  expect(Date.now() - pressed).toBeLessThan(1_500)
})

test('a closed tab ends it within sixteen seconds, dated when it closed', async ({
  app,
  person,
  browser,
}) => {
  const { page } = person
  const id = await createWith(page)
  const context = await browser.newContext()
  const guest = await context.newPage()
  await joinByLink(guest, `${app.url}/rooms/${id}`, 'Ben')
  const closed = Date.now()
  await context.close()
  await expect
    .poll(async () => (await read(page, id)).status, { timeout: 20_000, intervals: [100] })
    .toBe('ended')
  expect(Date.now() - closed).toBeLessThan(17_000)
  const { end_cause, ended_at } = await read(page, id)
  expect(end_cause).toBe('left')
  expect(String(ended_at)).toMatch(/Z$/)
})

test('the left timer starts when the last of three leaves, an observer among them, and a return cancels it', async ({
  app,
  page,
  browser,
}) => {
  const id = await createWith(page, { left: '60' })
  const room = await join(page)
  const context = await browser.newContext()
  const guest = await context.newPage()
  await joinByLink(guest, `${app.url}/rooms/${id}`, 'Ben')
  const observer = new WebSocket(`${app.url.replace('http', 'ws')}/rooms/${id}/socket`)
  await new Promise((resolve) => observer.once('open', resolve))
  observer.send(JSON.stringify({ type: 'join', name: 'Observer', audio: false, video: false }))
  await expect.poll(async () => ((await read(page, id)).participants as unknown[]).length).toBe(3)

  const reason = async () => ((await read(page, id)).deadline as { reason: string } | null)?.reason
  await room.getByRole('button', { name: 'Leave', exact: true }).click()
  await guest.getByRole('button', { name: 'Leave', exact: true }).click()
  await expect(guest.getByText('You left')).toBeVisible()
  expect(await reason()).toBe('max_duration')
  observer.send(JSON.stringify({ type: 'leave' }))
  await expect.poll(reason).toBe('left')

  await guest.getByRole('button', { name: 'Rejoin' }).click()
  await expect.poll(reason).toBe('max_duration')
  await app.advance(90_000)
  expect(await read(page, id)).toMatchObject({ status: 'active' })
  await guest.getByRole('button', { name: /^Leave/ }).click()
  await expect.poll(reason).toBe('left')
  await app.advance(60_000)
  await ended(page)
  expect(await read(page, id)).toMatchObject({ end_cause: 'left' })
  await context.close()
})

test('between creation and end the gauge shows one slot more', async ({ page }) => {
  await expect(page.getByText('0 of 5 live')).toBeVisible()
  const id = await createWith(page)
  await expect(page.getByText('1 of 5 live')).toBeVisible()
  await page.getByRole('button', { name: 'End', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: /^End/ }).click()
  await expect(page.getByText('0 of 5 live')).toBeVisible()
  expect(await seconds(page, id)).toBeGreaterThan(0)
})
