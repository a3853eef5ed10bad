import { type CustomTypesConfig, types } from 'pg'
import type { ConversationListQuery } from '@/lib/domain/conversations/schema/response'
import { type ListedRow, timestampOf } from '@/lib/domain/conversations/serialize'
import type { WorkspaceScope } from '@/lib/domain/scope'
import { dayStart } from '@/lib/domain/usage/rules'
import { registry } from '@/lib/platform/registry'

const dayMs = 86_400_000

/** What narrows a list, but for the text that is looked for in it. */
export type Filters = Omit<ConversationListQuery, 'limit' | 'page' | 'cursor' | 'text'>

/** The last conversation that was shown. */
export type Place = { createdAt: Date; id: string }

/** A row as the place behind which a list goes on. */
export const placeOf = ({ createdAt, id }: Pick<ListedRow, 'createdAt' | 'id'>): Place => ({
  createdAt: new Date(createdAt),
  id,
})

/** A statement and its parameters, which grow with what is asked for. */
export type Statement = { text: string; values: unknown[]; name?: string }

/** Adds a value to a statement's parameters; returns how its text names it. */
export type Bind = (value: unknown) => string

export const binder = (values: unknown[]): Bind => {
  return (value) => `$${values.push(value)}`
}

/** Columns of `ListedRow` in a statement that calls the conversations `c`, but for the price, which is the workspace's. */
export const listedColumns = `c.id, c.name, c.status::text as status, c.persona_id as "personaId",
  c.persona_name as "personaName", c.replica_id as "replicaId", c.replica_name as "replicaName", c.provider,
  c.provider_id as "providerId", c.meeting_url as "meetingUrl", c.callback_url as "callbackUrl",
  c.created_at as "createdAt", c.updated_at as "updatedAt", c.ended_at as "endedAt", c.end_reason as "endReason",
  c.end_detail as "endDetail", c.duration, (c.settings ->> 'test_mode')::boolean as "testMode"`

/** Newest first. */
export const inOrder = 'c.created_at desc, c.id desc'

/** The first instant behind the days of a list. */
const endOf = (to: string) => new Date(dayStart(to).getTime() + dayMs)

/** Whether a page begins behind a place, and not with the last of the days. */
const isBehind = (place: Place | undefined, to: string | undefined): place is Place =>
  place !== undefined && (!to || place.createdAt < endOf(to))

/**
 * Conditions of a list on `c`, from behind a place where there is one. Each list has an index in its order;
 * `conversations_list*` of the migrations.
 */
export function conditions(
  bind: Bind,
  { workspaceId }: WorkspaceScope,
  filters: Filters,
  place?: Place,
): string {
  const { status, persona_id, replica_id, provider, from, to } = filters
  // Of place and end one is given: with both, an index is entered at either, and walked from there.
  const behind = isBehind(place, to)
  return [
    `c.workspace_id = ${bind(workspaceId)} and c.deleted_at is null`,
    status && (status === 'ended' ? `c.status = 'ended'` : `c.status <> 'ended'`),
    persona_id && `c.persona_id = ${bind(persona_id)}`,
    replica_id && `c.replica_id = ${bind(replica_id)}`,
    provider && `c.provider = ${bind(provider)}`,
    from && `c.created_at >= ${bind(dayStart(from))}`,
    to && !behind && `c.created_at < ${bind(endOf(to))}`,
    behind && `(c.created_at, c.id) < (${bind(place.createdAt)}, ${bind(place.id)})`,
  ]
    .filter(Boolean)
    .join(' and ')
}

/** Conditions of the cells of `conversation_counts` that hold a list by day, live conversations included. */
function cells(bind: Bind, { workspaceId }: WorkspaceScope, filters: Filters): string {
  const { persona_id = '', replica_id = '', provider } = filters
  const ids = [workspaceId, persona_id, replica_id].map(bind)
  const cell = `(n.workspace_id, n.persona_id, n.replica_id) = (${ids.join(', ')})`
  return provider ? `${cell} and n.provider = ${bind(provider)}` : cell
}

/** Conditions of the days of a list. */
const days = (bind: Bind, { from, to }: Filters) =>
  [
    `n.day ${from ? `>= ${bind(from)}::date` : `> '-infinity'`}`,
    ...(to ? [`n.day <= ${bind(to)}::date`] : []),
  ].join(' and ')

/**
 * How many a list has, as an expression. Those that are live are counted one by one, as a workspace has slots for some
 * hundred at the most; all of them are known by the counts, and those that ended are the rest.
 */
function total(bind: Bind, scope: WorkspaceScope, filters: Filters): string {
  const live = () =>
    `(select count(*) from conversations c where ${conditions(bind, scope, { ...filters, status: 'active' })})`
  const isWhole = !filters.from && !filters.to
  const all = () => `(select coalesce(sum(n.count), 0) from conversation_counts n
    where ${cells(bind, scope, filters)} and ${isWhole ? `n.day = '-infinity'` : days(bind, filters)})`
  if (filters.status === 'active') return live()
  return filters.status === 'ended' ? `${all()} - ${live()}` : all()
}

/**
 * Where a page begins, as the query `start` with one row, or none beyond the end: the counts say on which day, and within
 * the day the index is walked, both from the nearer end. `whole` is the query of the total.
 */
function startOf(bind: Bind, scope: WorkspaceScope, filters: Filters, skipped: number): string {
  const skip = `${bind(skipped)}::bigint`
  const all = `select n.day, sum(n.count) as count from conversation_counts n
    where ${cells(bind, scope, filters)} and ${days(bind, filters)} group by 1`
  const ended = () => `select day, a.count - coalesce(l.count, 0) as count
    from (${all}) a left join (
      select (c.created_at at time zone 'UTC')::date as day, count(*) as count from conversations c
      where ${conditions(bind, scope, { ...filters, status: 'active' })} group by 1) l using (day)`
  // The first day up to which there are more than are passed over; `before`: those of the day that are passed over. Days are
  // added up from the nearer end alone, and no further than needed.
  const dayFrom = (order: string, passed: string, isNearer: string) => `
    select nearest.* from whole cross join lateral (
      select day, count, ${passed} - (upto - count) as before
      from (select day, count, sum(count) over (order by day ${order}) as upto from days) each
      where upto > ${passed} order by day ${order} limit 1) nearest
    where ${isNearer}`
  const behind = `(whole.total - 1 - ${skip})`
  // The day lies within those of the filters.
  const { from: _from, to: _to, ...things } = filters
  const within = (order: string, passed: string, isNearer: string) => `
    select found.* from place cross join lateral (
      select c.created_at, c.id from conversations c
      where ${conditions(bind, scope, things)}
        and c.created_at >= place.day::timestamp at time zone 'UTC'
        and c.created_at < (place.day + 1)::timestamp at time zone 'UTC'
      order by ${order} offset ${passed} limit 1) found where ${isNearer}`
  return `days as not materialized (${filters.status === 'ended' ? ended() : all}),
    place as (
      ${dayFrom('desc', skip, `${skip} * 2 <= whole.total`)}
      union all
      select day, count, count - 1 - before
      from (${dayFrom('asc', behind, `${skip} * 2 > whole.total and ${skip} < whole.total`)}) last),
    start as (
      ${within(inOrder, 'place.before', 'place.before * 2 <= place.count')}
      union all
      ${within('c.created_at, c.id', 'place.count - 1 - place.before', 'place.before * 2 > place.count')})`
}

/** Where a page begins: at the top, after a place, or behind so many. */
export type Start = { place?: Place; skipped?: number }

/**
 * One page of a list with how many the list has, of one moment: `ListedRow`s, the last of them one that is on the next
 * page, and a single row without an id where the page is empty. `limit` is a part of its text, so that it is planned as
 * what it is.
 */
export function pageStatement(
  scope: WorkspaceScope,
  filters: Filters,
  { place, skipped = 0 }: Start,
  limit: number,
): Statement {
  const values: unknown[] = []
  const bind = binder(values)
  // Of the live ones, which are few, the first are passed over.
  const passes = filters.status === 'active' && skipped > 0
  const jumps = !passes && skipped > 0
  const start = jumps ? `, ${startOf(bind, scope, filters, skipped)}` : ''
  // The page begins before the end of the days.
  const shown = jumps ? { ...filters, to: undefined } : filters
  const from = jumps
    ? ' and (c.created_at, c.id) <= ((select created_at from start), (select id from start))'
    : ''
  const text = `with whole as (select (${total(bind, scope, filters)})::int as total)${start}
    select whole.total, w.price_per_minute as "pricePerMinute", w.currency, c.*
    from workspaces w
      cross join whole
      left join lateral (
        select ${listedColumns} from conversations c
        where ${conditions(bind, scope, shown, place)}${from}
        order by ${inOrder} ${passes ? `offset ${bind(skipped)}` : ''} limit ${limit + 1}) c on true
    where w.id = ${bind(scope.workspaceId)}
    order by c."createdAt" desc, c.id desc`
  return { text, values, ...named(filters, { place, skipped }, limit) }
}

/** Pages of usual sizes are asked for again and again. */
const usualLimits = new Set([10, 20, 25, 50, 100])

/**
 * The name under which a connection keeps a statement and its plan. Each kept one takes memory on every connection, so
 * there are few: of usual sizes, narrowed by one thing at the most, days being one.
 */
function named(filters: Filters, { place, skipped }: Start, limit: number): { name?: string } {
  const { status, from, to, ...things } = filters
  const found = [
    status,
    ...Object.keys(things).filter((name) => things[name as keyof typeof things]),
    [from && 'from', to && 'to'].filter(Boolean).join(' '),
  ].filter(Boolean)
  if (found.length > 1 || !usualLimits.has(limit)) return {}
  const start = isBehind(place, to) ? 'after' : skipped ? 'behind' : 'top'
  return { name: ['list', ...found, start, limit].join(' ') }
}

/** So many rows of a list from its top or after a place, without counting it. */
export function rowsStatement(
  scope: WorkspaceScope,
  filters: Filters,
  place: Place | undefined,
  limit: number,
): Statement {
  const values: unknown[] = []
  const bind = binder(values)
  const text = `
    select w.price_per_minute as "pricePerMinute", w.currency, ${listedColumns}
    from conversations c join workspaces w on w.id = c.workspace_id
    where ${conditions(bind, scope, filters, place)} order by ${inOrder} limit ${limit}`
  return { text, values }
}

/** Reads instants as `ListedRow` has them, and everything else as ever. */
const listed: CustomTypesConfig = {
  getTypeParser: (type, format) =>
    type === types.builtins.TIMESTAMPTZ && format !== 'binary'
      ? timestampOf
      : types.getTypeParser(type, format),
}

/** Runs a statement of a list. */
export async function read<Row>(statement: Statement): Promise<Row[]> {
  return (await registry().pool.query({ ...statement, types: listed })).rows
}

/** How many a list has. */
export async function countAll(scope: WorkspaceScope, filters: Filters): Promise<number> {
  const values: unknown[] = []
  const text = `select (${total(binder(values), scope, filters)})::int as total`
  const [row] = await read<{ total: number }>({ text, values })
  return row?.total ?? 0
}
