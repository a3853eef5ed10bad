import { webhookTargets } from '@/lib/domain/webhooks/service/targets'
import type { Document as Row } from '@/lib/platform/database/generated/client'
import { publicAgents, type Resolve } from '@/lib/platform/outbound'
import { FetchError, type Fetched, fetchFile } from '@/lib/platform/outbound-file'
import { UnreadableError } from '@/lib/platform/reading/format'
import type { IndexedChunk, Reading } from '@/lib/platform/reading/read'
import type { Reader } from '@/lib/platform/reading/reader'
import { registry } from '@/lib/platform/registry'
import { documentPath, draftOf, remove } from '@/lib/platform/storage/folder'
import { linkedPages, mostCharactersOfSite, placeOnSite, plainAddress } from '../rules/crawl'
import { crawlMs, type ErrorCode, fetchMs, mostBytesOfFile } from '../rules/limits'
import { type CrawlConfig, crawlOf } from '../serialize'
import { ReadingFailed } from './failure'
import { type Outcome, progressed } from './store'

type Tools = { reader: Reader; signal: AbortSignal; resolve: Resolve | undefined }
type Visited = Fetched & { reading: Reading }
type Visit = (url: string) => Promise<Visited>

/**
 * Fetches and reads what stands at a document's address, and of a site the pages that it links to.
 * @throws ReadingFailed, what the reader throws, or the signal's reason
 */
export async function readAddress(row: Row, address: string, tools: Tools): Promise<Outcome> {
  const visit = visitor(row.id, tools)
  const first = await visit(address)
  const crawl = crawlOf(row)
  if (!crawl || first.reading.format !== 'html') {
    return { ...first.reading, bytes: first.bytes, crawledUrls: [first.url] }
  }
  const pages = await crawled(row, { crawl, first, visit, signal: tools.signal })
  return {
    ...first.reading,
    pages: pages.length,
    chunks: chunksOfSite(pages),
    bytes: pages.reduce((sum, { bytes }) => sum + bytes, 0),
    crawledUrls: pages.map(({ url }) => url),
  }
}

function visitor(documentId: string, { reader, signal, resolve }: Tools): Visit {
  const { clock } = registry()
  const targets = webhookTargets()
  const agents = publicAgents({ permits: targets.permits, resolve })
  const limits = { timeoutMs: fetchMs, mostBytes: mostBytesOfFile }
  return async (url) => {
    const path = draftOf(documentPath(documentId))
    try {
      const fetched = await fetchFile({ url, path, agents, targets, clock, signal, ...limits })
      return { ...fetched, reading: await reader.read(path) }
    } catch (error) {
      if (signal.aborted) throw signal.reason
      throw error instanceof FetchError ? failureOf(error) : error
    } finally {
      await remove(path)
    }
  }
}

const codes: Record<FetchError['reason'], ErrorCode> = {
  address: 'invalid_file_url',
  answer: 'file_download_failed',
  size: 'file_size_too_large',
}

const failureOf = ({ reason, message, isLasting }: FetchError) =>
  new ReadingFailed(codes[reason], message, isLasting)

type Site = { crawl: CrawlConfig; first: Visited; visit: Visit; signal: AbortSignal }

/** The pages of a site, nearest first. One that cannot be had or read is left out. */
async function crawled(row: Row, { crawl, first, visit, signal }: Site): Promise<Visited[]> {
  const { clock } = registry()
  const until = clock.now().getTime() + crawlMs
  const pages = [first]
  const seen = new Set([plainAddress(first.url)])
  let characters = lengthOf(first)
  let level = [first]
  for (let depth = 1; depth <= crawl.depth && level.length > 0; depth++) {
    const next: Visited[] = []
    for (const url of level.flatMap(({ url, reading }) => linkedPages(reading.links, url))) {
      if (pages.length >= crawl.max_pages || characters > mostCharactersOfSite) return pages
      if (clock.now().getTime() > until) return pages
      if (seen.has(url)) continue
      seen.add(url)
      const page = await persistent(visit, url).catch(leftOut)
      signal.throwIfAborted()
      // It may have led to one that was read, or out of the site.
      if (!page || new URL(page.url).origin !== new URL(first.url).origin) continue
      if (page.url !== url && seen.has(plainAddress(page.url))) continue
      seen.add(plainAddress(page.url))
      characters += lengthOf(page)
      pages.push(page)
      next.push(page)
      void progressed(row, pages.length / crawl.max_pages)
    }
    level = next
  }
  return pages
}

/** Visits a page, and once more where that may have failed in passing: nobody comes back to it before the next crawl. */
async function persistent(visit: Visit, url: string): Promise<Visited> {
  try {
    return await visit(url)
  } catch (error) {
    if (error instanceof ReadingFailed && !error.isLasting) return await visit(url)
    throw error
  }
}

/** A page that cannot be had or read. A fault of this server is none of the page's, and must not take good text away. */
function leftOut(error: unknown): null {
  if (error instanceof ReadingFailed || error instanceof UnreadableError) return null
  throw error
}

const lengthOf = ({ reading }: Visited) => reading.chunks.reduce((sum, { text }) => sum + text.length, 0)

/** The passages of all pages; what stands on several of them, as menus do, counts once. */
function chunksOfSite(pages: Visited[]): IndexedChunk[] {
  const chunks = new Map<string, IndexedChunk>()
  for (const { url, reading } of pages) {
    const title = reading.title || new URL(url).pathname
    for (const chunk of reading.chunks) {
      if (!chunks.has(chunk.text))
        chunks.set(chunk.text, { ...chunk, place: placeOnSite(title, chunk.place) })
    }
  }
  return [...chunks.values()]
}
