// Bundles what browsers load beside the pages, without dependencies: the room client (an ES module) and the widget (a
// plain script) for other sites, served as /client/room.js and /client/widget.js, and what runs on the audio thread of
// rooms, which has to be a file: /client/loudness.js.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root } from './steps.mjs'

const bundles = [
  {
    served: 'public/client/room.js',
    source: 'lib/client/room/client.ts',
    format: 'esm',
    banner: '// Colloquy room client, AGPL-3.0-or-later. Described in docs/room-client.md.',
  },
  {
    served: 'public/client/widget.js',
    source: 'lib/client/widget/widget.ts',
    format: 'iife',
    banner: '// Colloquy widget, AGPL-3.0-or-later. Described in docs/embedding.md.',
  },
  {
    served: 'public/client/loudness.js',
    source: 'lib/client/room/meter/loudness.worklet.ts',
    format: 'esm',
    banner: '// Colloquy, AGPL-3.0-or-later.',
  },
]

/** Makes the served scripts those of these sources. Takes a fraction of a second. */
export async function buildClients() {
  // It may not be installed when this file is loaded.
  const { build } = await import('esbuild')
  for (const { served, source, format, banner } of bundles) {
    const { outputFiles } = await build({
      entryPoints: [join(root, source)],
      bundle: true,
      write: false,
      minify: true,
      format,
      platform: 'browser',
      target: 'es2022',
      tsconfig: join(root, 'tsconfig.json'),
      banner: { js: banner },
    })
    const text = outputFiles[0].text
    const file = join(root, served)
    // What is there already is left alone: the build of the pages looks at this folder.
    if (existsSync(file) && readFileSync(file, 'utf8') === text) continue
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
}
