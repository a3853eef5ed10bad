import WebSocket from 'ws'
import { expect, test } from '../support/fixtures'
import { create, createWith, ended, join, joinByLink, read, say } from '../support/steps'

test('a private room admits members from the page, and nobody by the bare link', async ({
  app,
  page,
  browser,
}) => {
  await page.getByRole('switch', { name: /Private room/ }).click()
  await page.getByLabel('Conversation name').fill('Secret plans')
  const id = await create(page)
  const context = await browser.newContext()
  const guest = await context.newPage()
  const response = await guest.goto(`${app.url}/rooms/${id}`)
  expect(await response?.text()).not.toContain('Secret plans')
  await expect(guest.getByRole('heading', { name: /private/i })).toBeVisible()
  await expect(guest.getByRole('button', { name: /^Join/ })).toHaveCount(0)
  await join(page)
  await context.close()
})

test('a full room and an unknown or ended one have pages of their own', async ({ app, page, browser }) => {
  await page.getByLabel('Participant limit').fill('2')
  const id = await create(page)
  await join(page)
  await expect.poll(async () => ((await read(page, id)).participants as unknown[]).length).toBe(1)
  const context = await browser.newContext()
  const guest = await context.newPage()
  await guest.goto(`${app.url}/rooms/${id}`)
  await expect(guest.getByRole('heading', { name: /full/i })).toBeVisible()
  await guest.goto(`${app.url}/rooms/c000000000000000`)
  await expect(guest.getByRole('heading')).toBeVisible()
  await page.frameLocator('iframe').getByRole('button', { name: 'Leave and end' }).click()
  await ended(page)
  await guest.goto(`${app.url}/rooms/${id}`)
  await expect(guest.getByRole('heading', { name: /ended/i })).toBeVisible()
  await context.close()
})

test('guests see neither the context nor the prompt', async ({ app, page, browser }) => {
  await page.getByLabel('Context').fill('The password of the vault is swordfish.')
  const id = await create(page)
  const context = await browser.newContext()
  const guest = await context.newPage()
  const answers: Promise<string>[] = []
  guest.on('response', (response) => answers.push(response.text().catch(() => '')))
  await joinByLink(guest, `${app.url}/rooms/${id}`, 'Ben')
  expect((await Promise.all(answers)).join('\n')).not.toMatch(/swordfish/)
  await context.close()
})

test('a WebSocket of another origin, and frames that are no messages, are refused', async ({ app, page }) => {
  const id = await createWith(page)
  const address = `${app.url.replace('http', 'ws')}/rooms/${id}/socket`
  const refused = await new Promise<number>((resolve) => {
    const socket = new WebSocket(address, { origin: 'https://evil.example' })
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0))
    socket.on('error', () => {})
  })
  expect(refused).toBe(403)
  for (const frame of ['no json', '{"type":"nonsense"}', 'x'.repeat(300_000)]) {
    const code = await new Promise<number>((resolve, reject) => {
      const socket = new WebSocket(address)
      socket.on('open', () => socket.send(frame))
      socket.on('close', resolve)
      socket.on('error', reject)
    })
    expect([1007, 1008, 1009]).toContain(code)
  }
})

test('the room takes its token out of the address', async ({ page }) => {
  await page.getByRole('switch', { name: /Private room/ }).click()
  await create(page)
  await join(page)
  const frame = page.frames().find((each) => each.url().includes('/rooms/'))
  expect(await frame?.evaluate(() => window.location.search)).not.toMatch(/[?&]t=/)
})

test('at the size of a telephone, text box, last message and Leave are in view', async ({
  app,
  page,
  browser,
}) => {
  const id = await createWith(page)
  const context = await browser.newContext({ viewport: { width: 390, height: 400 } })
  const guest = await context.newPage()
  await joinByLink(guest, `${app.url}/rooms/${id}`, 'Ben')
  await say(guest, `${'a'.repeat(5000)} مرحبا 👋`)
  for (const part of [
    guest.getByRole('textbox', { name: /^Message to/ }),
    guest.getByRole('button', { name: /^Leave/ }),
  ]) {
    await expect(part).toBeInViewport({ ratio: 1 })
  }
  const sideways = () => document.documentElement.scrollWidth - document.documentElement.clientWidth
  expect(await guest.evaluate(sideways)).toBeLessThanOrEqual(0)
  await context.close()
})
