'use client'

import { Volume2 } from 'lucide-react'
import { Button } from '@/components/ui/button'
import type { Missing, RoomSnapshot } from '@/lib/client/room/room-state'
import { Problem } from './problem'

type CallProblemsProps = {
  replicaName: string
  media: RoomSnapshot['media']
  /** The browser holds the sound back until something is pressed. */
  soundBlocked: boolean
  onSound(): void
  onRetry(): void
}

/** Why one does not see or hear the others, each cause with its remedy. Shows nothing without one. */
export function CallProblems({
  replicaName,
  media: { phase, missing },
  soundBlocked,
  onSound,
  onRetry,
}: CallProblemsProps) {
  const lacking = lackingOf(missing)
  const retry = (
    <Button size="sm" onClick={onRetry}>
      Try again
    </Button>
  )
  return (
    <>
      {phase === 'failed' && (
        <Problem title="Sound and picture could not connect" actions={retry}>
          A firewall, a VPN or this network holds them back. This page keeps trying, and the chat goes on;
          another network often helps.
        </Problem>
      )}
      {phase === 'unsupported' && (
        <Problem title="This browser cannot do video calls">
          It has no WebRTC, or it is switched off. The chat works; for sound and picture open the same link in
          another browser.
        </Problem>
      )}
      {lacking && (
        <Problem title={`No ${lacking} from ${replicaName}`} actions={retry}>
          The connection stands, but nothing comes over it. Trying again makes a new one; the chat goes on
          meanwhile.
        </Problem>
      )}
      {soundBlocked && (
        <Problem
          title="The browser holds the sound back"
          actions={
            <Button size="sm" variant="primary" onClick={onSound}>
              <Volume2 aria-hidden /> Turn on sound
            </Button>
          }
        >
          It plays sound on this page only after you have pressed something.
        </Problem>
      )}
    </>
  )
}

function lackingOf({ audio, video }: Missing): string | null {
  if (audio && video) return 'sound and picture'
  return audio ? 'sound' : video ? 'picture' : null
}
