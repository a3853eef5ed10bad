import { expect, test } from '../support/fixtures'
import { measureMedia, peak, received } from '../support/media'
import { chat, greeting, roomFrame } from '../support/steps'

test('from signing up to being greeted takes three clicks and less than twenty seconds', async ({
  app,
  browser,
}) => {
  const context = await browser.newContext({ baseURL: app.url, permissions: ['camera', 'microphone'] })
  await measureMedia(context, { left: 0, top: 0, right: 1, bottom: 1 })
  const page = await context.newPage()
  await page.goto('/')
  await expect(page.getByRole('img', { name: /^A call in the dashboard/ })).toBeVisible()
  await page.goto('/signup')
  const began = performance.now()
  await page.getByLabel('Name').fill('Dora')
  await page.getByLabel('E-mail address').fill(`dora-${Date.now()}@example.com`)
  await page.getByLabel('Password', { exact: true }).fill('correct horse battery')
  await page.getByRole('button', { name: 'Create account' }).click()
  await page.getByRole('button', { name: 'Create conversation' }).click()
  await page.getByRole('button', { name: /^Join/ }).click()
  const room = page.frameLocator('iframe')
  await expect(chat(room).getByText(greeting)).toBeVisible({ timeout: 20_000 })
  // It is heard, and not only read.
  const loudest = async () => peak((await received(roomFrame(page)))[0]?.audio.levels ?? [])
  await expect.poll(loudest, { timeout: 20_000, intervals: [100] }).toBeGreaterThan(0.03)
  expect((performance.now() - began) / 1000).toBeLessThan(20)
  await context.close()
})
