import type { Clock } from '@/lib/platform/clock'
import type { ReplicaMessage } from '@/lib/protocol/interactions'
import type { Transcript } from '@/lib/studio/replica/transcript'

type News<M> = M extends ReplicaMessage ? Pick<M, 'event_type' | 'properties'> : never

/** Tells everybody something about a turn: of an inference, or of the conversation as it is. */
export type Tell = (about: { inferenceId?: string; turn: number }, news: News<ReplicaMessage>) => void

/** Puts news into the envelope of the protocol, numbered within the conversation. */
export function createTell(options: {
  conversationId: string
  transcript: Transcript
  clock: Clock
  told(message: ReplicaMessage): void
}): Tell {
  const { conversationId, transcript, clock, told } = options
  return ({ inferenceId, turn }, news) =>
    told({
      message_type: 'conversation',
      conversation_id: conversationId,
      timestamp: clock.now().getTime() / 1000,
      seq: transcript.number(),
      turn_idx: turn,
      ...(inferenceId && { inference_id: inferenceId }),
      ...news,
    })
}
