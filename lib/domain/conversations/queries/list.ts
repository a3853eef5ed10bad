import type {
  Conversation,
  ConversationList,
  ConversationListQuery,
} from '@/lib/domain/conversations/schema/response'
import { type ListedRow, listedToWire } from '@/lib/domain/conversations/serialize'
import { DomainError } from '@/lib/domain/errors'
import { cursorOf } from '@/lib/domain/requests/schema'
import type { WorkspaceScope } from '@/lib/domain/scope'
import {
  countAll,
  type Place,
  pageStatement,
  placeOf,
  read,
  rowsStatement,
  type Start,
} from './list-statement'
import { search, searchRows } from './search'

const cursor = cursorOf('c[0-9a-f]{7,15}')

type Query = Omit<ConversationListQuery, 'limit' | 'page' | 'cursor'>

/** Rows of a page, one that is on the next where there is one; and how many the list has. */
type Page = { rows: ListedRow[]; total: number }

/**
 * One page of a workspace's conversations, newest first: by `cursor`, or by `page` as compatible clients do. Without a
 * text to look for, any page costs about what the first one does, however many there are.
 * @throws DomainError `invalid` for a cursor that is not one of ours
 */
export async function listConversations(
  scope: WorkspaceScope,
  query: ConversationListQuery,
  origin: string,
): Promise<ConversationList> {
  const { limit, page: number = 1, cursor: from, ...wanted } = query
  const place = from ? cursor.read(from) : null
  if (from && !place) {
    throw new DomainError(
      'invalid',
      'This cursor is not one that a list returned. Leave it out to begin anew.',
      {
        field: 'cursor',
      },
    )
  }
  const { rows, total } = await readPage(
    scope,
    wanted,
    place ? { place } : { skipped: (number - 1) * limit },
    limit,
  )
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return {
    data: shown.map((row) => listedToWire(row, origin)),
    total_count: total,
    next_cursor: rows.length > limit && last ? cursor.write(placeOf(last)) : null,
  }
}

async function readPage(
  scope: WorkspaceScope,
  { text, ...filters }: Query,
  start: Start,
  limit: number,
): Promise<Page> {
  if (text) {
    return await search(scope, filters, text, { ...start, size: await countAll(scope, filters) }, limit + 1)
  }
  const rows = await read<ListedRow & { total: number }>(pageStatement(scope, filters, start, limit))
  // Where the page is empty the count stands alone.
  return { rows: rows.filter(({ id }) => id !== null), total: rows[0]?.total ?? 0 }
}

/** Rows that are read at once where all are wanted. */
const batch = 500

/** Every conversation that the query finds, newest first, some hundred at a time; those that begin meanwhile are not among them. */
export async function* eachConversation(
  scope: WorkspaceScope,
  { text, ...filters }: Query,
  origin: string,
): AsyncGenerator<Conversation[]> {
  const size = text ? await countAll(scope, filters) : 0
  let place: Place | undefined
  do {
    const rows = text
      ? await searchRows(scope, filters, text, { place, size }, batch)
      : await read<ListedRow>(rowsStatement(scope, filters, place, batch))
    yield rows.map((row) => listedToWire(row, origin))
    const last = rows.length === batch ? rows.at(-1) : undefined
    place = last && placeOf(last)
  } while (place)
}
