import type { DeviceProblem as Cause, DeviceKind } from '@/lib/client/room/media'
import { Problem } from './problem'

type Words = { what: string; fix: string }

/** What a problem is called, for one device or for both at once. */
type Devices = { one: string; none: string; otherwise: string }

const devices: Record<DeviceKind | 'both', Devices> = {
  audio: { one: 'the microphone', none: 'no microphone', otherwise: 'another microphone' },
  video: { one: 'the camera', none: 'no camera', otherwise: 'another camera' },
  both: {
    one: 'the microphone and the camera',
    none: 'neither microphone nor camera',
    otherwise: 'others',
  },
}

const capital = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}`

function wordsOf(cause: Cause, { one, none, otherwise }: Devices): Words {
  switch (cause) {
    case 'insecure':
      return {
        what: `The browser gives this page ${none}, because its address is not secure.`,
        fix: 'Open the same page over https, or on this computer at localhost.',
      }
    case 'denied':
      return {
        what: `This page is not allowed to use ${one}.`,
        fix: 'Click the icon beside the address, allow it there, and switch it on again.',
      }
    case 'unanswered':
      return {
        what: `The browser is asking whether this page may use ${one}.`,
        fix: 'Answer its question, often near the address bar, or go on without.',
      }
    case 'missing':
      return {
        what: `${capital(none)} was found.`,
        fix: 'Plug one in and switch it on again, or go on without: you see and hear the others all the same.',
      }
    case 'busy':
      return {
        what: `Another program is using ${one}.`,
        fix: 'Close it there (another call, a recorder) and switch it on again.',
      }
    case 'failed':
      return { what: `${capital(one)} did not start.`, fix: `Switch it on again, or choose ${otherwise}.` }
  }
}

type DeviceProblemsProps = Record<DeviceKind, Cause | null> & {
  /** Takes note of it and goes on without; absent where it may stand. */
  onDismiss?: (kinds: DeviceKind[]) => void
}

/** Why devices do not run, each cause with its fix; both in one when it is the same. Shows nothing without one. */
export function DeviceProblems({ audio, video, onDismiss }: DeviceProblemsProps) {
  const shared = audio !== null && audio === video
  const problems: { cause: Cause | null; named: keyof typeof devices; kinds: DeviceKind[] }[] = shared
    ? [{ cause: audio, named: 'both', kinds: ['audio', 'video'] }]
    : [
        { cause: audio, named: 'audio', kinds: ['audio'] },
        { cause: video, named: 'video', kinds: ['video'] },
      ]
  return problems.map(({ cause, named, kinds }) => {
    if (!cause) return null
    const { what, fix } = wordsOf(cause, devices[named])
    return (
      <Problem
        key={named}
        title={what}
        tone={cause === 'unanswered' ? 'info' : 'warning'}
        onDismiss={onDismiss && (() => onDismiss(kinds))}
      >
        {fix}
      </Problem>
    )
  })
}
