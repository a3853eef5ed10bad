// Asks browsers to compile scripts ahead.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * V8's explicit compile hint (https://v8.dev/blog/explicit-compile-hints): the file's functions are compiled while it is
 * fetched, on another thread, and not one after another on the page's own when they are first called.
 */
export const hint = '//# allFunctionsCalledOnLoad\n'

/**
 * Writes the hint at the head of every script of a build: each is fetched by the page or the use that is about to run it.
 * @param dist the folder of the build, absolute
 */
export function hintCompilation(dist) {
  const folder = join(dist, 'static/chunks')
  for (const name of readdirSync(folder).filter((each) => each.endsWith('.js'))) {
    const path = join(folder, name)
    const code = readFileSync(path, 'utf8')
    if (!code.startsWith(hint)) writeFileSync(path, hint + code)
  }
}
