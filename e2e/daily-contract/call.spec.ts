import { expect, type Page, test } from '@playwright/test'
import { type Harness, startHarness } from './harness'

// Our wrapper around daily-js, against the ways in which a frame can fail or come and go.

let harness: Harness
let rooms = 0

test.beforeAll(async () => {
  harness = await startHarness()
})
test.afterAll(() => harness.stop())

async function open(page: Page, path: string): Promise<string> {
  await page.goto(`http://localhost:${harness.port}/host`)
  return `http://localhost:${harness.port}${path}`
}

const start = (page: Page, url: string) => page.evaluate((url) => void window.host.start(url), url)
const phases = (page: Page) => page.evaluate(() => window.host.states.map(({ phase }) => phase))
const lastState = (page: Page) => page.evaluate(() => window.host.states.at(-1))
const frames = (page: Page) => page.evaluate(() => document.querySelectorAll('iframe').length)

test('joins, sends and leaves', async ({ page }) => {
  const room = `call${++rooms}`
  await start(page, await open(page, `/rooms/${room}`))
  await expect.poll(() => lastState(page)).toEqual({ phase: 'joined', interrupted: false })
  expect(await phases(page)).toEqual(['loading', 'joining', 'joined'])
  expect(await page.evaluate(() => window.host.ours?.send({ hello: 1 }))).toBe(true)
  await page.evaluate(() => window.host.ours?.leave())
  await expect.poll(() => lastState(page)).toEqual({ phase: 'left' })
  expect(harness.heard(room).map(({ type }) => type)).toEqual(['join', 'app-message', 'leave'])
  await expect.poll(() => frames(page)).toBe(0)
  expect(await page.evaluate(() => window.host.ours?.send({ hello: 2 }))).toBe(false)
})

test('a mount, unmount and mount in one breath leaves one call', async ({ page }) => {
  const room = `call${++rooms}`
  const url = await open(page, `/rooms/${room}`)
  await page.evaluate((url) => {
    window.host.start(url).drop()
    window.host.start(url)
  }, url)
  await expect.poll(() => lastState(page)).toMatchObject({ phase: 'joined' })
  expect(await frames(page)).toBe(1)
  expect(harness.heard(room).filter(({ type }) => type === 'join')).toHaveLength(1)
})

test('dropped while it loads or in the call, the next one joins, and nobody said goodbye', async ({
  page,
}) => {
  const room = `call${++rooms}`
  const url = await open(page, `/rooms/${room}`)
  for (const until of ['loading', 'joining', 'joined']) {
    await page.evaluate(() => void window.host.states.splice(0))
    await start(page, url)
    await expect.poll(() => phases(page)).toContain(until)
    await page.evaluate(() => window.host.ours?.drop())
  }
  await page.evaluate(() => void window.host.states.splice(0))
  await start(page, url)
  await expect.poll(() => lastState(page)).toMatchObject({ phase: 'joined' })
  expect(await frames(page)).toBe(1)
  expect(harness.heard(room).some(({ type }) => type === 'leave')).toBe(false)
})

test('leaving while it loads is leaving', async ({ page }) => {
  const url = await open(page, '/mute')
  await start(page, url)
  await page.evaluate(() => window.host.ours?.leave())
  expect(await lastState(page)).toEqual({ phase: 'left' })
  await expect.poll(() => frames(page)).toBe(0)
})

test('a page that never answers is given up after 12 seconds, and a second try works', async ({ page }) => {
  const url = await open(page, '/mute')
  await page.clock.install()
  await start(page, url)
  await expect.poll(() => frames(page)).toBe(1)
  await page.clock.runFor(11_000)
  expect(await lastState(page)).toEqual({ phase: 'loading' })
  await page.clock.runFor(2000)
  expect(await lastState(page)).toEqual({ phase: 'failed', problem: 'unreachable' })
  await page.clock.resume()
  await start(page, url.replace('/mute', `/rooms/call${++rooms}`))
  await expect.poll(() => lastState(page)).toMatchObject({ phase: 'joined' })
})

for (const [reason, problem] of [
  ['full', 'full'],
  ['unknown', 'not-allowed'],
  ['token-used', 'token'],
  ['ended', 'ended'],
  ['busy', 'busy'],
]) {
  test(`a room that refuses with ${reason} is the problem ${problem}`, async ({ page }) => {
    await start(page, await open(page, `/rooms/refuse-${reason}`))
    await expect.poll(() => lastState(page)).toEqual({ phase: 'failed', problem })
    await expect.poll(() => frames(page)).toBe(0)
  })
}

test('on an insecure page no frame is made', async ({ page }) => {
  await page.addInitScript(() => Object.defineProperty(window, 'isSecureContext', { value: false }))
  await start(page, await open(page, `/rooms/call${++rooms}`))
  expect(await lastState(page)).toEqual({ phase: 'failed', problem: 'insecure' })
  expect(await frames(page)).toBe(0)
})
