// Bundles the room client for interfaces of others: one ES module without dependencies, served as /client/room.js.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root } from './steps.mjs'

const served = join(root, 'public/client/room.js')

/** Makes the served module the one of these sources. Takes a fraction of a second. */
export async function buildRoomClient() {
  // It may not be installed when this file is loaded.
  const { build } = await import('esbuild')
  const { outputFiles } = await build({
    entryPoints: [join(root, 'lib/client/room/client.ts')],
    bundle: true,
    write: false,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    tsconfig: join(root, 'tsconfig.json'),
    banner: { js: '// Colloquy room client, AGPL-3.0-or-later. Described in docs/room-client.md.' },
  })
  const text = outputFiles[0].text
  // What is there already is left alone: the build of the pages looks at this folder.
  if (existsSync(served) && readFileSync(served, 'utf8') === text) return
  mkdirSync(dirname(served), { recursive: true })
  writeFileSync(served, text)
}
