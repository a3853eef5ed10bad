// Asks browsers to compile the scripts of a first load ahead.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import vm from 'node:vm'

/**
 * V8's explicit compile hint (https://v8.dev/blog/explicit-compile-hints): the file's functions are compiled while it is
 * fetched, on another thread, and not one after another on the page's own when they are first called.
 */
export const hint = '//# allFunctionsCalledOnLoad\n'

/** The manifests that Next writes of each page's client modules. */
function manifestsOf(folder) {
  return readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith('client-reference-manifest.js'))
    .flatMap((name) => {
      // A script that leaves its manifest in a global, by the page's name.
      const context = { globalThis: {} }
      vm.runInNewContext(readFileSync(join(folder, name), 'utf8'), context)
      return Object.values(context.globalThis.__RSC_MANIFEST)
    })
}

/** The scripts that some page loads at once, by their paths in `dist`. */
function firstLoads(dist) {
  const { rootMainFiles } = JSON.parse(readFileSync(join(dist, 'build-manifest.json'), 'utf8'))
  const entries = manifestsOf(join(dist, 'server/app')).flatMap(({ entryJSFiles }) =>
    Object.values(entryJSFiles).flat(),
  )
  return new Set([...rootMainFiles, ...entries])
}

/**
 * Writes the hint at the head of every script that a page loads at once; what is loaded with first use stays as it is.
 * @param dist the folder of a build, absolute
 */
export function hintCompilation(dist) {
  for (const name of firstLoads(dist)) {
    const path = join(dist, name)
    const code = readFileSync(path, 'utf8')
    if (!code.startsWith(hint)) writeFileSync(path, hint + code)
  }
}
