import type {
  Conversation,
  ConversationList,
  ConversationListQuery,
} from '@/lib/domain/conversations/schema/response'
import { priced, toWire } from '@/lib/domain/conversations/serialize'
import { DomainError } from '@/lib/domain/errors'
import { cursorOf } from '@/lib/domain/requests/schema'
import type { WorkspaceScope } from '@/lib/domain/scope'
import { dayStart } from '@/lib/domain/usage/rules'
import type { Prisma } from '@/lib/platform/database/generated/client'
import { containing } from '@/lib/platform/database/search'
import { registry } from '@/lib/platform/registry'

const dayMs = 86_400_000

const cursor = cursorOf('c[0-9a-f]{7,15}')

type Filters = Omit<ConversationListQuery, 'limit' | 'page' | 'cursor'>

function filtered(scope: WorkspaceScope, query: Filters): Prisma.ConversationWhereInput {
  const { status, persona_id, replica_id, provider, from, to, text } = query
  return {
    workspaceId: scope.workspaceId,
    deletedAt: null,
    ...(status && { status: status === 'ended' ? 'ended' : { not: 'ended' } }),
    ...(persona_id && { personaId: persona_id }),
    ...(replica_id && { replicaId: replica_id }),
    ...(provider && { provider }),
    ...((from || to) && {
      createdAt: {
        ...(from && { gte: dayStart(from) }),
        ...(to && { lt: new Date(dayStart(to).getTime() + dayMs) }),
      },
    }),
    ...(text && {
      OR: [
        { name: containing(text) },
        { utterances: { some: { text: containing(text) } } },
        { id: text.trim().toLowerCase() },
      ],
    }),
  }
}

/** Rows that come after `place` in the list, newest first. */
function after(place: { createdAt: Date; id: string }): Prisma.ConversationWhereInput {
  const { createdAt, id } = place
  return { OR: [{ createdAt: { lt: createdAt } }, { createdAt, id: { lt: id } }] }
}

/**
 * One page of a workspace's conversations, newest first: by `cursor`, or by `page` as compatible clients do.
 * @throws DomainError `invalid` for a cursor that is not one of ours
 */
export async function listConversations(
  scope: WorkspaceScope,
  query: ConversationListQuery,
  origin: string,
): Promise<ConversationList> {
  const { database } = registry()
  const where = filtered(scope, query)
  const place = query.cursor ? cursor.read(query.cursor) : null
  if (query.cursor && !place) {
    throw new DomainError(
      'invalid',
      'This cursor is not one that a list returned. Leave it out to begin anew.',
      {
        field: 'cursor',
      },
    )
  }
  const [rows, count] = await Promise.all([
    database.conversation.findMany({
      where: place ? { AND: [where, after(place)] } : where,
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      take: query.limit + 1,
      include: priced,
      ...(!place && query.page && { skip: (query.page - 1) * query.limit }),
    }),
    database.conversation.count({ where }),
  ])
  const shown = rows.slice(0, query.limit)
  const last = shown.at(-1)
  return {
    data: shown.map((row) => toWire(row, origin)),
    total_count: count,
    next_cursor: rows.length > query.limit && last ? cursor.write(last) : null,
  }
}

/** Rows that are read at once where all are wanted. */
const batch = 500

/** Every conversation that the query finds, newest first, some hundred at a time; those that begin meanwhile are not among them. */
export async function* eachConversation(
  scope: WorkspaceScope,
  query: Filters,
  origin: string,
): AsyncGenerator<Conversation[]> {
  const where = filtered(scope, query)
  let place: { createdAt: Date; id: string } | undefined
  do {
    const rows = await registry().database.conversation.findMany({
      where: place ? { AND: [where, after(place)] } : where,
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      take: batch,
      include: priced,
    })
    yield rows.map((row) => toWire(row, origin))
    place = rows.length === batch ? rows.at(-1) : undefined
  } while (place)
}
