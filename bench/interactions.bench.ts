import type { CDPSession, Page } from '@playwright/test'
import { startApp } from '@/e2e/support/app'
import { launchBrowser } from '@/e2e/support/browser'
import { create, formReady, signUp } from '@/e2e/support/steps'
import { ensureBuilt } from '../scripts/build.mjs'

/**
 * From a press or a key to the next picture, as browsers count it (Event Timing, which INP is made of), with the
 * processor slowed down four times. The floor is a press on a page with a button and nothing else.
 */
const slowdown = 4
const most = 200
const times = 5
const distDir = '.next-test'

await ensureBuilt(distDir)
const app = await startApp({ NEXT_DIST_DIR: distDir })
const browser = await launchBrowser()
const context = await browser.newContext({ baseURL: app.url })
await context.addInitScript(() => {
  const slowest = { value: 0 }
  Object.assign(window, { slowest })
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEntry & { interactionId?: number })[])
      if (entry.interactionId) slowest.value = Math.max(slowest.value, entry.duration)
  }).observe({ type: 'event', durationThreshold: 16, buffered: true } as PerformanceObserverInit)
})
const page = await context.newPage()
const session: CDPSession = await context.newCDPSession(page)
const slow = (rate: number) => session.send('Emulation.setCPUThrottlingRate', { rate })

/** The slowest of what `act` does, in milliseconds; browsers tell in steps of 8, and of less than 16 nothing. */
async function measure(act: () => Promise<unknown>): Promise<number> {
  const reset = () => {
    const { slowest } = window as unknown as { slowest: { value: number } }
    const { value } = slowest
    slowest.value = 0
    return value
  }
  await page.evaluate(reset)
  await act()
  // Entries come with the picture after.
  await page.evaluate(() => new Promise((done) => setTimeout(() => requestAnimationFrame(done), 300)))
  return await page.evaluate(reset)
}

const rows: { what: string; values: number[] }[] = []
async function interaction(what: string, act: () => Promise<unknown>, undo?: () => Promise<unknown>) {
  const values: number[] = []
  for (let run = 0; run < times; run++) {
    values.push(await measure(act))
    if (undo) await undo()
  }
  rows.push({ what, values })
}

const press = (name: string | RegExp, role: 'button' | 'radio' | 'tab' | 'switch' = 'button') => {
  const target = page.getByRole(role, { name }).first()
  return () => (role === 'radio' ? target.check({ force: true }) : target.click())
}
const closeIt = () => page.keyboard.press('Escape')
async function open(path: string, ready: (page: Page) => Promise<unknown>): Promise<void> {
  await slow(1)
  await page.goto(path)
  await ready(page)
  await page.waitForLoadState('networkidle')
  await slow(slowdown)
}

await page.setContent('<button onclick="this.textContent = performance.now()">0</button>')
await slow(slowdown)
await interaction('floor: a bare button', () => page.locator('button').click())
await slow(1)

await page.goto('/signup')
await signUp(page, { name: 'Ana', email: 'ana@example.com', password: 'correct horse battery' })
await page.waitForURL(/\/new$/)
await formReady(page)
const id = await create(page)

await open('/conversations/new', formReady)
await interaction('form: type a name', () =>
  page.getByLabel('Conversation name').pressSequentially('Harbour'),
)
await interaction('form: type context', () =>
  page.getByLabel('Context').pressSequentially('You know the sea.'),
)
await interaction('form: open the personas', () => page.getByRole('combobox').first().click(), closeIt)
await interaction('form: choose a replica', press(/^Rosa/, 'radio'), press(/^Nathan/, 'radio'))
await interaction('form: a switch', press('Closed captions', 'switch'))
await interaction('form: another background', press('Colour', 'radio'), press('As drawn', 'radio'))
await interaction('gauge: open', () => page.getByTestId('live-gauge').click(), closeIt)
await interaction(
  'palette: open and type',
  async () => {
    await page.keyboard.press('Control+k')
    await page.keyboard.type('usage')
  },
  async () => {
    await closeIt()
    await closeIt()
  },
)
await interaction('account menu: open', press('Account'), closeIt)

await open('/conversations', (page) => page.getByRole('link', { name: /with Nathan/ }).waitFor())
await interaction('list: search', () =>
  page.getByLabel('Search by name, words said or id').pressSequentially('with'),
)
await open('/usage', (page) => page.getByRole('heading', { level: 1 }).waitFor())
const split = page.getByLabel('Split by')
await interaction(
  'usage: split by another',
  () => split.press('ArrowDown'),
  () => split.press('ArrowUp'),
)

await open('/replicas/new', (page) => page.getByRole('radio', { name: 'Hair 2', exact: true }).waitFor())
await interaction('replica: other hair', press('Hair 3', 'radio'), press('Hair 2', 'radio'))
await interaction('replica: another tab', press('Clothes', 'tab'), press('Hair', 'tab'))

await open(`/conversations/${id}`, (page) => page.getByRole('tab', { name: 'Events' }).waitFor())
await interaction('call: the events', press('Events', 'tab'), press('Transcript', 'tab'))
await interaction('call: ask to end', press('End'), closeIt)

await open('/settings', (page) => page.getByLabel('Workspace name').waitFor())
await interaction('settings: type a name', () => page.getByLabel('Workspace name').pressSequentially('x'))

await browser.close()
await app.close()
const worst = (values: number[]) => Math.max(...values)
const floor = Math.max(16, worst(rows[0]?.values ?? []))
console.log(
  `  ms from input to picture at ${slowdown} times CPU throttling, worst of ${times}, and over the floor`,
)
for (const { what, values } of rows)
  console.log(
    `  ${what.padEnd(28)} ${String(worst(values)).padStart(5)}   ${(worst(values) / floor).toFixed(1)}`,
  )
const slowRows = rows.filter(({ values }) => worst(values) > most)
if (slowRows.length > 0) {
  console.error(`Over ${most} ms: ${slowRows.map(({ what }) => what).join('; ')}`)
  process.exitCode = 1
}
