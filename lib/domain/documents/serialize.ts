import { timestamp } from '@/lib/domain/conversations/serialize'
import type { Document as Row } from '@/lib/platform/database/generated/client'
import type { ErrorCode } from './rules/limits'
import type { Document } from './schema'

export type CrawlConfig = { depth: number; max_pages: number }

/** How far a document's site is read; null: it is this one page or file. */
export const crawlOf = (row: Pick<Row, 'crawl'>) => row.crawl as CrawlConfig | null

/** Where this server answers with an uploaded file. */
const fileUrl = (id: string) => `/v2/documents/${id}/file`

/** A document as the API tells it. */
export function toDocument(row: Row): Document {
  return {
    document_id: row.id,
    document_name: row.name,
    document_url: row.url ?? fileUrl(row.id),
    status: row.status,
    progress: row.progress,
    error_message: row.errorCode as ErrorCode | null,
    error_detail: row.problem,
    tags: row.tags,
    callback_url: row.callbackUrl,
    source: row.url ? 'url' : 'upload',
    format: row.format,
    bytes: Number(row.bytes),
    page_count: row.pages,
    word_count: row.words,
    passage_count: row.passageCount,
    language: row.language,
    crawl_config: crawlOf(row),
    crawled_urls: row.crawledUrls,
    last_crawled_at: row.lastCrawledAt && timestamp(row.lastCrawledAt),
    crawl_count: row.crawlCount,
    created_at: timestamp(row.createdAt),
    updated_at: timestamp(row.updatedAt),
  }
}
