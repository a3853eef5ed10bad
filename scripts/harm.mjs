// npm run harm: what a promise is worth while everything breaks. Each part says what it did and found, and fails when
// anything is wrong. `npm run harm -- storm --seed 7` runs one of them, with its options.
import { join } from 'node:path'
import { ensureInstalled } from './install.mjs'
import { command, quietEnv, root, run } from './steps.mjs'

const tsx = ['--import', 'tsx']
const vitest = [join(root, 'node_modules/vitest/vitest.mjs'), 'run']

const parts = {
  // 200 kills of server and studio and 30 immediate stops of PostgreSQL under load.
  storm: { args: [...tsx, 'e2e/harm/storm.ts'], env: { NODE_ENV: 'production' } },
  // 1,000 rounds of fifty creations for the last slot.
  slots: { args: [...tsx, 'e2e/harm/slots.ts'], env: { NODE_ENV: 'production' } },
  // Each SQL statement of a conversation's life fails once.
  statements: {
    args: [...vitest, 'lib/domain/conversations/service/statements.faults.test.ts'],
    env: { STATEMENT_STEP: '1' },
  },
  // Each call to another server or process fails once: receivers, Tavus, the studio, storage, models, sites.
  calls: { args: [...vitest, 'calls.faults'], env: { CALL_STEP: '1' } },
  // 100,000 requests made from the API's own document, valid and hostile.
  requests: { args: ['scripts/fuzz.mjs', '100000'], env: {} },
}

await command(async () => {
  await ensureInstalled()
  const [only, ...options] = process.argv.slice(2)
  if (only && !parts[only])
    throw new Error(`There is no part ${only}. There are: ${Object.keys(parts).join(', ')}`)
  const failed = []
  for (const [name, { args, env }] of Object.entries(parts)) {
    if (only && name !== only) continue
    console.log(`\n${name}`)
    const { code } = await run(name, process.execPath, [...args, ...options], {
      env: { ...quietEnv, ...env },
      show: true,
    })
    if (code !== 0) failed.push(name)
  }
  console.log(failed.length === 0 ? '\nNothing is wrong.' : `\nSomething is wrong: ${failed.join(', ')}`)
  return failed.length === 0 ? 0 : 1
})
