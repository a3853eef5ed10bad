// Which packages that the product runs have waited for their update for longer than SECURITY.md allows. It asks the registry,
// so it is no part of `npm test`; the workflow "Components" runs it each day, after `npm audit`.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { command, npm, root, StepError } from './steps.mjs'

/** Days that SECURITY.md gives an update which nothing urges. */
export const routineDays = 90

const parts = (version) => version.split('.').map(Number)

/**
 * Since when there is a newer version of the same major one; null: there is none.
 * @param {string} version which is used
 * @param {Record<string, string>} times when versions were published, as the registry tells it
 * @returns {Date | null}
 */
export function waitingSince(version, times) {
  const [major, minor, patch] = parts(version)
  const newer = Object.entries(times).filter(([each]) => {
    if (!/^\d+\.\d+\.\d+$/.test(each)) return false
    const [a, b, c] = parts(each)
    return a === major && (b > minor || (b === minor && c > patch))
  })
  if (newer.length === 0) return null
  return new Date(Math.min(...newer.map(([, at]) => Date.parse(at))))
}

/** What npm answers; it fails where something is outdated, which is what it was asked. */
async function ask(...words) {
  const { output } = await npm(words.join(' '), [...words, '--json'])
  try {
    return JSON.parse(output)
  } catch {
    throw new StepError(`npm ${words.join(' ')} did not answer as it should:\n${output}`)
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await command(async () => {
    const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    const outdated = Object.keys(await ask('outdated')).filter((name) => name in dependencies)
    let late = 0
    for (const name of outdated) {
      const since = waitingSince(dependencies[name], await ask('view', name, 'time'))
      const days = since ? Math.floor((Date.now() - since.getTime()) / 86_400_000) : 0
      if (days > routineDays) late++
      console.log(
        `${days > routineDays ? 'LATE' : 'ok  '} ${name} ${dependencies[name]}: ${days} days behind`,
      )
    }
    console.log(`${outdated.length} packages have another version, ${late} for more than ${routineDays} days`)
    return late === 0 ? 0 : 1
  })
}
