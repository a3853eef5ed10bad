import { Notice } from '@/components/ui/notice'
import type { DeviceKind, DeviceProblem as Problem } from '@/lib/client/room/media'

type Words = { what: string; fix: string }

function wordsOf(problem: Problem, device: string): Words {
  switch (problem) {
    case 'insecure':
      return {
        what: `The browser gives this page no ${device}, because its address is not secure.`,
        fix: 'Open the same page over https, or on this computer at localhost.',
      }
    case 'denied':
      return {
        what: `This page is not allowed to use the ${device}.`,
        fix: 'Click the icon beside the address, allow it there, and switch it on again.',
      }
    case 'unanswered':
      return {
        what: `The browser is asking whether this page may use the ${device}.`,
        fix: 'Answer its question, often near the address bar, or join without.',
      }
    case 'missing':
      return { what: `No ${device} was found.`, fix: 'Plug one in and switch it on again, or join without.' }
    case 'busy':
      return {
        what: `Another program is using the ${device}.`,
        fix: 'Close it there (another call, a recorder) and switch it on again.',
      }
    case 'failed':
      return { what: `The ${device} did not start.`, fix: 'Switch it on again, or choose another one.' }
  }
}

const names: Record<DeviceKind, string> = { audio: 'microphone', video: 'camera' }

/** Why devices do not run, each cause with its fix; both in one when it is the same. Shows nothing without one. */
export function DeviceProblems({ audio, video }: Record<DeviceKind, Problem | null>) {
  const shared = audio !== null && audio === video
  const problems = shared
    ? [{ problem: audio, device: 'microphone and camera' }]
    : [
        ...(audio ? [{ problem: audio, device: names.audio }] : []),
        ...(video ? [{ problem: video, device: names.video }] : []),
      ]
  return problems.map(({ problem, device }) => {
    const { what, fix } = wordsOf(problem, device)
    return (
      <Notice key={device} tone={problem === 'unanswered' ? 'info' : 'warning'}>
        <p>{what}</p>
        <p className="text-foreground">{fix}</p>
      </Notice>
    )
  })
}
