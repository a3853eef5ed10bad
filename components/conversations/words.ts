import type { Translator } from '@/components/shell/translator'
import { formatDuration } from '@/lib/client/format'

/** "english" as "English"; "multilingual" says what it does. */
export function languageInWords(language: string, t: Translator<'conversations.words'>): string {
  if (language === 'multilingual') return t('multilingual')
  return language.charAt(0).toUpperCase() + language.slice(1)
}

/** The timers of a conversation as sentences. Seconds; `longest` is the workspace's limit. */
export function timersInWords(
  timers: { max: number; left: number; absent: number },
  replicaName: string,
  longest: number,
  t: Translator<'conversations.words'>,
): { when: string; what: string }[] {
  const max = Math.min(timers.max, longest)
  const absent =
    timers.absent < max ? [{ when: formatDuration(timers.absent), what: t('endsIfNobodyJoined') }] : []
  return [
    { when: t('now'), what: t('roomOpens', { replicaName }) },
    ...absent,
    {
      when: t('lastLeaves'),
      what: timers.left === 0 ? t('endsAtOnce') : t('endsLater', { time: formatDuration(timers.left) }),
    },
    { when: formatDuration(max), what: timers.max > longest ? t('endsShortened') : t('endsInAnyCase') },
  ]
}
