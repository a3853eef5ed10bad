import { transcriptLasts } from '@/lib/domain/conversations/rules'
import { endReasonOnWire } from '@/lib/domain/conversations/schema/end-reasons'
import type { ConversationVerbose } from '@/lib/domain/conversations/schema/response'

type Events = Pick<ConversationVerbose, 'events'>

/**
 * What is to be said of the transcript of a conversation that ran outside, which comes as a whole after its end; null:
 * nothing, as it has come, or there was nothing to be said.
 */
export function awaitedTranscript(
  conversation: Events &
    Pick<
      ConversationVerbose,
      'provider' | 'provider_conversation_id' | 'status' | 'ended_at' | 'end_cause' | 'transcript'
    >,
  now: number,
): 'coming' | 'missing' | null {
  const { provider, provider_conversation_id: ranAs, ended_at, end_cause, transcript, events } = conversation
  if (provider === 'studio' || ranAs === null || conversation.status === 'active' || !ended_at) return null
  const hasCome =
    transcript.length > 0 || events.some(({ event_type }) => event_type === 'application.transcription_ready')
  if (hasCome || end_cause === 'absent') return null
  return now - Date.parse(ended_at) < transcriptLasts * 1000 ? 'coming' : 'missing'
}

/** Why a provider ended a conversation, in its own words; null where it was not the provider, or it said nothing. */
export function providersReason({
  end_cause,
  shutdown_reason,
}: Pick<ConversationVerbose, 'end_cause' | 'shutdown_reason'>): string | null {
  if (end_cause !== 'provider_ended' || shutdown_reason === endReasonOnWire.provider_ended) return null
  return shutdown_reason
}

/** What a provider that looks at people saw, in its words; null where it told nothing of that. */
export function whatWasSeen({ events }: Events): string | null {
  const told = events.findLast(({ event_type }) => event_type === 'application.perception_analysis')
  return textOf(told?.properties.analysis)
}

/** A recording that a provider made: where it is, in seconds how long; or why it is not where it should be. */
export type OutsideRecording =
  | { key: string; location: string; duration: number | null }
  | { key: string; problem: string }

/** The recordings that events tell of, in their order. */
export function outsideRecordings({ events }: Events): OutsideRecording[] {
  return events.flatMap(({ event_type, properties }, index): OutsideRecording[] => {
    const key = `recording ${index}`
    if (event_type === 'application.recording_copy_failed') {
      return [{ key, problem: textOf(properties.error_message) ?? textOf(properties.error_code) ?? '' }]
    }
    if (event_type !== 'application.recording_ready') return []
    const bucket = textOf(properties.bucket_name)
    const file = textOf(properties.s3_key)
    const location = textOf(properties.storage_uri) ?? (bucket && file ? `s3://${bucket}/${file}` : file)
    const { duration } = properties
    return location ? [{ key, location, duration: typeof duration === 'number' ? duration : null }] : []
  })
}

const textOf = (value: unknown) => (typeof value === 'string' && value.trim() !== '' ? value.trim() : null)
