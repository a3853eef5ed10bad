import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import type { Response } from '@playwright/test'
import { hint } from '../../scripts/compile-hints.mjs'
import { expect, test } from '../support/fixtures'
import { create } from '../support/steps'

const root = join(import.meta.dirname, '../..')

/** Bytes, gzipped, that a page of ours may load over one with the same libraries and nothing else. */
const most = 60_000

/** The scripts that a page's HTML makes every browser load: those it runs, and those it has fetched ahead. */
function scriptsOf(html: string): string[] {
  const tags = html.match(/<(?:script|link)\s[^>]*>/g) ?? []
  const addresses = tags
    .filter((tag) => !/\snomodule/i.test(tag))
    .filter((tag) => tag.startsWith('<script') || /rel="modulepreload"|as="script"/.test(tag))
    .map((tag) => /(?:src|href)="([^"]+\.js)(?:\?[^"]*)?"/.exec(tag)?.[1])
  return [...new Set(addresses.filter((address) => address !== undefined))]
}

const weigh = (scripts: Buffer[]) => scripts.reduce((sum, script) => sum + gzipSync(script).length, 0)

/** What pages with the libraries alone weigh, built as ours are. */
async function buildFloor(): Promise<{ list: number; form: number }> {
  const next = join(root, 'node_modules/next/dist/bin/next')
  await promisify(execFile)(process.execPath, [next, 'build', 'e2e/floor'], {
    cwd: root,
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
  })
  const built = join(root, '.next-floor')
  const weighPage = (page: string) => {
    const scripts = scriptsOf(readFileSync(join(built, `server/app/${page}.html`), 'utf8'))
    return weigh(scripts.map((script) => readFileSync(join(built, script.replace('/_next/', '')))))
  }
  return { list: weighPage('index'), form: weighPage('form') }
}

test('no page loads more than 60 kB of script over one with its libraries alone', async ({
  app,
  page,
  browser,
}) => {
  test.setTimeout(180_000)
  const floor = await buildFloor()
  expect(floor.list).toBeGreaterThan(100_000)
  expect(floor.form).toBeGreaterThan(floor.list)

  const id = await create(page)
  const call = `/conversations/${id}`
  const lists = [
    ...['/conversations', call, '/usage', '/personas', '/personas/pdced222244b', '/replicas'],
    ...['/knowledge/documents', '/knowledge/memories'],
  ]
  const forms = ['/conversations/new', '/personas/new', '/replicas/new', '/settings', '/developers/keys']
  const visitor = await browser.newContext({ baseURL: app.url })
  const weights: Record<string, number> = {}
  const over = async (request: typeof page.request, path: string, least: number) => {
    const html = await (await request.get(path)).text()
    const scripts = scriptsOf(html)
    expect(scripts.length, path).toBeGreaterThan(3)
    const bodies = await Promise.all(scripts.map(async (script) => (await request.get(script)).body()))
    for (const body of bodies)
      expect(body.toString().startsWith(hint), `${path} is compiled ahead`).toBe(true)
    weights[path] = weigh(bodies) - least
  }
  for (const path of lists) await over(page.request, path, floor.list)
  for (const path of forms) await over(page.request, path, floor.form)
  for (const path of ['/', '/forgot', '/join', `/rooms/${id}`]) await over(visitor.request, path, floor.list)
  for (const path of ['/signin', '/signup']) await over(visitor.request, path, floor.form)
  await visitor.close()
  for (const [path, bytes] of Object.entries(weights))
    test
      .info()
      .annotations.push({ type: path, description: `${(bytes / 1000).toFixed(1)} kB over the floor` })
  for (const [path, bytes] of Object.entries(weights)) expect(bytes, path).toBeLessThanOrEqual(most)
})

test('what is used later is loaded later', async ({ page }) => {
  // What has come so far, each as what it holds.
  const scripts: Promise<string[]>[] = []
  const holds = async (response: Response) => {
    const text = await response.text().catch(() => '')
    // Words of each that no build takes away.
    const words = { 'daily-js': 'DailyIframe', overlays: 'DismissableLayer' }
    return Object.entries(words).flatMap(([name, word]) => (text.includes(word) ? name : []))
  }
  page.on('response', (response) => {
    if (/\/_next\/.*\.js/.test(response.url())) scripts.push(holds(response))
  })
  const loaded = async () => [...new Set((await Promise.all(scripts)).flat())]
  await page.goto('/conversations')
  await page.waitForLoadState('networkidle')
  expect(await loaded()).toEqual([])
  await page.getByTestId('live-gauge').click()
  await expect(page.getByRole('dialog', { name: 'Live conversations' })).toBeVisible()
  expect(await loaded()).toEqual(['overlays'])
  await page.goto('/conversations/new')
  await create(page)
  await page.waitForLoadState('networkidle')
  expect(await loaded()).not.toContain('daily-js')
  await page.getByRole('button', { name: 'Join', exact: true }).click()
  await expect.poll(loaded).toContain('daily-js')
})

test('a browser is told to draw a page once it has read all that it shows', async ({ app, page }) => {
  for (const path of ['/signin', '/usage', '/conversations/new']) {
    const html = await (await page.request.get(app.url + path)).text()
    const [, id = ''] = /<link rel="expect" href="#([\w-]+)" blocking="render"\/>.*<\/head>/s.exec(html) ?? []
    expect(id, path).not.toBe('')
    const [before = '', ...after] = html.split(`id="${id}"`)
    expect(before).toContain('</main>')
    expect(after).toHaveLength(1)
    expect(after[0]).not.toContain('<main')
  }
})
