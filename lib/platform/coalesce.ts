/**
 * Has what is asked for while an answer is under way answered together, once that is there: under each name `work` does
 * one thing at a time, for all who asked meanwhile, and answers in their order. What anybody gets was begun after they
 * asked. An error is everybody's who waited for it.
 */
export function coalesce<Item, Result>(
  work: (name: string, items: Item[]) => Promise<Result[]>,
): (name: string, item: Item) => Promise<Result> {
  type Asked = { item: Item; resolve(result: Result): void; reject(error: unknown): void }
  /** Who waits behind what is under way, by name. */
  const waiting = new Map<string, Asked[]>()

  async function answer(name: string, first: Asked): Promise<void> {
    for (let asked = [first]; asked.length > 0; asked = waiting.get(name) ?? []) {
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
      if (behind) behind.push(asked)
      else void answer(name, asked)
    })
}
