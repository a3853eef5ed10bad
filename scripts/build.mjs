// Builds the pages when what they are made of has changed. npm run build: installs and builds, and runs nothing.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { buildClients } from './clients.mjs'
import { hintCompilation } from './compile-hints.mjs'
import { ensureInstalled } from './install.mjs'
import { command, quietEnv, root, run, StepError } from './steps.mjs'

/** What a build reads. */
const sources = [
  ...[
    'app',
    'components',
    'lib',
    'messages',
    'public',
    'prisma/schema.prisma',
    'proxy.ts',
    'next.config.mjs',
  ],
  'instrumentation-client.ts',
  'scripts/compile-hints.mjs',
  ...['postcss.config.mjs', 'tsconfig.json', 'package.json', 'package-lock.json'],
]

function* filesIn(path) {
  const full = join(root, path)
  if (!existsSync(full)) return
  for (const entry of readdirSync(full, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const inner = `${path}/${entry.name}`
    if (entry.isDirectory()) {
      // The client follows from the schema, which is counted.
      if (entry.name !== 'generated') yield* filesIn(inner)
    } else if (!/\.test\.tsx?$/.test(entry.name)) yield inner
  }
}

/** A hash of the names and contents of everything a build reads. */
function sourceHash() {
  const hash = createHash('sha256')
  for (const source of sources) {
    const single = /\.\w+$/.test(source)
    for (const path of single ? [source] : filesIn(source)) {
      if (existsSync(join(root, path)))
        hash
          .update(`${path}\0`)
          .update(readFileSync(join(root, path)))
          .update('\0')
    }
  }
  return hash.digest('hex')
}

/** Makes the production build in `distDir`, and the room client, those of these sources. */
export async function ensureBuilt(distDir) {
  await buildClients()
  const stamp = join(root, distDir, 'source-hash')
  const wanted = sourceHash()
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  console.log('Building the pages; this takes about a minute')
  const next = join(root, 'node_modules/next/dist/bin/next')
  const { code, output, seconds } = await run('building the pages', process.execPath, [next, 'build'], {
    env: { ...quietEnv, NODE_ENV: 'production', NEXT_DIST_DIR: distDir },
  })
  if (code !== 0) throw new StepError(`${output}\nThe pages could not be built (see above).`)
  hintCompilation(join(root, distDir))
  writeFileSync(stamp, wanted)
  console.log(`Pages built in ${seconds} s`)
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await command(async () => {
    await ensureInstalled()
    await ensureBuilt(process.env.NEXT_DIST_DIR || '.next')
  })
}
