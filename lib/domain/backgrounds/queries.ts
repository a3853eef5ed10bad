import type { GuestScope, WorkspaceScope } from '@/lib/domain/scope'
import { registry } from '@/lib/platform/registry'
import { imageId } from './schema'

/** An image as it is served. */
export type KeptImage = { mimeType: string; bytes: Uint8Array<ArrayBuffer> }

function find(workspaceId: string, hash: string): Promise<KeptImage | null> {
  return registry().database.backgroundImage.findUnique({
    where: { workspaceId_hash: { workspaceId, hash } },
    select: { mimeType: true, bytes: true },
  })
}

/** An image of the workspace; null when it has none of that id. */
export async function readImage(scope: WorkspaceScope, id: string): Promise<KeptImage | null> {
  return imageId.test(id) ? await find(scope.workspaceId, id) : null
}

/**
 * The image behind the replica of this conversation, for who knows its id: a room tells it to those it admits, and
 * nobody can guess it. Null for any other image, and once the conversation is deleted.
 */
export async function readRoomImage(scope: GuestScope, id: string): Promise<KeptImage | null> {
  if (!imageId.test(id)) return null
  const row = await registry().database.conversation.findFirst({
    where: {
      id: scope.conversationId,
      deletedAt: null,
      settings: { path: ['properties', 'background', 'image'], equals: id },
    },
    select: { workspaceId: true },
  })
  return row && (await find(row.workspaceId, id))
}
