'use client'

import { Ear, Keyboard } from 'lucide-react'
import { Button } from '@/components/ui/button'
import type { RecognitionProblem } from '@/lib/client/room/recognition'
import { Problem } from './problem'

type HearingNoticeProps = {
  replicaName: string
  /** Absent where the browser has no recognition of its own. */
  onRecognise?: () => void
  onType(): void
  onDismiss(): void
}

/** The room hears speech and has nothing that turns it into words: the ways on. */
export function HearingNotice({ replicaName, onRecognise, onType, onDismiss }: HearingNoticeProps) {
  return (
    <Problem
      tone="info"
      onDismiss={onDismiss}
      title={`${replicaName} hears you but cannot make out words`}
      actions={
        <>
          <Button size="sm" onClick={onType}>
            <Keyboard aria-hidden /> Type instead
          </Button>
          {onRecognise && (
            <Button size="sm" onClick={onRecognise}>
              <Ear aria-hidden /> Use this browser’s recognition
            </Button>
          )}
        </>
      }
    >
      <p>
        What you type is answered at once.{' '}
        {onRecognise
          ? 'Your browser can recognise speech too; its maker may receive what your microphone hears. '
          : 'This browser has no speech recognition of its own. '}
        Whoever runs this installation can connect a recogniser for everybody.
      </p>
    </Problem>
  )
}

const words: Record<RecognitionProblem, { title: string; fix: string }> = {
  denied: {
    title: 'The browser does not let this page recognise speech',
    fix: 'Allow the microphone for this page and try again. Some browsers have recognition switched off for good; then type instead.',
  },
  'no-microphone': {
    title: 'The browser’s recognition gets no microphone',
    fix: 'Switch the microphone on, or choose another one in the settings, and try again.',
  },
  unreachable: {
    title: 'The browser’s recognition cannot be reached',
    fix: 'In most browsers it runs at their maker, over the internet. Check that connection, or type instead.',
  },
  language: {
    title: 'The browser does not recognise the language of this conversation',
    fix: 'Type instead, or try another browser.',
  },
  failed: {
    title: 'The browser’s recognition did not work',
    fix: 'It started and heard nothing. Try again, or type instead.',
  },
}

/** Why the browser's recognition does not run. */
export function RecognitionProblemNotice({
  problem,
  onRetry,
  onDismiss,
}: {
  problem: RecognitionProblem
  onRetry: () => void
  onDismiss: () => void
}) {
  const { title, fix } = words[problem]
  return (
    <Problem
      title={title}
      onDismiss={onDismiss}
      actions={
        <Button size="sm" onClick={onRetry}>
          Try again
        </Button>
      }
    >
      {fix}
    </Problem>
  )
}
