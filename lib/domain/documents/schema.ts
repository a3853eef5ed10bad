import * as z from 'zod'
import { filledText, text, textList, webAddress, wholeNumber } from '@/lib/domain/requests/schema'
import { crawlBounds, errorCodes, limits, statuses } from './rules/limits'
import { strategies } from './rules/retrieval'

const timestamp = z.string().describe('UTC, ISO 8601 with microseconds and Z')
const name = filledText(limits.name, 'document_name')
const tags = textList('tags', { items: limits.tags, length: limits.tag }).transform((list) => [
  ...new Set(list.map((tag) => tag.trim()).filter(Boolean)),
])
const callbackUrl = webAddress(2048, 'callback_url').describe(
  'Told when it is ready, or why it could not be read',
)

const bound = (what: string, { least, most }: { least: number; most: number }) => {
  const error = `crawl.${what} must be a whole number from ${least} to ${most}.`
  return z.int({ error }).min(least, error).max(most, error)
}
const crawl = z
  .object(
    {
      depth: bound('depth', crawlBounds.depth).default(1).describe('How many links from the first page'),
      max_pages: bound('max_pages', crawlBounds.pages).default(10).describe('How many pages at most'),
    },
    { error: 'crawl must be an object with depth and max_pages.' },
  )
  .describe('Reads the pages that the first one links to as well, of the same site only')

/** `POST /v2/documents`. */
export const documentRequest = z.object({
  document_url: webAddress(2048, 'document_url').describe(
    'A page of the web, or a file: PDF, docx, pptx, Markdown, plain text',
  ),
  document_name: name.optional().describe('What lists call it; its own title where it is left out'),
  callback_url: callbackUrl.optional(),
  tags: tags.optional(),
  crawl: crawl.optional(),
})

/** `POST /v2/documents/uploads`. */
export const uploadRequest = z.object({
  document_name: name.describe('What lists call it: mostly the name of the file'),
  callback_url: callbackUrl.optional(),
  tags: tags.optional(),
})

/** Where a file may be sent to, once. */
export const uploadTicket = z.object({
  document_id: z.string().describe('What the document will be'),
  upload_url: z.string().describe('Path on this server: PUT the bytes of the file there, without a key'),
  expires_at: timestamp,
  max_bytes: z.int(),
})

/** `PATCH /v2/documents/{id}`: what is left out stays. */
export const documentChange = z.object({ document_name: name.optional(), tags: tags.optional() })

const status = z.enum(statuses, { error: `status must be one of ${statuses.join(', ')}` })

/** A document on the wire. */
export const document = z.object({
  document_id: z.string(),
  document_name: z.string(),
  document_url: z.string().describe('Where it came from; of an upload the path here that answers with it'),
  status: status.describe('started: it waits for its turn; recrawling: what was read before still counts'),
  progress: z.int().nullable().describe('Percent; null after it has failed'),
  error_message: z.enum(errorCodes).nullable().describe('Why it could not be read, as a code'),
  error_detail: z.string().nullable().describe('The same in words'),
  tags: z.array(z.string()),
  callback_url: z.string().nullable(),
  source: z.enum(['url', 'upload']),
  format: z.string().nullable().describe('pdf, docx, pptx, html, markdown or text, by its bytes'),
  bytes: z.int(),
  page_count: z.int().nullable(),
  word_count: z.int(),
  passage_count: z.int().describe('Pieces that answers are taken from'),
  language: z.string().nullable().describe('Full English name, as it was detected'),
  crawl_config: z.object({ depth: z.int(), max_pages: z.int() }).nullable(),
  crawled_urls: z.array(z.string()),
  last_crawled_at: timestamp.nullable(),
  crawl_count: z.int(),
  created_at: timestamp,
  updated_at: timestamp,
})

const perPage = {
  limit: wholeNumber(1, 100, 'limit').default(10).describe('Rows on a page'),
  page: wholeNumber(0, 1_000_000, 'page').default(0).describe('Which page, from 0'),
}

/** The query of `GET /v2/documents`. */
export const documentListQuery = z.object({
  ...perPage,
  sort: z
    .enum(['ascending', 'descending'], { error: 'sort must be ascending or descending' })
    .default('descending')
    .describe('By when they were made'),
  status: status.optional(),
  name_or_uuid: z.string().max(200).optional().describe('Part of the name, or the id'),
  tags: z.string().max(2000).optional().describe('Separated by commas: those that have any of them'),
})

export const documentList = z.object({
  data: z.array(document),
  total_count: z.int(),
  page: z.int(),
  limit: z.int(),
})

/** `GET /v2/documents/tags`. */
export const documentTags = z.object({
  data: z.array(z.object({ tag: z.string(), documents: z.int() })).describe('By name'),
})

/** The query of `GET /v2/documents/{id}/passages`. */
export const passageListQuery = z.object(perPage)

export const passageList = z.object({
  data: z.array(
    z.object({
      number: z.int().describe('From 0, in the order of the text'),
      place: z.string().describe('A page or a heading; empty where there is none'),
      text: z.string(),
    }),
  ),
  total_count: z.int(),
  page: z.int(),
  limit: z.int(),
})

/** What a strategy does, for the form, the reference and the docs. */
export const strategyRule =
  'speed: the 3 passages that full text search ranks first, in one query. balanced: 6, weighed by how much of the question they cover, and words that stand nowhere are looked for by similar ones. quality: 10, with the passages before and after the best 3, and without those that repeat another.'

export const retrievalStrategy = z
  .enum(strategies, {
    error: 'document_retrieval_strategy must be "speed", "balanced" or "quality".',
  })
  .describe(`How many passages are looked for, and how (balanced). ${strategyRule}`)

/** The query of `GET /v2/documents/search`. */
export const searchQuery = z.object({
  question: text(limits.question, 'question')
    .default('')
    .describe('In any words: what somebody would ask. Without one nothing is retrieved'),
  strategy: z
    .enum(strategies, { error: 'strategy must be speed, balanced or quality' })
    .default('balanced')
    .describe(strategyRule),
  document_ids: z.string().max(10_000).optional().describe('Separated by commas; all of them if left out'),
  tags: z.string().max(2000).optional().describe('Separated by commas: those that have any of them as well'),
})

/** What a question retrieves. */
export const searchAnswer = z.object({
  strategy: z.enum(strategies),
  data: z
    .array(
      z.object({
        document_id: z.string(),
        document_name: z.string(),
        number: z.int(),
        place: z.string(),
        text: z.string(),
        score: z.number().describe('Higher is better; comparable within one answer only'),
      }),
    )
    .describe('The best first'),
})

export type DocumentRequest = z.input<typeof documentRequest>
export type UploadRequest = z.input<typeof uploadRequest>
export type UploadTicket = z.infer<typeof uploadTicket>
export type DocumentChange = z.input<typeof documentChange>
export type Document = z.infer<typeof document>
export type DocumentList = z.infer<typeof documentList>
export type DocumentListQuery = z.output<typeof documentListQuery>
export type DocumentTags = z.infer<typeof documentTags>
export type PassageList = z.infer<typeof passageList>
export type PassageListQuery = z.output<typeof passageListQuery>
export type SearchQuery = z.output<typeof searchQuery>
export type SearchAnswer = z.infer<typeof searchAnswer>
