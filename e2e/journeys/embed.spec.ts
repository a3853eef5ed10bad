import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join as joinPath } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, type FrameLocator } from '@playwright/test'
import { embedFrame, embedWidget } from '@/lib/client/embed-code'
import { launchBrowser, mediaArgs } from '../support/browser'
import { test, watchConsole } from '../support/fixtures'
import { chat, createWith, greeting } from '../support/steps'

/** Another site, whose only page has this body and a policy that names the origin of ours and nothing else. */
async function otherSite(origin: string, body: string): Promise<{ url: string; close(): void }> {
  const server = createServer((request, response) => {
    const found = request.url === '/'
    response.writeHead(found ? 200 : 404, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': `default-src 'none'; script-src ${origin}; frame-src ${origin}`,
    })
    response.end(found ? `<!doctype html><title>Another site</title><h1>Shop</h1>${body}` : '')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, close: () => server.close() }
}

async function joinAndBeGreeted(room: FrameLocator): Promise<void> {
  await room.getByLabel('Your name').fill('Cem')
  await room.getByRole('button', { name: /^Join/ }).click()
  await expect(chat(room).getByText(greeting)).toBeVisible({ timeout: 15_000 })
}

test('another site shows a room in a frame and by the widget, once it is named', async ({ app, page }) => {
  await createWith(page)
  await page.getByRole('button', { name: 'Embed' }).click()
  const snippet = async (name: string) =>
    (await page.getByRole('region', { name }).locator('pre').textContent()) ?? ''
  const link = page.url().replace('/conversations/', '/rooms/')
  expect(await snippet('A frame in a page')).toBe(embedFrame(link))
  expect(await snippet('A button in the corner')).toBe(embedWidget(link))
  const framing = await otherSite(app.url, await snippet('A frame in a page'))
  const widget = await otherSite(app.url, await snippet('A button in the corner'))

  const browser = await launchBrowser(mediaArgs)
  const visitor = await browser.newPage({ permissions: ['camera', 'microphone'] })
  for (const site of [framing, widget]) {
    await visitor.goto(site.url)
    if (site === widget) await visitor.getByRole('button', { name: 'Talk to us' }).click()
    await expect(visitor.frameLocator('iframe').getByText('This site may not embed this room')).toBeVisible()
  }

  await page.goto('/settings')
  await page.getByLabel('Sites that may embed rooms').fill('shop')
  await page.getByRole('button', { name: 'Save sites' }).click()
  await expect(page.getByText(/"shop" is not an address of a site/)).toBeVisible()
  await page.getByLabel('Sites that may embed rooms').fill(`${framing.url}/cart\n${widget.url}`)
  await page.getByRole('button', { name: 'Save sites' }).click()
  await expect(page.getByText('Saved.')).toBeVisible()

  const said = watchConsole(visitor)
  await visitor.goto(framing.url)
  await joinAndBeGreeted(visitor.frameLocator('iframe'))
  await visitor.goto(widget.url)
  await visitor.getByRole('button', { name: 'Talk to us' }).click()
  await joinAndBeGreeted(visitor.frameLocator('iframe'))
  await visitor.getByRole('button', { name: 'Close' }).focus()
  await visitor.keyboard.press('Escape')
  await expect(visitor.locator('iframe')).toHaveCount(0)
  await expect(visitor.getByRole('button', { name: 'Talk to us' })).toBeFocused()
  expect(said).toEqual([])
  await browser.close()
  framing.close()
  widget.close()
})

test('the widget is small', () => {
  const script = readFileSync(joinPath(import.meta.dirname, '../../public/client/widget.js'))
  expect(gzipSync(script).length).toBeLessThan(12_000)
})
