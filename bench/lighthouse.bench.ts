import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { startApp } from '@/e2e/support/app'
import { launchBrowser, sandboxArgs } from '@/e2e/support/browser'
import { create, ended, signUp } from '@/e2e/support/steps'
import { findBrowser } from '../scripts/browser.mjs'
import { ensureBuilt } from '../scripts/build.mjs'

/**
 * What Lighthouse's mobile profile says of every page but the live call and the room, on the production build: the
 * median of some runs in each of its four categories. It is fetched by npx, since nothing else needs it.
 */
const version = '12.8.2'
const runs = 5
const least = 95
const distDir = '.next-test'
/**
 * Lighthouse's index of the telephone that pages are looked at as; of what it calls a mid-tier one. How much slower than
 * the machine it is follows from the machine's own index: a fixed factor would make a slow machine a slower telephone.
 */
const phone = 700
const categories = ['performance', 'accessibility', 'best-practices', 'seo'] as const

type Report = {
  categories: Record<string, { score: number | null }>
  audits: Record<string, { displayValue?: string }>
  /** Lighthouse's own measure of how fast the machine was: two runs compare only where it is alike. */
  environment: { benchmarkIndex: number }
}

await ensureBuilt(distDir)
const app = await startApp({ NEXT_DIST_DIR: distDir })
const folder = mkdtempSync(join(tmpdir(), 'colloquy-lighthouse-'))
const executablePath = await findBrowser()

/** What is to be looked at in a new account, and the cookie that opens the dashboard. */
type Prepared = { conversation: string; persona: string; replica: string; invitation: string; cookie: string }

/** Makes an account with an ended conversation, a persona and a replica of its own, and an invitation; their addresses. */
async function prepare(): Promise<Prepared> {
  const browser = await launchBrowser()
  const context = await browser.newContext({ baseURL: app.url })
  const page = await context.newPage()
  await page.goto('/signup')
  await signUp(page, { name: 'Ana', email: 'ana@example.com', password: 'correct horse battery' })
  await page.waitForURL(/\/new$/)
  const conversation = await create(page)
  await page.getByRole('button', { name: 'End', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: /^End/ }).click()
  await ended(page)
  await page.goto('/replicas/new')
  await page.getByLabel('Name', { exact: true }).fill('Flora')
  await page.getByRole('button', { name: 'Create replica' }).click()
  await page.waitForURL('/replicas')
  const { data } = await (await page.request.get('/v2/replicas?limit=1')).json()
  const replica = `/replicas/${data[0].replica_id}/edit`
  await page.goto('/personas/new')
  await page.getByLabel('Name', { exact: true }).fill('Gardener')
  await page.getByLabel('Prompt').fill('You are the gardener of the rose garden.')
  await page.getByRole('button', { name: 'Create persona' }).click()
  await page.waitForURL(/\/personas\/p[0-9a-f]{11}$/)
  const persona = new URL(page.url()).pathname
  await page.goto('/settings')
  await page.getByRole('button', { name: 'Make an invitation link' }).click()
  const link = await page.getByText(/\/join#/).innerText()
  const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
  await browser.close()
  const invitation = link.slice(app.url.length)
  return { conversation: `/conversations/${conversation}`, persona, replica, invitation, cookie }
}

/** One report. Chromium now and then fails to trace a page; that says nothing about it, and is tried again. */
async function audit(path: string, headers: string | null, slower = 1, tries = 3): Promise<Report> {
  const out = join(folder, 'report.json')
  const words = [
    ...['--yes', `lighthouse@${version}`, app.url + path, '--quiet', '--form-factor=mobile'],
    ...['--output=json', `--output-path=${out}`],
    `--throttling.cpuSlowdownMultiplier=${slower}`,
    `--chrome-flags=${['--headless=new', ...sandboxArgs].join(' ')}`,
    ...(headers ? [`--extra-headers=${headers}`] : []),
  ]
  try {
    await promisify(execFile)('npx', words, { env: { ...process.env, CHROME_PATH: executablePath } })
  } catch (error) {
    if (tries <= 1) throw error
    return await audit(path, headers, slower, tries - 1)
  }
  const report: Report = JSON.parse(readFileSync(out, 'utf8'))
  const isWhole = categories.every((category) => report.categories[category]?.score != null)
  return isWhole || tries <= 1 ? report : await audit(path, headers, slower, tries - 1)
}

const median = (values: number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

const { conversation, persona, replica, invitation, cookie } = await prepare()
const headers = join(folder, 'headers.json')
writeFileSync(headers, JSON.stringify({ cookie }))
const visitors = ['/', '/signin', '/signup', '/forgot', invitation]
const members = [
  ...['/conversations', '/conversations/new', conversation, '/usage', '/personas', '/personas/new'],
  ...[persona, `${persona}/edit`, '/replicas', '/replicas/new', replica, '/settings'],
  ...['/knowledge/documents', '/knowledge/memories'],
  ...['/developers/keys', '/developers/webhooks', '/developers/requests', '/developers/reference'],
]
let missed = 0
const { environment: machine } = await audit('/', null)
const slower = Math.max(1, Math.round((machine.benchmarkIndex / phone) * 10) / 10)
console.log(`  as a phone: ${slower} times as slow as this machine (${Math.round(machine.benchmarkIndex)})`)
console.log(`  median of ${runs}: ${categories.join(', ')}`)
// `npm run bench -- lighthouse` for all; ONLY=/replicas,/settings for some: by their beginnings.
const only = process.env.ONLY?.split(',')
const isWanted = (path: string) => only?.some((beginning) => path.startsWith(beginning)) ?? true
for (const path of [...visitors, ...members].filter(isWanted)) {
  const reports: Report[] = []
  for (let run = 0; run < runs; run++)
    reports.push(await audit(path, visitors.includes(path) ? null : headers, slower))
  const scores = categories.map((category) =>
    median(reports.map((report) => Math.round((report.categories[category]?.score ?? 0) * 100))),
  )
  if (scores.some((score) => score < least)) missed++
  const last = reports.at(-1)?.audits
  const timings = ['largest-contentful-paint', 'total-blocking-time', 'cumulative-layout-shift']
    .map((name) => last?.[name]?.displayValue)
    .join(', ')
  const speed = median(reports.map(({ environment }) => Math.round(environment.benchmarkIndex)))
  console.log(
    `  ${path.padEnd(32)} ${scores.map((score) => String(score).padStart(4)).join('')}   ${timings}, machine ${speed}`,
  )
}
await app.close()
rmSync(folder, { recursive: true, force: true })
if (missed > 0) {
  console.error(`${missed} pages are below ${least}.`)
  process.exitCode = 1
}
