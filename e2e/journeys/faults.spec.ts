import { startApp } from '../support/app'
import { expect, test } from '../support/fixtures'
import { chat, createWith, ended, greeting, join, read, said, say, sayWhenBack } from '../support/steps'

// The browser's own lines about a server that is away.
test.use({
  noise: /WebSocket connection to .* failed|ERR_(CONNECTION_REFUSED|CONNECTION_RESET|INCOMPLETE_CHUNKED)/,
})

test('the studio killed in the middle of a call: the call goes on', async ({ app, page }) => {
  const id = await createWith(page)
  const room = await join(page)
  // A crash may lose the sentence in the air, and nothing before it.
  await expect(said(room).getByText(greeting)).toBeVisible()
  await say(room, 'Hello')
  process.kill(await app.studioPid(), 'SIGKILL')
  await sayWhenBack(room, 'Are you still there?')
  await expect(chat(room).getByText('Are you still there?')).toHaveCount(1)
  expect(await read(page, id)).toMatchObject({ status: 'active' })
  await expect(chat(room).getByText(greeting)).toHaveCount(1)
  await room.getByRole('button', { name: 'Leave and end' }).click()
  await ended(page)
  expect(await read(page, id)).toMatchObject({ end_cause: 'left' })
})

test('leaving while the studio is away is told when it is back', async ({ app, page }) => {
  const id = await createWith(page)
  const room = await join(page)
  process.kill(await app.studioPid(), 'SIGKILL')
  await room.getByRole('button', { name: 'Leave and end' }).click()
  // Somebody who is merely lost is waited for, fifteen seconds long.
  await ended(page, 14_000)
  expect(await read(page, id)).toMatchObject({ end_cause: 'left' })
})

test('the server killed in the middle of a call and started again: the call goes on, usage is right', async ({
  app,
  page,
}) => {
  const id = await createWith(page)
  const room = await join(page)
  await app.kill()
  await app.restart()
  await expect(room.getByRole('button', { name: 'Leave and end' })).toBeVisible()
  await sayWhenBack(room, 'Back again')
  await expect.poll(async () => (await read(page, id)).status).toBe('active')
  await room.getByRole('button', { name: 'Leave and end' }).click()
  await ended(page)
  const { duration, created_at, ended_at } = await read(page, id)
  const lived = Date.parse(String(ended_at)) - Date.parse(String(created_at))
  expect(duration).toBe(Math.ceil(lived / 1000))
  const usage = await (await page.request.get('/v2/usage')).json()
  expect(usage.total.seconds).toBe(duration)
  await expect(page.getByText('0 of 5 live')).toBeVisible()
})

test('a dashboard without its server says so, and catches up when it is back', async ({ app, page }) => {
  await createWith(page)
  await page.goto('/conversations')
  await expect(page.getByText('1 of 5 live')).toBeVisible()
  const lost = page.getByText('No connection to the server. What you see may be old')
  await app.kill()
  await expect(lost).toBeVisible({ timeout: 15_000 })
  await page.getByLabel('Search by name, words said or id').fill('nowhere')
  await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible({ timeout: 15_000 })
  await expect(page.getByText('No conversation matches')).toHaveCount(0)
  await app.restart()
  await expect(lost).toHaveCount(0, { timeout: 20_000 })
  await page
    .getByRole('button', { name: 'Try again' })
    .or(page.getByText('No conversation matches'))
    .first()
    .waitFor()
  await page.getByLabel('Search by name, words said or id').fill('Nathan')
  await expect(page.getByRole('link', { name: 'Conversation with Nathan' })).toBeVisible()
})

test('killed while nobody returns: it ends at the crash, and the slot is free', async ({ app, page }) => {
  const id = await createWith(page)
  await join(page)
  await page.goto('/usage')
  await app.kill()
  await app.restart()
  await app.advance(16_000)
  await expect.poll(async () => (await read(page, id)).status).toBe('ended')
  expect(await read(page, id)).toMatchObject({ end_cause: 'left' })
})

test('asked to stop, it leaves with code 0 within five seconds, and calls go on after the next start', async ({
  app,
  page,
}) => {
  const id = await createWith(page)
  const room = await join(page)
  const asked = Date.now()
  expect(await app.terminate()).toBe(0)
  expect(Date.now() - asked).toBeLessThan(5_000)
  await app.restart()
  await sayWhenBack(room, 'Still here')
  expect(await read(page, id)).toMatchObject({ status: 'active' })
})

test('the database away for some seconds in the middle of a call: nothing is lost, and the call goes on', async ({
  app,
  page,
}) => {
  const id = await createWith(page)
  const room = await join(page)
  const database = app.databasePid()
  process.kill(database, 'SIGKILL')
  await say(room, 'Said while the database was away')
  await expect.poll(async () => (await page.request.get('/readyz')).status(), { timeout: 20_000 }).toBe(200)
  expect(app.databasePid()).not.toBe(database)
  const lines = async () => JSON.stringify((await read(page, id)).transcript)
  await expect.poll(lines, { timeout: 15_000 }).toContain('Said while the database was away')
  await room.getByRole('button', { name: 'Leave and end' }).click()
  await ended(page)
  expect(await read(page, id)).toMatchObject({ end_cause: 'left' })
})

test('a second server on the same data and a taken port are refused in words', async ({ app }) => {
  const port = new URL(app.url).port
  await expect(startApp({ DATA_DIR: app.dataDir })).rejects.toThrow(/another server/i)
  await expect(startApp({ PORT: port })).rejects.toThrow(/Port \d+ is in use by another program/)
})
