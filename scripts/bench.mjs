// npm run bench [-- words]: every bench/*.bench.ts in turn; each prints its table and fails when it misses its mark.
// npm run bench -- --write [words]: keeps what they print in docs/benchmarks.md, with the machine they ran on.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { writeBenchmarks } from './benchmarks.mjs'
import { ensureInstalled } from './install.mjs'
import { command, quietEnv, root, run } from './steps.mjs'

await command(async () => {
  await ensureInstalled()
  const words = process.argv.slice(2)
  const only = words.filter((word) => word !== '--write')
  const files = readdirSync(join(root, 'bench')).filter(
    (name) => name.endsWith('.bench.ts') && (only.length === 0 || only.some((word) => name.includes(word))),
  )
  const failed = []
  for (const file of files.sort()) {
    console.log(`\n${file}`)
    const { code, output } = await run(file, process.execPath, ['--import', 'tsx', `bench/${file}`], {
      env: { ...quietEnv, NODE_ENV: 'production' },
      show: true,
    })
    if (code !== 0) failed.push(file)
    if (words.includes('--write')) writeBenchmarks(file, output, code === 0)
  }
  console.log(failed.length === 0 ? `\n${files.length} benches run` : `\nFailed: ${failed.join(', ')}`)
  return failed.length === 0 && files.length > 0 ? 0 : 1
})
