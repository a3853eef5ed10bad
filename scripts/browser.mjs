// Finds a Chromium for the browser tests, or installs one. Alone: prints its path, or what to do.
import { existsSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { npm, root, run } from './steps.mjs'

const installed = [
  ...[
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/usr/bin/google-chrome-stable',
  ],
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
]

export const advice =
  'Install Chromium or Chrome (on Debian and Ubuntu: apt-get install chromium), or run ' +
  '"npx playwright install chromium", or name one by CHROMIUM_PATH.'

/** The path of a Chromium that is here already: CHROMIUM_PATH, Playwright's own, or the system's. */
export async function findBrowser() {
  const named = process.env.CHROMIUM_PATH
  if (named) return existsSync(named) ? named : undefined
  const { chromium } = await import('playwright')
  return [chromium.executablePath(), ...installed].find((path) => path && existsSync(path))
}

/**
 * The same engine without a browser around it, where the system has it: pages cost a fifth less work. It has no
 * permissions to ask for, so what is about those takes `findBrowser`. Otherwise what that finds.
 */
export async function findShell() {
  const shell = '/usr/bin/chromium-headless-shell'
  return !process.env.CHROMIUM_PATH && existsSync(shell) ? shell : await findBrowser()
}

/** The path of a Chromium, installed if need be; undefined when none can be had. */
export async function ensureBrowser() {
  const found = await findBrowser()
  if (found || process.env.CHROMIUM_PATH) return found
  console.log('No browser was found; trying to install Chromium')
  await npm('downloading Chromium', ['exec', '--no', '--', 'playwright', 'install', 'chromium'], {
    cwd: root,
  })
  const downloaded = await findBrowser()
  if (downloaded) return downloaded
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return undefined
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  await run('apt-get update', 'apt-get', ['update', '-q'], { env })
  // Not every distribution has the second one.
  for (const name of ['chromium', 'chromium-headless-shell']) {
    const words = ['install', '-y', '-q', '--no-install-recommends', name]
    await run(`apt-get install ${name}`, 'apt-get', words, { env })
  }
  return await findBrowser()
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const path = await findBrowser()
  console.log(path ?? `No browser was found. ${advice}`)
  process.exitCode = path ? 0 : 1
}
