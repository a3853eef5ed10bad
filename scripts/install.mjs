// Installs the packages when they are missing or are not those of the lock file. Knows nothing but Node.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { npm, root, StepError } from './steps.mjs'

/** @throws StepError when this Node is too old */
export function checkNode() {
  const { engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const least = engines.node.replace(/^>=/, '').split('.').map(Number)
  const found = process.versions.node.split('.').map(Number)
  const newEnough = found[0] > least[0] || (found[0] === least[0] && found[1] >= least[1])
  if (newEnough) return
  throw new StepError(
    `Colloquy needs Node.js ${least.join('.')} or newer, and this is ${process.versions.node}. ` +
      'Get a current one at https://nodejs.org or from your version manager, then run this again.',
  )
}

/** Whether `node_modules` holds what the lock file says; npm writes down what it put there. */
function isInstalled() {
  const written = join(root, 'node_modules/.package-lock.json')
  if (!existsSync(written)) return false
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages
  const found = JSON.parse(readFileSync(written, 'utf8')).packages
  return Object.entries(wanted).every(([path, { version, integrity, optional, devOptional, peer }]) => {
    if (path === '') return true
    const there = found[path]
    // Builds for other systems and optional peers are left out by npm.
    if (!there) return Boolean(optional || devOptional || peer)
    return there.version === version && there.integrity === integrity
  })
}

/** Makes `node_modules` what the lock file says, and generates the database client. */
export async function ensureInstalled() {
  checkNode()
  if (!isInstalled()) {
    console.log('Installing packages; this takes about a minute')
    const words = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund']
    const { code, output, seconds } = await npm('installing packages', words)
    if (code !== 0) throw new StepError(`${output}\nThe packages could not be installed (see above).`)
    console.log(`Packages installed in ${seconds} s`)
  }
  // The schema may have changed since the last install.
  const { generate } = await import('./generate.mjs')
  generate()
}
