import type { Database, Transaction } from '@/lib/platform/database/client'
import { inTransaction } from '@/lib/platform/database/client'
import type { Document as Row } from '@/lib/platform/database/generated/client'
import { asLine } from '@/lib/platform/reading/blocks'
import type { IndexedChunk, Reading } from '@/lib/platform/reading/read'
import { registry } from '@/lib/platform/registry'
import { configurationOf, languageOfTexts } from '../rules/language'
import { type ErrorCode, isUnderWay } from '../rules/limits'
import { isNamedByAddress } from './create'
import { announce, tellOutcome } from './tell'

/** What was understood of a document, and what of it was fetched. */
export type Outcome = Omit<Reading, 'links'> & { bytes: number; crawledUrls: string[] }

/** Passages that are stored by one statement. */
const batch = 500
/** Milliseconds that storing the longest text may take. */
const storingMs = 120_000
/** Percent of the whole that reading is; storing is the rest. */
const readingPart = 90

/** Says that a document is being read. */
export async function begun(row: Row): Promise<void> {
  await report(row, 1)
}

/** Says how far the reading is, from 0 to 1. Nothing depends on it, so it is not waited for. */
export async function progressed(row: Row, part: number): Promise<void> {
  await report(row, Math.max(1, Math.floor(part * readingPart))).catch(() => {})
}

async function report({ id, workspaceId, round }: Row, progress: number): Promise<void> {
  const { database } = registry()
  const changed = await database.$executeRaw`
    update documents set progress = ${progress}::int,
      status = case when status = 'started' then 'processing'::"DocumentStatus" else status end
    where id = ${id} and round = ${round} and status in ('started', 'processing', 'recrawling')
      and coalesce(progress, 0) <= ${progress}::int`
  if (changed > 0) await announce(database as Database & Transaction, { id, workspaceId })
}

/** The row under its lock, as long as this reading of it still counts. */
async function lockUnderWay(tx: Transaction, { id, round }: Row): Promise<Row | null> {
  await tx.$queryRaw`select 1 from documents where id = ${id} for update`
  const row = await tx.document.findUnique({ where: { id } })
  return row && row.round === round && isUnderWay(row.status) ? row : null
}

/** Stores what was understood of a document, in the place of what was understood before; then it is ready. */
export async function storeReading(before: Row, outcome: Outcome): Promise<void> {
  const { database, clock } = registry()
  const { format, title, pages, chunks, bytes, crawledUrls } = outcome
  const language = languageOfTexts(chunks.map(({ text }) => text))
  await inTransaction(
    database,
    async (tx) => {
      const row = await lockUnderWay(tx, before)
      if (!row) return
      const now = clock.now()
      await tx.passage.deleteMany({ where: { documentId: row.id } })
      for (let from = 0; from < chunks.length; from += batch) {
        await insert(tx, { documentId: row.id, from, language }, chunks.slice(from, from + batch))
      }
      await countWords(tx, row.id)
      const ready = await tx.document.update({
        where: { id: row.id },
        data: {
          ...{ status: 'ready', progress: 100, errorCode: null, problem: null, updatedAt: now },
          ...{ format, pages, bytes, language, passageCount: chunks.length },
          words: chunks.reduce((sum, { words }) => sum + words, 0),
          ...(title && isNamedByAddress(row) && { name: title }),
          ...(row.url && { crawledUrls, lastCrawledAt: now, crawlCount: row.crawlCount + 1 }),
        },
      })
      await tellOutcome(tx, ready, now)
      await announce(tx, ready)
    },
    { timeout: storingMs },
  )
}

async function insert(
  tx: Transaction,
  { documentId, from, language }: { documentId: string; from: number; language: string },
  chunks: IndexedChunk[],
): Promise<void> {
  const column = <Name extends keyof IndexedChunk>(name: Name) => chunks.map((chunk) => chunk[name])
  await tx.$executeRaw`
    insert into passages (document_id, number, place, text, words, search)
    select ${documentId}, ${from}::int + at::int - 1, place, text, words,
      to_tsvector(${configurationOf(language)}::regconfig, search)
    from unnest(${column('place')}::text[], ${column('text')}::text[], ${column('words')}::int[], ${column('search')}::text[])
      with ordinality as chunk (place, text, words, search, at)`
}

/** Counts in how many passages of a document each word stands. */
async function countWords(tx: Transaction, documentId: string): Promise<void> {
  await tx.documentWord.deleteMany({ where: { documentId } })
  await tx.$executeRaw`
    insert into document_words (document_id, lexeme, passages)
    select ${documentId}, lexeme, count(*) from passages, unnest(search)
    where document_id = ${documentId} group by lexeme`
}

/** Says why a document could not be read. What was understood of it before stays. */
export async function storeFailure(before: Row, errorCode: ErrorCode, problem: string): Promise<void> {
  const { database, clock } = registry()
  await inTransaction(database, async (tx) => {
    const row = await lockUnderWay(tx, before)
    if (!row) return
    const now = clock.now()
    const failed = await tx.document.update({
      where: { id: row.id },
      data: { status: 'error', progress: null, errorCode, problem: asLine(problem, 500), updatedAt: now },
    })
    await tellOutcome(tx, failed, now)
    await announce(tx, failed)
  })
}
