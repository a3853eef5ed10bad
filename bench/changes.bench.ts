import { startApp } from '@/e2e/support/app'
import { launchBrowser } from '@/e2e/support/browser'
import { ensureBuilt } from '../scripts/build.mjs'

/**
 * How long after the API has answered a change stands in the dashboard of another browser: its gauge and its list. The
 * floor is one read of the limits from that page, which is a part of it.
 */
const changes = 30
const most = 200
const distDir = '.next-test'

await ensureBuilt(distDir)
const app = await startApp({ NEXT_DIST_DIR: distDir })
const [email, password] = ['bench@example.com', 'correct horse battery']
await app.admin('user:create', '--email', email, '--name', 'Bench', '--password', password)
const headers = { 'x-api-key': await app.admin('key:create', '--email', email) }

const browser = await launchBrowser()
const page = await browser.newPage({ baseURL: app.url })
// The loader's helper that keeps names, which code handed to a page refers to.
await page.addInitScript('globalThis.__name ??= (target) => target')
await page.goto('/signin?callbackUrl=%2Fconversations')
await page.getByLabel('E-mail address').fill(email)
await page.getByLabel('Password', { exact: true }).fill(password)
await page.getByRole('button', { name: 'Sign in', exact: true }).click()
await page.waitForURL('/conversations')
await page.waitForLoadState('networkidle')

async function call(method: string, path: string, body?: object): Promise<{ conversation_id: string }> {
  const answer = await fetch(app.url + path, {
    method,
    headers: { ...headers, 'content-type': 'application/json' },
    body: body && JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
  return await answer.json()
}

/** When the page first shows the gauge at `live`, and `words` in its list; milliseconds of the clock both share. */
const shown = (live: number, words: string) =>
  page.evaluate(
    ([live, words]) =>
      new Promise<number>((resolve) => {
        const look = () => {
          if (
            document.querySelector('[data-testid=live-gauge]')?.textContent?.includes(live) &&
            document.querySelector('main')?.textContent?.includes(words)
          ) {
            observer.disconnect()
            resolve(Date.now())
          }
        }
        const observer = new MutationObserver(look)
        observer.observe(document.body, { subtree: true, childList: true, characterData: true })
        look()
      }),
    [`${live} of 5 live`, words] as const,
  )

const [made, ended]: number[][] = [[], []]
for (let round = 0; round < changes; round++) {
  const name = `Round ${round}`
  const seen = shown(1, name)
  const { conversation_id: id } = await call('POST', '/v2/conversations', {
    persona_id: 'pdced222244b',
    conversation_name: name,
  })
  const answered = Date.now()
  made?.push((await seen) - answered)
  const gone = shown(0, 'On request')
  await call('POST', `/v2/conversations/${id}/end`)
  const over = Date.now()
  ended?.push((await gone) - over)
  // Apart from the next, as changes made by people are.
  await new Promise((resolve) => setTimeout(resolve, 400))
}
const floor = await page.evaluate(async () => {
  const times: number[] = []
  for (let round = 0; round < 30; round++) {
    const began = performance.now()
    await (await fetch('/v2/limits')).json()
    times.push(performance.now() - began)
  }
  return times.sort((a, b) => a - b)[15] ?? 0
})
await browser.close()
await app.close()

const percentile = (values: number[] = [], part: number) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length * part)] ?? Number.NaN
let missed = false
console.log(
  `  a read of the limits takes ${floor.toFixed(0)} ms; from the API's answer until it is seen elsewhere:`,
)
for (const [what, values] of Object.entries({ 'a conversation more': made, 'one that ended': ended })) {
  const [half, late] = [percentile(values, 0.5), percentile(values, 0.95)]
  missed ||= late > most
  console.log(
    `  ${what.padEnd(22)} p50 ${half} ms, p95 ${late} ms, ${(late / floor).toFixed(1)} times the floor`,
  )
}
if (missed) {
  console.error(`The mark is ${most} ms.`)
  process.exitCode = 1
}
