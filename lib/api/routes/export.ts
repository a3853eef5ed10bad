import * as z from 'zod'
import { eachConversation } from '@/lib/domain/conversations/queries/list'
import { type Conversation, conversationListQuery } from '@/lib/domain/conversations/schema/response'
import { registry } from '@/lib/platform/registry'
import { csvLine } from '../csv'
import { bothNames } from '../names'
import { type Route, route } from '../route'
import { streamOf } from '../stream'

const columns = [
  ...['conversation_id', 'conversation_name', 'status', 'persona_id', 'persona_name', 'replica_id'],
  ...['replica_name', 'created_at', 'ended_at', 'duration', 'end_cause', 'test_mode', 'conversation_url'],
  'provider',
] as Exclude<keyof Conversation, 'cost'>[]

type Pages = AsyncGenerator<Conversation[]>

async function* csv(pages: Pages) {
  yield csvLine([...columns, 'cost', 'currency'])
  for await (const rows of pages) {
    const lines = rows.map((row) =>
      csvLine([...columns.map((name) => row[name]), row.cost?.amount ?? null, row.cost?.currency ?? null]),
    )
    yield lines.join('')
  }
}

async function* json(pages: Pages) {
  let before = '[\n'
  for await (const rows of pages) {
    for (const row of rows) {
      yield before + JSON.stringify(bothNames(row))
      before = ',\n'
    }
  }
  yield before === '[\n' ? '[]\n' : '\n]\n'
}

const formats = {
  csv: { type: 'text/csv; charset=utf-8', write: csv },
  json: { type: 'application/json; charset=utf-8', write: json },
}

/** Whole lists as files. */
export const exportRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/v2/conversations/export',
    access: 'read',
    query: conversationListQuery
      .omit({ limit: true, page: true, cursor: true })
      .extend({ format: z.enum(['csv', 'json'], { error: 'format must be csv or json' }).default('csv') }),
    answer: null,
    reference: {
      id: 'exportConversations',
      tag: 'Conversations',
      summary: 'Export conversations',
      description: 'All that match, as a file, however many.',
      query: { format: 'csv' },
      sends: { 'text/csv': 'A line for each conversation', 'application/json': 'A list of conversations' },
    },
    async handle({ scope, query: { format, ...query }, origin, request }) {
      const { type, write } = formats[format]
      const day = registry().clock.now().toISOString().slice(0, 10)
      const headers = {
        'content-type': type,
        'content-disposition': `attachment; filename="conversations-${day}.${format}"`,
        'cache-control': 'no-store',
      }
      if (request.method === 'HEAD') return new Response(null, { headers })
      return new Response(streamOf(write(eachConversation(scope, query, origin))), { headers })
    },
  }),
]
