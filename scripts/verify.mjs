// npm run verify: everything about the sources that can be checked without running them.
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { generateMessageTypes } from './generate.mjs'
import { ensureInstalled } from './install.mjs'
import { lockFileFaults } from './lock-file.mjs'
import { command, root, run } from './steps.mjs'
import { vocabularyFaults } from './vocabulary.mjs'

/** The faults a program reports: its output when it fails, nothing when it does not. */
async function faultsOf(title, path, args) {
  const { code, output } = await run(title, process.execPath, [join(root, path), ...args])
  return code === 0 ? [] : [output.trim()]
}

/** Each check by name; it gives back what is wrong, in words. */
const checks = [
  ['types', () => faultsOf('types', 'node_modules/typescript/bin/tsc', ['--noEmit'])],
  [
    'format and lint',
    () =>
      faultsOf('format and lint', 'node_modules/@biomejs/biome/bin/biome', ['check', '--error-on-warnings']),
  ],
  ['who imports whom', () => faultsOf('who imports whom', 'scripts/module-rules.mjs', [])],
  ['names of files and folders', () => vocabularyFaults(root)],
  ['nothing unused', () => faultsOf('nothing unused', 'node_modules/knip/bin/knip.js', ['--no-progress'])],
  ['lock file', () => lockFileFaults(root)],
  ['tests of the standard', () => faultsOf('tests of the standard', 'scripts/asvs.mjs', ['--check'])],
]

/** Runs all checks, two at a time, and prints how each went. */
export async function verify() {
  generateMessageTypes()
  const waiting = [...checks]
  let failed = 0
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [name, check] = next
      const began = performance.now()
      const faults = await check()
      const seconds = ((performance.now() - began) / 1000).toFixed(1)
      console.log(`  ${faults.length === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`)
      if (faults.length > 0) {
        failed++
        console.log(faults.join('\n').replace(/^/gm, '    '))
      }
    }
  }
  await Promise.all([work(), work()])
  return { passed: checks.length - failed, failed }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await command(async () => {
    await ensureInstalled()
    const { passed, failed } = await verify()
    console.log(`${passed} checks passed, ${failed} failed`)
    return failed === 0 ? 0 : 1
  })
}
