import type { Translator } from '@/components/shell/translator'

type Ended = { end_cause: string | null }

const causes = [
  'requested',
  'max_duration',
  'minutes',
  'absent',
  'left',
  'start_failed',
  'room_lost',
  'host_lost',
  'provider_ended',
  'test_mode',
] as const

/** How a conversation ended: a few words for a table, a sentence for its page. */
export function endInWords({ end_cause }: Ended, t: Translator<'conversations.endings'>) {
  const cause = causes.find((known) => known === end_cause) ?? 'unknown'
  return { short: t(`${cause}.short`), long: t(`${cause}.long`) }
}
