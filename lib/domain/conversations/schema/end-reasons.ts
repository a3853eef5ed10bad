import type { EndReason } from '@/lib/domain/conversations/lifecycle'

/** The strings clients of the wire know. Minutes that run out look like the longest call, as they do there. */
export const endReasonOnWire: Record<EndReason, string> = {
  requested: 'end_conversation_endpoint_hit',
  max_duration: 'max_call_duration reached',
  minutes: 'max_call_duration reached',
  absent: 'participant_absent_timeout reached',
  left: 'participant_left_timeout reached',
  start_failed: 'exception_encountered_during_conversation_startup',
  room_lost: 'daily_room_has_been_deleted',
  host_lost: 'internal error occurred at step room',
  provider_ended: 'internal error occurred at step provider',
  test_mode: 'test_mode',
}

/** Why a conversation ended, as clients read it: in its provider's own words where it is none of the reasons above. */
export const endReasonText = (row: { endReason: string | null; endDetail: string | null }) =>
  row.endDetail ?? endReasonOnWire[row.endReason as EndReason]

/** Our word for the end of a conversation that a provider's string tells of; what it does not name is a failure there. */
export function endReasonFromWire(text: string): EndReason {
  // Both with and without what follows the name ("participant_left_timeout reached") have been seen.
  const [name = ''] = text.trim().split(/\s/)
  const reasons: Partial<Record<string, EndReason>> = {
    end_conversation_endpoint_hit: 'requested',
    max_call_duration: 'max_duration',
    participant_absent_timeout: 'absent',
    participant_left_timeout: 'left',
    daily_room_has_been_deleted: 'room_lost',
  }
  return reasons[name] ?? 'provider_ended'
}
