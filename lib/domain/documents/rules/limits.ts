/** Bytes of one file, and of one page of the web. */
export const mostBytesOfFile = 50 * 1024 * 1024

/** What one workspace may keep. */
export const mostDocuments = 1000
export const mostBytes = 5 * 1024 ** 3
export const mostCrawls = 100

/** Characters of a name, a question and a tag; tags of a document. */
export const limits = { name: 200, question: 2000, tag: 64, tags: 32 }

/** How far a crawl may go, in links from its first page and in pages. */
export const crawlBounds = { depth: { least: 1, most: 10 }, pages: { least: 1, most: 100 } }

/** Milliseconds before the same site may be crawled again. */
export const recrawlMs = 3_600_000

/** Milliseconds in which an upload has to begin and end, and tickets of a workspace that may wait for one. */
export const uploadMs = 3_600_000
export const mostTickets = 1000

/** Milliseconds for one address, and for all of a crawl; what was read until then counts. */
export const fetchMs = 60_000
export const crawlMs = 600_000

/** Tries after which what failed without a reason of its own is given up. */
export const mostTries = 4

/** Why a document could not be read, as the compatible contract has it. */
export const errorCodes = [
  'file_size_too_large',
  'file_format_unsupported',
  'invalid_file_url',
  'file_empty',
  'file_download_failed',
  'website_processing_failed',
  'chunking_failed',
  'embedding_failed',
  'vector_store_failed',
  's3_storage_failed',
  'contact_support',
] as const
export type ErrorCode = (typeof errorCodes)[number]

export const statuses = ['started', 'processing', 'ready', 'error', 'recrawling'] as const
export type Status = (typeof statuses)[number]

/** Whether it is being read, or waits for that. */
export const isUnderWay = (status: Status) => status !== 'ready' && status !== 'error'
