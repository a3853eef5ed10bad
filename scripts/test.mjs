// npm test: everything that can be checked, in one go, with ports, data and a build folder of its own, so that it can
// run while `npm start` serves. The last line is the sum over all of it.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { advice, ensureBrowser } from './browser.mjs'
import { ensureBuilt } from './build.mjs'
import { ensureInstalled } from './install.mjs'
import { command, quietEnv, root, run } from './steps.mjs'
import { verify } from './verify.mjs'

const distDir = '.next-test'
const reports = mkdtempSync(join(tmpdir(), 'colloquy-reports-'))

/** The settings of an installation do not reach its tests. */
function testEnv(added) {
  const env = { ...quietEnv, ...added }
  for (const name of [
    'DATABASE_URL',
    'DATA_DIR',
    'APP_URL',
    'APP_SECRET',
    'INSTANCE_ID',
    'PORT',
    'HOST',
    'SIGNUPS',
    'LOG_LEVEL',
    'STUDIO_MAX_ROOMS',
    'MEDIA_PORTS',
    'MEDIA_ANNOUNCED_IP',
    'ICE_SERVERS',
  ]) {
    delete env[name]
  }
  return env
}

/** What failed, a line each, for the end of what is printed: of a long log, that is what is read first. */
const failures = []

/** Tests of functions and of everything on a real database. */
async function unitTests() {
  const report = join(reports, 'vitest.json')
  const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const { code } = await run(
    'tests',
    process.execPath,
    [join(root, 'node_modules/vitest/vitest.mjs'), ...args],
    {
      env: testEnv({ NODE_ENV: 'test' }),
      show: true,
    },
  )
  const found = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : undefined
  const passed = found?.numPassedTests ?? 0
  for (const file of found?.testResults ?? [])
    for (const { status, fullName, failureMessages } of file.assertionResults)
      if (status === 'failed') failures.push(`${fullName}: ${inShort({ message: failureMessages[0] })}`)
  // A file that could not be loaded has no failed test of its own.
  const broken =
    found?.testResults.filter(
      (file) => file.status === 'failed' && file.assertionResults.every((each) => each.status !== 'failed'),
    ).length ?? 0
  const failed = (found?.numFailedTests ?? 0) + broken
  const skipped = (found?.numPendingTests ?? 0) + (found?.numTodoTests ?? 0)
  return counted({ code, passed, failed, skipped })
}

/** One of playwright.config.ts's projects: journeys in a real browser, on the production build. */
async function browserTests(project) {
  const report = join(reports, `${project}.json`)
  const cli = join(root, 'node_modules/@playwright/test/cli.js')
  const { code } = await run('browser tests', process.execPath, [cli, 'test', `--project=${project}`], {
    env: testEnv({
      NODE_ENV: 'test',
      NEXT_DIST_DIR: distDir,
      PLAYWRIGHT_JSON_OUTPUT_FILE: report,
    }),
    show: true,
  })
  const found = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : undefined
  for (const suite of found?.suites ?? []) showPages(suite)
  const { expected = 0, unexpected = 0, flaky = 0, skipped = 0 } = found?.stats ?? {}
  return counted({
    code,
    passed: expected,
    failed: unexpected + flaky + (found?.errors?.length ?? 0),
    skipped,
  })
}

/** What the page showed when a test failed: Playwright keeps it in a file that is gone with the machine. */
function showPages({ specs, suites = [] }) {
  for (const { title, tests } of specs) {
    for (const { attachments, status, error } of tests.flatMap(({ results }) => results)) {
      const context = attachments.find(({ name }) => name === 'error-context')?.path
      const page = context && readFileSync(context, 'utf8').match(/^```yaml\n([\s\S]*?)^```/m)?.[1]
      if (status !== 'passed') failures.push(`${title}: ${inShort(error)}`)
      if (page) console.log(`\nThe page when "${title}" failed:\n${page.slice(0, 6000)}`)
    }
  }
  for (const suite of suites) showPages(suite)
}

/** The beginning of what went wrong, in one line. */
function inShort({ message = 'it did not run', location } = {}) {
  const words = stripVTControlCharacters(message).split(/\s+/).join(' ').slice(0, 200)
  return location ? `${words} (line ${location.line})` : words
}

/** A test that did not run has not passed, and a runner that failed for another reason counts as one failure. */
function counted({ code, passed, failed, skipped }) {
  const missed = failed + skipped
  return { passed, failed: missed === 0 && (code !== 0 || passed === 0) ? 1 : missed }
}

/** Runs one part; an error in it is one failure, and the other parts still run. */
async function part(name, work) {
  console.log(`\n${name}`)
  try {
    return await work()
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    return { passed: 0, failed: 1 }
  }
}

await command(async () => {
  await ensureInstalled()
  const began = performance.now()
  const results = [await part('Sources', verify), await part('Tests', unitTests)]
  const build = await part('Production build', async () => {
    await ensureBuilt(distDir)
    console.log('  ok     built')
    return { passed: 1, failed: 0 }
  })
  results.push(build)
  if (!(await ensureBrowser())) {
    console.log(`\nThe browser tests (e2e/) were NOT run: no browser was found. ${advice}`)
    results.push({ passed: 0, failed: 1 })
  } else if (build.failed > 0) {
    console.log('\nThe browser tests (e2e/) were NOT run: there is no build.')
    results.push({ passed: 0, failed: 1 })
  } else {
    results.push(await part('Browser tests, measured', () => browserTests('measured')))
    results.push(await part('Browser tests', () => browserTests('journeys')))
  }
  rmSync(reports, { recursive: true, force: true })

  const sum = (name) => results.reduce((total, result) => total + result[name], 0)
  for (const failure of failures) console.log(`failed: ${failure}`)
  console.log(`\n${Math.round((performance.now() - began) / 1000)} s`)
  console.log(`${sum('passed')} passed, ${sum('failed')} failed`)
  return sum('failed') === 0 ? 0 : 1
})
