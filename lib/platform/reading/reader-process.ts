import { UnreadableError } from './format'
import { type Reading, readFileAt } from './read'

/** What the process is asked for, and what it says of it. */
export type Order = { path: string }
export type Said =
  | { progress: { done: number; of: number } }
  | { reading: Reading }
  | { unreadable: { code: UnreadableError['code']; message: string } }
  | { failed: string }

const say = (message: Said) => process.send?.(message)

process.on('message', async ({ path }: Order) => {
  let told = 0
  try {
    const reading = await readFileAt(path, (done, of) => {
      const percent = Math.floor((done / of) * 100)
      if (percent > told) say({ progress: { done, of } })
      told = Math.max(told, percent)
    })
    say({ reading })
  } catch (error) {
    if (error instanceof UnreadableError) say({ unreadable: { code: error.code, message: error.message } })
    else say({ failed: error instanceof Error ? (error.stack ?? error.message) : String(error) })
  }
})
// Ctrl-C and a service's end reach every process of the group; when to leave off is for the server to say, which kills
// this one. A file whose reading ended here would count as one that cannot be read.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => {})
// Without its parent there is nobody to read for.
process.on('disconnect', () => process.exit())
