import type { WorkspaceScope } from '@/lib/domain/scope'
import type { Usage, UsageGroup } from '@/lib/domain/usage/schema'
import type { Transaction } from '@/lib/platform/database/client'
import { Prisma } from '@/lib/platform/database/generated/client'
import { longestConversation } from './rows'

const stages = ['endpoint', 'transcription', 'thinking', 'voice', 'sending'] as const
type Figure = (typeof stages)[number] | 'heard'

/** The 50th and the 95th percentile of each figure; null where no turn has it. */
type Row = { grouped: string; isAll: boolean; turns: number; measured: number } & Record<
  Figure,
  number[] | null
>

/** As `groupIdOf` has it, in SQL. */
const groupColumn: Record<UsageGroup, Prisma.Sql> = {
  persona: Prisma.sql`c.persona_id`,
  replica: Prisma.sql`c.replica_id`,
  creator: Prisma.sql`coalesce(nullif(c.api_key_id, ''), c.account_id, '')`,
  key: Prisma.sql`coalesce(c.api_key_id, '')`,
}

const spreadOf = (value: Prisma.Sql) =>
  Prisma.sql`percentile_cont(array[0.5, 0.95]) within group (order by ${value})`

/**
 * How long answers took whose questions ended from `from` up to `to`: of the workspace, and by group where one is asked
 * for. Computed by the database, in milliseconds.
 */
export async function readLatency(
  tx: Transaction,
  scope: WorkspaceScope,
  { from, to }: { from: Date; to: Date },
  group?: UsageGroup,
): Promise<{ all: Usage['latency']; of(group: string): Usage['latency'] }> {
  const earliest = new Date(from.getTime() - longestConversation * 86_400_000)
  const spreads = stages.map(
    (stage) =>
      Prisma.sql`${spreadOf(Prisma.sql`(t.stages ->> ${stage})::float8`)} as ${Prisma.raw(`"${stage}"`)}`,
  )
  const rows = await tx.$queryRaw<Row[]>`
    select coalesce(grouped, '') as "grouped", grouping(grouped) = 1 as "isAll",
      count(*)::int as "turns", count(t.heard)::int as "measured",
      ${spreadOf(Prisma.sql`t.heard`)} as "heard", ${Prisma.join(spreads)}
    from conversations c
      join turns t on t.conversation_id = c.id
      cross join lateral (select ${group ? groupColumn[group] : Prisma.sql`''`}::text as grouped) as of_group
    where c.workspace_id = ${scope.workspaceId} and c.created_at >= ${earliest} and c.created_at < ${to}
      and t.at >= ${from} and t.at < ${to}
    group by grouping sets ((), (grouped))`
  const found = new Map(rows.map((row) => [row.isAll ? null : row.grouped, toWire(row)]))
  return {
    all: found.get(null) ?? none,
    of: (group) => found.get(group) ?? none,
  }
}

const spread = (figures: number[] | null) => {
  const [p50, p95] = figures ?? []
  return p50 === undefined || p95 === undefined ? null : { p50, p95 }
}

const toWire = (row: Row): Usage['latency'] => ({
  turns: row.turns,
  measured: row.measured,
  heard: spread(row.heard),
  stages: {
    endpoint: spread(row.endpoint),
    transcription: spread(row.transcription),
    thinking: spread(row.thinking),
    voice: spread(row.voice),
    sending: spread(row.sending),
  },
})

const none: Usage['latency'] = {
  turns: 0,
  measured: 0,
  heard: null,
  stages: { endpoint: null, transcription: null, thinking: null, voice: null, sending: null },
}
