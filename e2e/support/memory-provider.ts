import type { FoundFact, Remembering } from '@/lib/protocol/remembering'
import type { Holder, Provider, RoomRequest, RoomState, RunningRecording } from '@/lib/providers/port'

export type MemoryProvider = Provider & {
  /** Rooms that are open, by conversation id. */
  rooms: Map<string, RoomRequest>
  /** What `snapshot` answers for a room; the room's last presence when absent. */
  states: Map<string, RoomState>
  ended: { conversationId: string; reason: string }[]
  /** Whose tickets there are. */
  tickets: Map<string, Holder>
  /** What rooms were told last of recordings; absent while they were told nothing. */
  announced: Map<string, RunningRecording | null>
  /** What its model answers to what it is asked to remember; until told otherwise, nothing is worth it. */
  onRemember(behave: (conversation: Remembering) => Promise<FoundFact[]>): void
  /** Makes starts fail with these words, or wait for a promise. */
  onStart(behave: (request: RoomRequest) => Promise<void>): void
}

/** A provider that keeps its rooms in memory and remembers what it was asked, for tests of the service. */
export function memoryProvider(name = 'studio'): MemoryProvider {
  let behave: (request: RoomRequest) => Promise<void> = async () => {}
  let recollect: (conversation: Remembering) => Promise<FoundFact[]> = async () => []
  const provider: MemoryProvider = {
    name,
    rooms: new Map(),
    states: new Map(),
    ended: [],
    tickets: new Map(),
    announced: new Map(),
    onStart(next) {
      behave = next
    },
    onRemember(next) {
      recollect = next
    },
    remember: (conversation) => recollect(conversation),
    async start(request) {
      await behave(request)
      provider.rooms.set(request.conversationId, request)
      return { providerId: request.conversationId, meetingUrl: null, createdAt: null, meetingToken: null }
    },
    async end({ conversationId }, reason) {
      provider.rooms.delete(conversationId)
      provider.ended.push({ conversationId, reason })
    },
    snapshot: async (conversationId) => provider.states.get(conversationId) ?? null,
    holder: async (_conversationId, ticket) => provider.tickets.get(ticket) ?? null,
    async announce(conversationId, recording) {
      provider.announced.set(conversationId, recording)
    },
    async interact(conversationId) {
      if (!provider.rooms.has(conversationId)) throw new Error('This room is not open.')
    },
  }
  return provider
}
