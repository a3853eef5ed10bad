'use client'

import { Ear, Keyboard } from 'lucide-react'
import { useTranslations } from 'next-intl'
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
  const t = useTranslations('room.hearing')
  return (
    <Problem
      tone="info"
      onDismiss={onDismiss}
      title={t('noWords', { replicaName })}
      actions={
        <>
          <Button size="sm" onClick={onType}>
            <Keyboard aria-hidden /> {t('typeInstead')}
          </Button>
          {onRecognise && (
            <Button size="sm" onClick={onRecognise}>
              <Ear aria-hidden /> {t('useThisBrowsersRecognition')}
            </Button>
          )}
        </>
      }
    >
      <p>{t(onRecognise ? 'orRecognise' : 'noRecognition')}</p>
    </Problem>
  )
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
  const t = useTranslations('room.hearing')
  return (
    <Problem
      title={t(`${problem}.title`)}
      onDismiss={onDismiss}
      actions={
        <Button size="sm" onClick={onRetry}>
          {t('tryAgain')}
        </Button>
      }
    >
      {t(`${problem}.fix`)}
    </Problem>
  )
}
