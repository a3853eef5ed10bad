import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'

it('carries voice, picture and messages between everybody, and outlives whoever leaves or misbehaves', async () => {
  const program = join(import.meta.dirname, 'loopback.ts')
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', program], {
    timeout: 60_000,
  })
  const { grown, ...seen } = JSON.parse(stdout)
  expect(seen).toEqual({
    unwatched: 0,
    hello: true,
    unheard: 0,
    stillHeard: 0,
    kinds: ['audio'],
    leftOver: 0,
    stream: 'x',
  })
  // Megabytes after 200 joins and leaves; the library keeps some, and no more with more of them.
  expect(grown).toBeLessThan(120)
}, 70_000)
