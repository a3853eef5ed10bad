import type * as z from 'zod'
import { serializeReplica } from '@/lib/domain/replicas/serialize'
import type { WorkspaceScope } from '@/lib/domain/scope'
import { containing } from '@/lib/platform/database/search'
import { registry } from '@/lib/platform/registry'
import type { VoiceListQuery, voiceList } from './schema'

/** A page of the voices of the replicas that the workspace may use, by name. `origin` is our own. */
export async function listVoices(
  scope: WorkspaceScope,
  { limit, page, search, sort, tag }: VoiceListQuery,
  origin: string,
): Promise<z.input<typeof voiceList>> {
  const { database } = registry()
  const where = {
    OR: [{ workspaceId: null }, { workspaceId: scope.workspaceId }],
    ...(search && { name: containing(search) }),
    ...(tag && { voice: { path: ['gender'], equals: tag } }),
  }
  const [rows, total] = await Promise.all([
    database.replica.findMany({
      where,
      orderBy: [{ name: sort }, { id: 'asc' }],
      skip: (page - 1) * limit,
      take: limit,
    }),
    database.replica.count({ where }),
  ])
  const data = rows.map(serializeReplica).map(({ replica_id, replica_name, voice }) => ({
    voice_name: replica_name,
    replica_id,
    audio_url: `${origin}/v2/voices/${replica_id}/audio`,
    tags: [{ tag_name: voice.gender }],
    voice,
  }))
  return { data, total_count: total, page, limit }
}
