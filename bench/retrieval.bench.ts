import { benchRegistry } from '@/e2e/support/bench-registry'
import { retrieve, type Searched } from '@/lib/domain/documents/queries/retrieve'
import { strategies } from '@/lib/domain/documents/rules/retrieval'
import { storeReading } from '@/lib/domain/documents/service/store'
import { indexedWords } from '@/lib/platform/reading/words'

/**
 * How long a question takes over the documents of one conversation, 10,000 passages of 150 words, beside as many of
 * another workspace and beside a bare query of the same database. Words are as frequent as in a language (Zipf): the
 * question has rare ones, and some that stand in every other passage.
 */
const documents = 20
const passages = 500
const wordsOfPassage = 150
const vocabulary = 30_000
const rounds = 200
const mostMs = 20

/** The same numbers each time (mulberry32). */
let state = 1
function random(): number {
  state = (state + 0x6d2b79f5) | 0
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
}
const syllables = [
  'ba',
  'ce',
  'di',
  'fo',
  'gu',
  'la',
  'me',
  'ni',
  'po',
  'ru',
  'sa',
  'te',
  'vi',
  'zo',
  'ka',
  'lu',
]
const wordOf = (rank: number) => {
  let word = ''
  for (let rest = rank + 16; rest > 0; rest = Math.floor(rest / 16)) word += syllables[rest % 16]
  return word
}
/** A word by its frequency: the nth is n times as rare as the first. */
const anyWord = (from = 1) => wordOf(Math.floor(from * (vocabulary / from) ** random()))

const bench = await benchRegistry()
const { database } = bench

/** The documents of a workspace, and how long one of its passages took to store, in milliseconds. */
async function fill(workspaceId: string): Promise<{ searched: Searched[]; ms: number }> {
  const now = new Date()
  await database.workspace.create({
    data: { id: workspaceId, name: workspaceId, maxConcurrent: 5, maxCallDuration: 3600, createdAt: now },
  })
  const searched: Searched[] = []
  let ms = 0
  for (let n = 0; n < documents; n++) {
    const id = `d${workspaceId}${n}`
    const row = await database.document.create({
      data: { id, workspaceId, name: id, status: 'processing', createdAt: now, updatedAt: now },
    })
    const chunks = Array.from({ length: passages }, () => {
      const text = Array.from({ length: wordsOfPassage }, () => anyWord()).join(' ')
      return { place: '', text, words: wordsOfPassage, search: indexedWords(text) }
    })
    const began = performance.now()
    await storeReading(row, { format: 'text', title: '', pages: null, chunks, bytes: 1, crawledUrls: [] })
    ms += performance.now() - began
    searched.push({ id, name: id, language: 'english', passages })
  }
  return { searched, ms: ms / (documents * passages) }
}

const { searched, ms: storing } = await fill('asked')
await fill('other')
await database.$executeRaw`analyze passages, document_words`

const question = () =>
  [anyWord(), anyWord(), anyWord(20), anyWord(200), anyWord(2000), anyWord(5000)].join(' ')

async function measure(what: string, run: () => Promise<unknown>) {
  for (let warm = 0; warm < 20; warm++) await run()
  const times: number[] = []
  for (let round = 0; round < rounds; round++) {
    const began = performance.now()
    await run()
    times.push(performance.now() - began)
  }
  times.sort((a, b) => a - b)
  const at = (share: number) => Math.round((times[Math.floor(rounds * share)] ?? 0) * 10) / 10
  return { what, 'p50 ms': at(0.5), 'p95 ms': at(0.95), 'max ms': at(0.999) }
}

const rows = [await measure('a query that asks nothing', () => database.$queryRaw`select 1`)]
for (const strategy of strategies) {
  rows.push(await measure(strategy, () => retrieve(searched, question(), strategy)))
}
rows.push(
  await measure('balanced, a word misspelt', () =>
    retrieve(searched, `${question()} qu${anyWord(2000)}`, 'balanced'),
  ),
)
console.table(rows)
console.log(`${documents * passages} passages; ${Math.round(storing * 100) / 100} ms to store one`)

await bench.close()
const slow = rows.filter((row) => row['p95 ms'] > mostMs)
if (slow.length > 0)
  console.error(`More than ${mostMs} ms at the 95th percentile: ${slow.map(({ what }) => what).join(', ')}`)
process.exit(slow.length > 0 ? 1 : 0)
