import { type Browser, expect, type Page, test } from '@playwright/test'
import { type App, startApp } from '../support/app'
import { watchConsole } from '../support/fixtures'
import { answers, chat, create, ended, formReady, greeting, join, makeKey, read, say } from '../support/steps'

/**
 * Two installations: one that people use, and another in whose studio its conversations run, reached by its own `/v2` API as
 * Tavus is. Neither knows what the other is.
 */
let ours: App
let cloud: App
test.beforeAll(async () => {
  test.setTimeout(120_000)
  const settings = { OUTBOUND_ALLOW: 'localhost, 127.0.0.1' }
  cloud = await startApp(settings)
  ours = await startApp({ ...settings, LOG_LEVEL: 'debug' })
})
test.afterAll(async () => {
  await ours?.close()
  await cloud?.close()
})

let people = 0
async function newPerson(app: App, browser: Browser): Promise<Page> {
  const context = await browser.newContext({ baseURL: app.url })
  const person = { name: 'Ana', email: `tavus-${people++}@example.com`, password: 'correct horse battery' }
  await context.addCookies([{ ...(await app.signUp(person)), url: app.url }])
  return await context.newPage()
}

/** An account in the cloud whose rooms our installation may show; its pages and a key. */
async function newAccount(browser: Browser): Promise<{ page: Page; key: string }> {
  const page = await newPerson(cloud, browser)
  await page.goto('/settings')
  await page.getByLabel('Sites that may embed rooms').fill(ours.url)
  await page.getByRole('button', { name: 'Save sites' }).click()
  await expect(page.getByText('Saved.')).toBeVisible()
  await page.goto('/developers/keys')
  await answers(page)
  return { page, key: await makeKey(page, 'Colloquy') }
}

/** Connects an account on the page of settings. */
async function connect(page: Page, key: string): Promise<void> {
  await page.goto('/settings')
  await answers(page)
  const panel = page.getByRole('region', { name: 'Tavus' })
  await panel.getByLabel('API key').fill(key)
  await panel.getByText('Another address').click()
  await panel.getByLabel('Address of the API').fill(cloud.url)
  await panel.getByRole('button', { name: 'Connect' }).click()
}

test('a conversation runs in an account elsewhere, and what it was is the same on both sides', async ({
  browser,
}) => {
  test.setTimeout(150_000)
  const account = await newAccount(browser)
  const page = await newPerson(ours, browser)
  const console = watchConsole(page)
  const wire = recordWire(page)

  await connect(page, `${account.key}x`)
  const panel = page.getByRole('region', { name: 'Tavus' })
  await expect(panel.getByText(/does not accept the API key/)).toBeVisible()
  await connect(page, account.key)
  await expect(panel.getByText(`…${account.key.slice(-4)}`)).toBeVisible()

  await page.goto('/personas')
  await expect(page.getByRole('region', { name: /Tavus/ }).getByText('Sales Coach')).toBeVisible()

  await page.goto('/conversations/new')
  await formReady(page)
  await page.getByRole('radio', { name: /Tavus/ }).check({ force: true })
  await page.getByRole('combobox', { name: 'Persona' }).click()
  await page
    .getByRole('option', { name: /Receptionist|Sales Coach/ })
    .first()
    .click()
  await page.getByLabel('Conversation name').fill('Far away')
  await page.getByRole('switch', { name: 'Private room' }).click()
  const id = await create(page)
  await expect(page.getByText(/runs on Tavus/)).toBeVisible()
  const room = await join(page, greeting)
  await say(room, 'Who are you?')
  await expect(chat(room).getByText(/^I am /)).toBeVisible()
  // Heard by the page before anybody tells it.
  await expect(page.getByRole('tabpanel', { name: 'Transcript' }).getByText('Who are you?')).toBeVisible()

  await page.getByRole('button', { name: 'End', exact: true }).click()
  await page.getByRole('button', { name: 'End conversation' }).click()
  await ended(page)
  await expect(page.getByText('Who are you?')).toBeVisible({ timeout: 30_000 })
  await expect(async () => {
    const here = await read(page, id)
    const there = await read(account.page, String(here.provider_conversation_id))
    expect(here.duration).toBe(there.duration)
    expect(here.shutdown_reason).toBe(there.shutdown_reason)
    expect(said(here)).toEqual(said(there))
    expect(said(here).length).toBeGreaterThan(2)
  }).toPass({ timeout: 30_000 })
  const used = async (of: Page) => (await (await of.request.get('/v2/usage')).json()).total_seconds
  expect(await used(page)).toBe(await used(account.page))

  // No key and no token, in nothing that was answered, shown, asked for or logged.
  const { meetingTokens, texts } = await wire.read()
  expect(meetingTokens.length).toBeGreaterThan(0)
  const everything = [...texts, ours.log()].join('\n')
  expect(everything).not.toContain(account.key)
  for (const token of meetingTokens) expect(ours.log()).not.toContain(token)
  expect(ours.log()).toContain('/callbacks/')
  expect(ours.log()).not.toMatch(/\/callbacks\/c[0-9a-f]+\/[\w-]{20}/)
  expect(console).toEqual([])
})

/** What was said, without what each side calls the people. */
const said = (conversation: Record<string, unknown>) =>
  (conversation.transcript as { role: string; content: string; seconds_from_start: number }[]).map(
    ({ role, content, seconds_from_start }) => ({ role, content, at: Math.round(seconds_from_start * 10) }),
  )

/** Keeps everything that a page is answered: addresses, headers and bodies; and the tokens by which it joins rooms. */
function recordWire(page: Page) {
  const reading: Promise<string>[] = []
  const meetingTokens: string[] = []
  page.on('response', (response) => {
    // A stream of events ends with its page.
    const isStream = response.headers()['content-type']?.startsWith('text/event-stream')
    if (!response.url().startsWith(ours.url) || isStream) return
    const { method, url } = { method: response.request().method(), url: response.url() }
    reading.push(
      Promise.all([response.allHeaders(), response.text().catch(() => '')]).then(
        ([headers, body]) => `${method} ${url} ${JSON.stringify(headers)} ${body}`,
      ),
    )
  })
  page.on('request', (request) => {
    const token = new URL(request.url()).searchParams.get('t')
    if (token) meetingTokens.push(token)
  })
  return { read: async () => ({ meetingTokens, texts: await Promise.all(reading) }) }
}
