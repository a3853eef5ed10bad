import fc from 'fast-check'
import { judgeOf, operationsOf } from './judge'
import { type Caller, type Fuzzed, type Options, Tester } from './tester'
import { placeOf } from './words'

/**
 * Calls every operation of a document with requests made from it alone, valid and invalid, and through whole lives of
 * what can be created, as two workspaces and as nobody. Rejects at the first answer that breaks a promise, with the
 * request, the answer and the seed.
 */
export async function fuzz(options: Options): Promise<Fuzzed> {
  const { document, requests, seed, people } = options
  const operations = operationsOf(document)
  const tester = new Tester(options, operations, judgeOf(document))
  const nouns = operations
    .filter(({ method, path }) => method === 'POST' && operations.some((each) => each.path === placeOf(path)))
    .map(({ path }) => path)
  await tester.learnShared()
  for (let round = 0; tester.done.requests < requests; round++) {
    const noun = nouns[round % nouns.length] ?? ''
    const [owner, other] = round % 2 === 0 ? people : ([...people].reverse() as [Caller, Caller])
    const life = fc.asyncProperty(fc.gen(), async (g) => {
      await tester.life(noun, owner, other, round < nouns.length ? null : g)
      for (const [each, fixed] of Object.entries(options.lives ?? {}))
        await tester.life(each, owner, other, round < people.length ? null : g, fixed)
      await tester.logs(owner, other)
      for (const operation of operations) await tester.one(operation, owner, g)
      if (round % 4 === 0) await tester.wrongMethods()
    })
    await fc.assert(life, {
      numRuns: 1,
      seed: seed + round,
      endOnFailure: true,
      reporter: (details) => told(details, seed + round),
    })
  }
  return tester.done
}

/** Fails with what was broken, and how to see it again. */
function told({ failed, errorInstance }: fc.RunDetails<[fc.GeneratorValue]>, seed: number): void {
  if (!failed) return
  const what = errorInstance instanceof Error ? errorInstance.message : String(errorInstance)
  throw new Error(`${what}\n  From seed ${seed}.`, { cause: errorInstance })
}
