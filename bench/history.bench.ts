import { benchRegistry } from '@/e2e/support/bench-registry'
import { type Figure, median, printFigures } from '@/e2e/support/bench-table'
import { fillHistory, million } from '@/e2e/support/million'
import { eachConversation, listConversations } from '@/lib/domain/conversations/queries/list'
import type { ConversationListQuery } from '@/lib/domain/conversations/schema/response'
import { utcDay } from '@/lib/domain/usage/rules'

/**
 * A workspace with a million conversations: what the last page of its list costs beside the first one, by cursor and by
 * page, for every filter; what searches cost; and an export of everything in memory that does not grow.
 */
const rounds = 41
const most = 1.5
const limit = 20
const origin = 'http://localhost:3000'

const bench = await benchRegistry()
const scope = await bench.owner()
const filling = performance.now()
await fillHistory(scope, million)
console.log(`  made in ${((performance.now() - filling) / 1000).toFixed(0)} s`)

const list = (query: Partial<ConversationListQuery>) => listConversations(scope, { limit, ...query }, origin)

/** Milliseconds each takes, measured in turns. */
async function timed(works: (() => Promise<unknown>)[]): Promise<number[]> {
  const times: number[][] = works.map(() => [])
  for (let round = -5; round < rounds; round++) {
    for (const [index, work] of works.entries()) {
      const began = performance.now()
      await work()
      if (round >= 0) times[index]?.push(performance.now() - began)
    }
  }
  return times.map(median)
}

/** The cursor before the last page, without walking through all the others. */
async function lastCursor(query: Partial<ConversationListQuery>, pages: number): Promise<string | undefined> {
  return pages < 2 ? undefined : ((await list({ ...query, page: pages - 1 })).next_cursor ?? undefined)
}

const daysAgo = (days: number) => utcDay(new Date(Date.now() - days * 86_400_000))
const filters: Record<string, Partial<ConversationListQuery>> = {
  'no filter': {},
  'status=active': { status: 'active' },
  'status=ended': { status: 'ended' },
  'persona_id, often': { persona_id: 'p0' },
  'persona_id, seldom': { persona_id: 'p49' },
  replica_id: { replica_id: 'r3' },
  'provider=studio': { provider: 'studio' },
  'provider=tavus': { provider: 'tavus' },
  'from, to': { from: daysAgo(120), to: daysAgo(90) },
}
const figures: Figure[] = []
for (const [what, query] of Object.entries(filters)) {
  const { total_count: total } = await list(query)
  const pages = Math.ceil(total / limit)
  const cursor = await lastCursor(query, pages)
  const [first = 0, middle = 0, last = 0, byCursor = 0] = await timed([
    () => list(query),
    () => list({ ...query, page: Math.ceil(pages / 2) }),
    () => list({ ...query, page: pages }),
    () => list({ ...query, cursor }),
  ])
  figures.push({ what: `${what}: rows`, value: total })
  figures.push({ what: `${what}: first page`, value: first, unit: 'ms' })
  figures.push({ what: `${what}: middle page over first`, value: middle / first })
  figures.push({ what: `${what}: last page over first`, value: last / first, most })
  figures.push({ what: `${what}: last by cursor over first`, value: byCursor / first, most })
}

for (const [what, text] of Object.entries({ 'one in six': 'Lesson', 'some dozen': '99999', none: 'zzzz' })) {
  const [time = 0] = await timed([() => list({ text })])
  figures.push({ what: `text that is in ${what}`, value: time, unit: 'ms' })
}

/** Megabytes of memory while an export is read, from where it has settled on, and how long it took. */
async function exported(): Promise<{ rows: number; seconds: number; growth: number; peak: number }> {
  const samples: number[] = []
  let rows = 0
  const began = performance.now()
  for await (const page of eachConversation(scope, {}, origin)) {
    rows += page.length
    if (rows % 10_000 < page.length) samples.push(process.memoryUsage().rss / 1e6)
  }
  const half = samples.slice(Math.floor(samples.length / 5))
  const [early, late] = [half.slice(0, half.length / 2), half.slice(half.length / 2)]
  return {
    rows,
    seconds: (performance.now() - began) / 1000,
    growth: median(late) - median(early),
    peak: Math.max(...samples),
  }
}
const { rows, seconds, growth, peak } = await exported()
figures.push({ what: 'export: rows', value: rows })
figures.push({ what: 'export: rows a second', value: rows / seconds })
figures.push({ what: 'export: most memory', value: peak, unit: 'MB' })
figures.push({ what: 'export: memory of the last part over the first', value: growth, unit: 'MB', most: 20 })

await bench.close()
printFigures(figures)
