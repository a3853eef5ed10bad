// npm run gallery: takes the pictures of the product page and of the README from the running product, on the
// production build, with conversations that really took place (their days are moved by the server's clock).
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createCanvas, loadImage } from '@napi-rs/canvas'
import type { Browser, Page } from '@playwright/test'
import { type App, startApp } from '@/e2e/support/app'
import { launchBrowser, mediaArgs } from '@/e2e/support/browser'
import { ensureBuilt } from './build.mjs'

const root = join(import.meta.dirname, '..')
const viewport = { width: 1440, height: 900 }
/** Of WebP, 0 to 100: what is drawn stays sharp. */
const quality = 82
const day = 86_400_000
const email = 'ana@example.com'
const password = 'correct horse battery'

/** Calls of the days before: who talked with whom, for how many seconds. */
const history = [
  { persona_id: 'pdced222244b', conversation_name: 'Planning the garden party', seconds: 412 },
  { persona_id: 'pdac61133ac5', conversation_name: 'Interview: ward nurse', seconds: 1260 },
  { persona_id: 'paaee96e4f87', conversation_name: 'Order 4417, broken handle', seconds: 198 },
  { persona_id: 'p1af207b8189', conversation_name: 'Rehearsing the offer for Leeds', seconds: 901 },
  { persona_id: 'pdac61133ac5', conversation_name: 'Interview: night shift', seconds: 1544 },
  { persona_id: 'paaee96e4f87', conversation_name: 'Order 4530, wrong size', seconds: 305 },
  { persona_id: 'pcb7a34da5fe', conversation_name: 'First call with the bakery', seconds: 640 },
  { persona_id: 'pdced222244b', conversation_name: 'Ideas for the summer fair', seconds: 733 },
]

const context = `The garden party is on 5 June from four to nine. Forty guests are invited, ten of them children.
If it rains, everything moves to the barn, which holds sixty. The neighbours lend chairs and two long tables.`

async function call(app: App, key: string, path: string, body?: object): Promise<Record<string, unknown>> {
  const answer = await fetch(`${app.url}${path}`, {
    method: 'POST',
    headers: { 'x-api-key': key, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  })
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`)
  return (await answer.json()) as Record<string, unknown>
}

async function signIn(browser: Browser, app: App, colorScheme: 'light' | 'dark'): Promise<Page> {
  const context = await browser.newContext({ baseURL: app.url, colorScheme, viewport })
  const page = await context.newPage()
  await page.goto('/signin')
  await page.getByLabel('E-mail address').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL(/\/conversations\/new$/)
  return page
}

/** Saves the page as it is, and once more at each of `widths` in pixels, in a file with the width in its name. */
async function save(page: Page, file: string, widths: number[] = []): Promise<void> {
  const image = await loadImage(await page.screenshot({ animations: 'disabled' }))
  mkdirSync(join(root, file, '..'), { recursive: true })
  for (const width of [image.width, ...widths]) {
    const canvas = createCanvas(width, Math.round((image.height * width) / image.width))
    canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height)
    const name = width === image.width ? file : file.replace('.webp', `-${width}.webp`)
    writeFileSync(join(root, name), await canvas.encode('webp', quality))
    console.log(name)
  }
}

async function take(app: App, browser: Browser): Promise<void> {
  await app.admin('user:create', '--email', email, '--name', 'Ana Souza', '--password', password)
  const key = await app.admin('key:create', '--email', email)
  for (const { seconds, ...request } of history) {
    const { conversation_id: id } = await call(app, key, '/v2/conversations', {
      ...request,
      properties: { participant_absent_timeout: 3600 },
    })
    await app.advance(seconds * 1000)
    await call(app, key, `/v2/conversations/${id}/end`)
    await app.advance(day)
  }

  for (const colorScheme of ['light', 'dark'] as const) {
    const page = await signIn(browser, app, colorScheme)
    await page.getByLabel('Conversation name').fill('Planning the garden party')
    await page.getByRole('radio', { name: 'Mei' }).check({ force: true })
    await page.getByLabel('Context').fill(context)
    if (colorScheme === 'light') {
      await page.evaluate(() => window.scrollTo(0, 0))
      await save(page, 'docs/gallery/form.webp')
    }
    await page.getByRole('button', { name: 'Create conversation' }).click()
    await page.waitForURL(/\/conversations\/c[0-9a-f]{15}$/)
    await page.getByRole('button', { name: /^Join/ }).click()
    const room = page.frameLocator('iframe')
    const box = room.getByRole('textbox', { name: /^Message to/ })
    await room.getByText("Hey there, how's it going?").first().waitFor()
    await box.fill('What if it rains?')
    await box.press('Enter')
    await room.getByRole('log').getByText('What if it rains?').waitFor()
    await room.getByRole('button', { name: /^Stop/ }).waitFor()
    // A blink is over in a quarter of a second.
    await page.waitForTimeout(700)
    await save(page, `public/product/call-${colorScheme}.webp`, [828])
    await room.getByRole('button', { name: 'Leave and end' }).click()
    await page.getByLabel('Outcome').waitFor()
    if (colorScheme === 'light') await save(page, 'docs/gallery/ended.webp')
    await page.goto('/usage?period=last-30&by=persona')
    await page.getByRole('region', { name: /^Usage by persona/ }).waitFor()
    if (colorScheme === 'dark') await save(page, 'docs/gallery/usage.webp')
    await page.goto('/replicas/new')
    await page.getByLabel('Name', { exact: true }).fill('Flora')
    // The faces of the choices are drawn after the page is there.
    await page.waitForTimeout(1500)
    if (colorScheme === 'light') await save(page, 'docs/gallery/replica.webp')
    await page.context().close()
  }
}

await ensureBuilt('.next-test')
const app = await startApp({ NEXT_DIST_DIR: '.next-test' })
const browser = await launchBrowser(mediaArgs)
try {
  await take(app, browser)
} finally {
  await browser.close()
  await app.close()
}
