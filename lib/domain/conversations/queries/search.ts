import type { ListedRow } from '@/lib/domain/conversations/serialize'
import type { WorkspaceScope } from '@/lib/domain/scope'
import {
  type Bind,
  binder,
  conditions,
  type Filters,
  inOrder,
  listedColumns,
  read,
  type Start,
} from './list-statement'

/** The most that a search counts. Counting all that a common text is found in would read all there is. */
const mostFound = 1000

/**
 * A search looks through the newest of the list first, where a common text is found at once; what is rare is looked up
 * by its trigrams, which is fast as long as little matches.
 */
const looked = 2_000
/** So far it looks on to count what is neither: at least one of twenty of those looked through has it. */
const lookedOn = 20_000
const oneOf = 20
/** Characters below which trigrams find nothing. */
const trigram = 3

/** As a pattern of `ilike` that finds it anywhere, what a pattern means something by taken as it is. */
const pattern = (text: string) => `%${text.replace(/[\\%_]/g, '\\$&')}%`

/** A text as it is looked for: in the name, in what was said, or as the id itself. */
const sought = (bind: Bind, text: string) => {
  const like = bind(pattern(text))
  return {
    id: `${bind(text.trim().toLowerCase())}::text`,
    named: `c.name ilike ${like}`,
    said: `u.text ilike ${like}`,
  }
}

/** The newest conversations of a list, as many as are looked through, called `c`, with the condition that the text is in them. */
function newest(
  bind: Bind,
  scope: WorkspaceScope,
  filters: Filters,
  text: string,
  { place }: Start,
  most: number,
) {
  const { id, named, said } = sought(bind, text)
  return `(
      select * from conversations c where ${conditions(bind, scope, filters, place)}
      order by ${inOrder} limit ${most}) c
    where (${named} or c.id = ${id}
      or exists (select 1 from utterances u where u.conversation_id = c.id and ${said}))`
}

/** All conversations of the list that the text is in, as the query `found`, by trigrams. */
function found(bind: Bind, scope: WorkspaceScope, filters: Filters, text: string): string {
  const { id, named, said } = sought(bind, text)
  return `found as materialized (
    select c.id, c.created_at from conversations c
    where ${conditions(bind, scope, filters)} and c.id in (
      select c.id from conversations c where ${named}
      union select u.conversation_id from utterances u where ${said}
      union select ${id}))`
}

/** Where to begin in a list of `size`. */
type From = Start & { size: number }

/** Rows that a text is in among the newest of a list; null where there may be others behind them. */
async function rowsOfNewest(
  scope: WorkspaceScope,
  filters: Filters,
  text: string,
  { size, ...start }: From,
  limit: number,
): Promise<ListedRow[] | null> {
  const { skipped = 0 } = start
  if (size > looked && skipped + limit > looked) return null
  const values: unknown[] = []
  const bind = binder(values)
  const rows = await read<ListedRow>({
    text: `select w.price_per_minute as "pricePerMinute", w.currency, c.*
      from workspaces w cross join lateral (
        select ${listedColumns} from ${newest(bind, scope, filters, text, start, looked)}
        order by ${inOrder} offset ${bind(skipped)} limit ${limit}) c
      where w.id = ${bind(scope.workspaceId)} order by c."createdAt" desc, c.id desc`,
    values,
  })
  return size <= looked || rows.length === limit ? rows : null
}

/** How many of the newest of a list a text is in, counted up to `mostFound`. */
async function countNewest(
  scope: WorkspaceScope,
  filters: Filters,
  text: string,
  most: number,
): Promise<number> {
  const values: unknown[] = []
  const [row] = await read<{ count: number }>({
    text: `select count(*)::int from (
      select 1 from ${newest(binder(values), scope, filters, text, {}, most)} limit ${mostFound}) each`,
    values,
  })
  return row?.count ?? 0
}

/** How many of a list of `size` a text is in, as far as its newest tell; null where they do not. */
async function countByNewest(
  scope: WorkspaceScope,
  filters: Filters,
  text: string,
  size: number,
): Promise<number | null> {
  const few = await countNewest(scope, filters, text, looked)
  if (few === mostFound || size <= looked) return few
  if (few * oneOf < looked && text.length >= trigram) return null
  const more = await countNewest(scope, filters, text, lookedOn)
  return more === mostFound || size <= lookedOn ? more : null
}

/** Rows that a text is in wherever they stand, and their number up to `mostFound`. */
async function everywhere(
  scope: WorkspaceScope,
  filters: Filters,
  text: string,
  { place, skipped = 0 }: Start,
  limit: number,
): Promise<Found> {
  const values: unknown[] = []
  const bind = binder(values)
  const rows = await read<ListedRow & { total: number }>({
    text: `with ${found(bind, scope, filters, text)}
      select whole.total, w.price_per_minute as "pricePerMinute", w.currency, c.*
      from workspaces w
        cross join (select count(*)::int as total from (select 1 from found limit ${mostFound}) each) whole
        left join lateral (
          select ${listedColumns} from conversations c join (
            select * from found c ${place ? `where (c.created_at, c.id) < (${bind(place.createdAt)}, ${bind(place.id)})` : ''}
            order by ${inOrder} offset ${bind(skipped)} limit ${limit}) f on f.id = c.id) c on true
      where w.id = ${bind(scope.workspaceId)} order by c."createdAt" desc, c.id desc`,
    values,
  })
  return { rows: rows.filter(({ id }) => id !== null), total: rows[0]?.total ?? 0 }
}

type Found = { rows: ListedRow[]; total: number }

/**
 * The conversations of a list of `size` that a text is in: so many from a start on, newest first, and how many there are,
 * counted up to `mostFound`.
 */
export async function search(
  scope: WorkspaceScope,
  filters: Filters,
  text: string,
  from: From,
  limit: number,
): Promise<Found> {
  const [rows, total] = await Promise.all([
    rowsOfNewest(scope, filters, text, from, limit),
    countByNewest(scope, filters, text, from.size),
  ])
  if (rows && total !== null) return { rows, total }
  return await everywhere(scope, filters, text, from, limit)
}

/** The same without their number. */
export async function searchRows(
  scope: WorkspaceScope,
  filters: Filters,
  text: string,
  from: From,
  limit: number,
): Promise<ListedRow[]> {
  const rows = await rowsOfNewest(scope, filters, text, from, limit)
  return rows ?? (await everywhere(scope, filters, text, from, limit)).rows
}
