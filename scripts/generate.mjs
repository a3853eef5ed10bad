// Generates what is not kept in the repository: the types of the messages, and the Prisma client.
// Runs after every install, so it must do without what an install may lack:
// the CLI first looks for the schema engine, a download that `generate` has no use for and whose host may be out of
// reach. A stand-in that fails when called keeps it from looking; where the real engine is there, it is left alone.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const output = join(root, 'lib/platform/database/generated')
const stamp = join(output, '.stamp')
const resolve = createRequire(import.meta.url).resolve

/** Declares each message by its text, so that a use of it is checked for its arguments. */
export function generateMessageTypes() {
  const messages = readFileSync(join(root, 'messages/en.json'), 'utf8').trim()
  const text = `declare const messages: ${messages}\nexport default messages\n`
  const path = join(root, 'messages/en.d.json.ts')
  if (!existsSync(path) || readFileSync(path, 'utf8') !== text) writeFileSync(path, text)
}

/** Generates the client when the schema or the generator is not the one it was generated from. */
export function generate() {
  let cli
  try {
    cli = join(dirname(resolve('prisma/package.json')), 'build/index.js')
  } catch {
    // `npm install --package-lock-only` runs this too, with nothing installed.
    return
  }
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'prisma/schema.prisma')))
    .update(readFileSync(resolve('prisma/package.json')))
    .digest('hex')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return

  rmSync(output, { recursive: true, force: true })
  const made = spawnSync(process.execPath, [cli, 'generate', '--no-hints'], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, CHECKPOINT_DISABLE: '1', ...standIn(cli) },
  })
  if (made.status !== 0) {
    throw new Error(`${made.stdout}${made.stderr}\nThe database client could not be generated.`)
  }
  writeFileSync(stamp, wanted)
}

/** Settings that put the stand-in in the engine's place, unless there is a real one. */
function standIn(cli) {
  if (process.env.PRISMA_SCHEMA_ENGINE_BINARY) return {}
  const engines = dirname(resolve('@prisma/engines/package.json', { paths: [dirname(cli)] }))
  if (readdirSync(engines).some((name) => name.startsWith('schema-engine-'))) return {}
  const folder = join(root, 'node_modules/.cache/colloquy')
  mkdirSync(folder, { recursive: true })
  const windows = process.platform === 'win32'
  const path = join(folder, windows ? 'no-engine.cmd' : 'no-engine.sh')
  // It must fail: one that succeeds lets `prisma migrate` report success with nothing done.
  writeFileSync(path, windows ? '@exit /b 1\r\n' : '#!/bin/sh\nexit 1\n')
  chmodSync(path, 0o755)
  return { PRISMA_SCHEMA_ENGINE_BINARY: path }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  generateMessageTypes()
  generate()
}
