// Looks into the lock file for what npm leaves out of it, or writes into it, without a word.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * What is wrong with the lock file of the repository at `root`, in words.
 *
 * Packages with native code name one build for each system as optional. A registry that lacks some of them when the lock
 * file is written makes npm forget them: people on those systems miss them, and `npm ci` of npm 11 refuses the file.
 */
export function lockFileFaults(root) {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))
  const faults = []
  for (const [path, entry] of Object.entries(packages)) {
    for (const name of Object.keys(entry.optionalDependencies ?? {})) {
      if (!resolves(packages, path, name))
        faults.push(`${name}, a build of ${path || 'ours'}, is not in the lock file`)
    }
    if (entry.resolved) faults.push(`${path} names the registry it came from ("resolved"); people use others`)
    if (path && !entry.integrity && !entry.link && !entry.inBundle) faults.push(`${path} has no integrity`)
  }
  return faults
}

/** Whether the package at `path` finds `name` in its own `node_modules` or in one further up. */
function resolves(packages, path, name) {
  for (let place = path; ; place = place.replace(/(^|\/)node_modules\/(@[^/]+\/)?[^/]+$/, '')) {
    if (packages[`${place ? `${place}/` : ''}node_modules/${name}`]) return true
    if (place === '') return false
  }
}
