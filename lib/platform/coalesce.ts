import { setImmediate } from 'node:timers/promises'

/**
 * Has what is asked for in one turn of the event loop, or while an answer is under way, answered together: under each name
 * `work` does one thing at a time, for all who asked meanwhile, and answers in their order. What anybody gets was begun
 * after they asked. An error is everybody's who waited for it.
 */
export function coalesce<Item, Result>(
  work: (name: string, items: Item[]) => Promise<Result[]>,
): (name: string, item: Item) => Promise<Result> {
  type Asked = { item: Item; resolve(result: Result): void; reject(error: unknown): void }
  /** Who waits for the next answer, by name. */
  const waiting = new Map<string, Asked[]>()

  async function answer(name: string): Promise<void> {
    while (waiting.get(name)?.length) {
      // The requests that have come by now are read in this turn; all of them are answered together.
      await setImmediate()
      const asked = waiting.get(name) ?? []
      waiting.set(name, [])
      try {
        const results = await work(
          name,
          asked.map(({ item }) => item),
        )
        for (const [index, { resolve }] of asked.entries()) resolve(results[index] as Result)
      } catch (error) {
        for (const { reject } of asked) reject(error)
      }
    }
    waiting.delete(name)
  }

  return (name, item) =>
    new Promise((resolve, reject) => {
      const asked = { item, resolve, reject }
      const behind = waiting.get(name)
      if (behind) return void behind.push(asked)
      waiting.set(name, [asked])
      void answer(name)
    })
}
