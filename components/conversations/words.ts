import { formatDuration } from '@/lib/client/format'

/** "english" as "English"; "multilingual" says what it does. */
export function languageInWords(language: string): string {
  if (language === 'multilingual') return 'Multilingual (detect)'
  return language.charAt(0).toUpperCase() + language.slice(1)
}

/** The timers of a conversation as sentences. Seconds; `longest` is the workspace's limit. */
export function timersInWords(
  timers: { max: number; left: number; absent: number },
  replicaName: string,
  longest: number,
): { when: string; what: string }[] {
  const max = Math.min(timers.max, longest)
  const shortened =
    timers.max > longest ? ' That is the longest call of this workspace, so it is shortened.' : ''
  const absent =
    timers.absent < max
      ? [{ when: formatDuration(timers.absent), what: 'It ends if nobody has joined until then.' }]
      : []
  return [
    { when: 'Now', what: `The room opens, usage begins, and ${replicaName} waits in it.` },
    ...absent,
    {
      when: 'Last one leaves',
      what:
        timers.left === 0
          ? 'It ends at once.'
          : `It ends ${formatDuration(timers.left)} later, unless somebody returns.`,
    },
    { when: formatDuration(max), what: `It ends in any case.${shortened}` },
  ]
}
