// `npm run fuzz -- 50000 [seed]`: that many requests, made from the API's own document, against the API in this process
// and a real database. Says the seed of what it finds, to find it again.
import { spawnSync } from 'node:child_process'

const [requests = '20000', seed = String(Date.now() % 1_000_000_000)] = process.argv.slice(2)
if (!/^\d+$/.test(requests) || !/^\d+$/.test(seed)) {
  console.error('Say how many requests, and from which seed if it matters: npm run fuzz -- 50000 7')
  process.exit(2)
}
console.log(`${requests} requests from seed ${seed}`)
const { status } = spawnSync(
  process.execPath,
  [
    'node_modules/vitest/vitest.mjs',
    'run',
    'lib/api/openapi/fuzz.test.ts',
    '-t',
    'keeps what the document promises',
  ],
  { stdio: 'inherit', env: { ...process.env, FUZZ_REQUESTS: requests, FUZZ_SEED: seed } },
)
process.exit(status ?? 1)
