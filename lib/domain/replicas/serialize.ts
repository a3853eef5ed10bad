import { timestamp } from '@/lib/domain/conversations/serialize'
import { modelName } from './rules'
import { look, type Replica, voice } from './schema'

/** The columns of a replica that the wire shows. */
export type ReplicaRow = {
  id: string
  workspaceId: string | null
  name: string
  look: unknown
  voice: unknown
  createdAt: Date
  updatedAt: Date
}

/**
 * A replica's row as the wire shows it. Ours are drawn, not trained, so they are always ready.
 * @throws ZodError when the stored look or voice is not one
 */
export function serializeReplica(row: ReplicaRow): Replica {
  return {
    replica_id: row.id,
    replica_name: row.name,
    replica_type: row.workspaceId === null ? 'system' : 'user',
    thumbnail_video_url: null,
    training_progress: '100/100',
    status: 'completed',
    model_name: modelName,
    error_message: null,
    created_at: timestamp(row.createdAt),
    updated_at: timestamp(row.updatedAt),
    look: look.parse(row.look),
    voice: voice.parse(row.voice),
  }
}
