import { settle } from '@/lib/domain/conversations/schema/request'
import type { MemberScope } from '@/lib/domain/scope'
import { registry } from '@/lib/platform/registry'

/** A long history: what one workspace did in so many days up to now. */
export type History = { rows: number; days: number; personas: number; replicas: number; live: number }

export const million: History = { rows: 1_000_000, days: 365, personas: 50, replicas: 20, live: 200 }

/** A number from 0 to 1 that is the same in every run, of the row `n` for one purpose. */
const chance = (purpose: number) => `((hashint8extended(n, ${purpose}) & 1048575) / 1048576.0)`

/**
 * Fills the conversations of a workspace by SQL, the same in every run: the newest are live, one of fifty runs at Tavus,
 * one of a hundred was deleted, and personas are talked with unequally often, mostly with a replica of their own. Indexes
 * are left away meanwhile, which is what makes it fast.
 */
export async function fillHistory({ workspaceId, accountId }: MemberScope, history: History): Promise<void> {
  const { pool, clock } = registry()
  const { rows, days, personas, replicas, live } = history
  const client = await pool.connect()
  try {
    await client.query(
      `set statement_timeout = 0; set synchronous_commit = off; set maintenance_work_mem = '512MB'`,
    )
    const { rows: indexes } = await client.query<{ name: string; definition: string }>(`
      select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition from pg_index
      where indrelid = 'conversations'::regclass and not indisprimary`)
    await client.query('begin')
    for (const { name } of indexes) await client.query(`drop index ${name}`)
    await client.query(
      `insert into conversations (id, workspace_id, account_id, name, persona_id, persona_name, replica_id, replica_name,
         settings, "cast", provider, status, created_at, updated_at, confirmed_at, ended_at, end_reason, duration, deleted_at)
       select 'c' || substr(md5(n::text), 1, 15), $1, $2,
         (array['Opening hours', 'Order', 'Interview', 'Lesson', 'Support', 'Demo'])[1 + floor(6 * ${chance(1)})::int] || ' ' || n,
         'p' || persona, 'Persona ' || persona, 'r' || replica, 'Replica ' || replica, $3::jsonb, '{}',
         case when ${chance(2)} < 0.02 then 'tavus' else 'studio' end,
         case when n > $4::bigint - $5 then 'active' else 'ended' end::"ConversationStatus",
         at, at, at, ended, case when ended is not null then 'requested' end, duration,
         case when n <= $4 - $5 and ${chance(3)} < 0.01 then ended end
       from generate_series(1, $4) n
         cross join lateral (select floor($6::int * ${chance(4)} * ${chance(4)})::int as persona) p
         cross join lateral (
           select case when ${chance(5)} < 0.8 then persona % $7::int else floor($7 * ${chance(6)})::int end as replica) r
         cross join lateral (
           select $8::timestamptz - ($4 - n + ${chance(7)}) * ($9::int * interval '1 day' / $4) as at) a
         cross join lateral (select case when n <= $4 - $5 then 20 + floor(900 * ${chance(8)})::int end as duration) d
         cross join lateral (select at + duration * interval '1 second' as ended) e`,
      [
        ...[workspaceId, accountId, JSON.stringify(settle({}, 3600)), rows, live, personas, replicas],
        ...[clock.now(), days],
      ],
    )
    for (const { definition } of indexes) await client.query(definition)
    await client.query('commit')
    await client.query('vacuum analyze conversations, conversation_counts')
  } finally {
    client.release(true)
  }
}
