// Checks .dependency-cruiser.cjs over the whole tree below the working directory, and that the whole tree was read.
// A program of its own: dependency-cruiser resolves everything from the directory it is run in.
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

const places = ['app', 'components', 'lib', 'e2e', 'prisma', 'bench', 'scripts', 'server.ts', 'proxy.ts']

/** Paths of the modules under `root`, seen by nothing but their names. */
function modulesIn(root) {
  return places
    .flatMap((place) => {
      const full = join(root, place)
      const found = statSync(full, { throwIfNoEntry: false })
      if (!found) return []
      if (found.isFile()) return [place]
      return readdirSync(full, { recursive: true }).map((path) => `${place}/${path.replaceAll('\\', '/')}`)
    })
    .filter(
      (path) => /\.(m?[jt]s|cjs|tsx)$/.test(path) && !path.startsWith('lib/platform/database/generated/'),
    )
}

/** The modules of `app` that run in browsers. */
function clientModules(root, modules) {
  const says = (path) =>
    /^\s*(\/\/[^\n]*\n|\/\*[\s\S]*?\*\/|\s)*['"]use client['"]/.test(readFileSync(join(root, path), 'utf8'))
  return modules.filter((path) => path.startsWith('app/') && says(path))
}

const exactly = (path) => `^${path.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`

/** What in the tree at `root`, the working directory, breaks a rule, in words. */
async function moduleRuleFaults(root) {
  const { cruise } = await import('dependency-cruiser')
  const { default: extractTSConfig } = await import('dependency-cruiser/config-utl/extract-ts-config')
  const rules = createRequire(import.meta.url)(join(root, '.dependency-cruiser.cjs'))
  const modules = modulesIn(root)
  const inBrowser = clientModules(root, modules).map(exactly)
  const direct = rules.forbidden.filter((rule) => !rule.to.reachable)
  const reaching = rules.forbidden
    .filter((rule) => rule.to.reachable)
    .map((rule) =>
      rule.name === 'browsers-reach-no-server'
        ? { ...rule, from: { ...rule.from, path: [rule.from.path, inBrowser].flat() } }
        : rule,
    )

  const tsConfigFile = join(root, 'tsconfig.json')
  const tsConfig = extractTSConfig(tsConfigFile)
  const check = async (forbidden, types) => {
    const options = {
      ...rules.options,
      baseDir: root,
      validate: true,
      ruleSet: { forbidden },
      tsPreCompilationDeps: types,
      tsConfig: { fileName: tsConfigFile },
    }
    const { output } = await cruise(modules, options, undefined, { tsConfig })
    const read = output.modules.filter((module) => modules.includes(module.source)).length
    // With a TypeScript it cannot use, the tool reads nothing and finds nothing wrong.
    const unread =
      read === modules.length && modules.length > 0 ? [] : [`${read} of ${modules.length} modules were read`]
    return [...unread, ...output.summary.violations.map(describe)]
  }
  return [...new Set([...(await check(direct, true)), ...(await check(reaching, false))])]
}

function describe({ rule, from, to, cycle, via }) {
  const way = (cycle ?? via ?? []).map((step) => step.name ?? step).join(' → ')
  return `${rule.name}: ${from} → ${way || to}`
}

const faults = await moduleRuleFaults(process.cwd())
console.log(faults.join('\n'))
process.exitCode = faults.length === 0 ? 0 : 1
