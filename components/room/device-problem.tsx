import { useTranslations } from 'next-intl'
import type { DeviceProblem as Cause, DeviceKind } from '@/lib/client/room/media'
import { Problem } from './problem'

type DeviceProblemsProps = Record<DeviceKind, Cause | null> & {
  /** Takes note of it and goes on without; absent where it may stand. */
  onDismiss?: (kinds: DeviceKind[]) => void
}

/** Why devices do not run, each cause with its fix; both in one when it is the same. Shows nothing without one. */
export function DeviceProblems({ audio, video, onDismiss }: DeviceProblemsProps) {
  const t = useTranslations('room.deviceProblem')
  const shared = audio !== null && audio === video
  const problems: { cause: Cause | null; named: DeviceKind | 'both'; kinds: DeviceKind[] }[] = shared
    ? [{ cause: audio, named: 'both', kinds: ['audio', 'video'] }]
    : [
        { cause: audio, named: 'audio', kinds: ['audio'] },
        { cause: video, named: 'video', kinds: ['video'] },
      ]
  return problems.map(({ cause, named, kinds }) => {
    if (!cause) return null
    return (
      <Problem
        key={named}
        title={t(`${cause}.what`, { device: named })}
        tone={cause === 'unanswered' ? 'info' : 'warning'}
        onDismiss={onDismiss && (() => onDismiss(kinds))}
      >
        {t(`${cause}.fix`, { device: named })}
      </Problem>
    )
  })
}
