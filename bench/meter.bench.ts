import { spawnSync } from 'node:child_process'

/**
 * Whether the meter has what the waveform has, within 20 ms on 99 % of a hundred turns and more: the check of every
 * `npm test`, with more turns.
 */
const check = ['playwright', 'test', 'e2e/measured/meter.spec.ts', '--project=measured', '--reporter=line']
const { status } = spawnSync('npx', check, {
  stdio: 'inherit',
  env: { ...process.env, NODE_ENV: 'test', METER_TURNS: '30' },
})
process.exit(status ?? 1)
