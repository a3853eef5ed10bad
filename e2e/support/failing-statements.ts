import { once } from 'node:events'
import type { Socket } from 'node:net'
import { Client } from 'pg'

/**
 * How a statement fails: it never came to the database, or it was carried out (a commit, too) and the answer was lost. Either
 * way the connection is gone.
 */
export type Failure = 'not sent' | 'answer lost'

type Query = (this: Client, ...given: unknown[]) => unknown

/**
 * Makes the statements fail that go through a server's pool, one at a time, by its number. Nothing of the product knows of
 * it: it stands between the product and its driver, as a network does.
 */
export function failingStatements() {
  const original = Client.prototype.query as unknown as Query
  let countdown = Number.POSITIVE_INFINITY
  let isMeant = (_statement: string) => true
  let how: Failure = 'not sent'
  let failed: string | null = null

  /** The pool has learned of it when the statement fails, as when a connection breaks. */
  const lose = async (client: Client): Promise<never> => {
    const { stream } = (client as unknown as { connection: { stream: Socket } }).connection
    const closed = once(stream, 'close')
    stream.destroy()
    await closed
    throw new Error('Connection terminated unexpectedly')
  }
  const textOf = ([query]: unknown[]) =>
    typeof query === 'string' ? query : (query as { text: string }).text
  const isOfPool = (client: Client) =>
    (client as unknown as { connectionParameters: { application_name?: string } }).connectionParameters
      .application_name === 'colloquy'

  const replaced: Query = function (...given) {
    if (!isOfPool(this) || !isMeant(textOf(given)) || --countdown !== 0) return original.apply(this, given)
    failed = textOf(given)
    const last = given.at(-1)
    const answer = async (): Promise<never> => {
      if (how === 'answer lost') {
        const query = given.filter((each) => typeof each !== 'function')
        await original.apply(this, query)
      }
      return await lose(this)
    }
    if (typeof last !== 'function') return answer()
    answer().catch((error) => last(error))
    return undefined
  }
  Client.prototype.query = replaced as unknown as typeof Client.prototype.query

  return {
    /** The `number`-th statement from now on fails. */
    arm(number: number, failure: Failure): void {
      isMeant = () => true
      countdown = number
      how = failure
      failed = null
    },
    /** The answer to the next commit is lost. */
    armCommit(): void {
      isMeant = (statement) => /^commit$/i.test(statement)
      countdown = 1
      how = 'answer lost'
      failed = null
    },
    /** The statement that failed; null when there were not so many. */
    disarm(): string | null {
      countdown = Number.POSITIVE_INFINITY
      return failed
    },
    restore(): void {
      Client.prototype.query = original as unknown as typeof Client.prototype.query
    },
  }
}
