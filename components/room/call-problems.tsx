'use client'

import { Volume2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
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
  const t = useTranslations('room.callProblems')
  const lacking = lackingOf(missing)
  const retry = (
    <Button size="sm" onClick={onRetry}>
      {t('tryAgain')}
    </Button>
  )
  return (
    <>
      {phase === 'failed' && (
        <Problem title={t('failed.title')} actions={retry}>
          {t('failed.fix')}
        </Problem>
      )}
      {phase === 'unsupported' && <Problem title={t('unsupported.title')}>{t('unsupported.fix')}</Problem>}
      {lacking && (
        <Problem title={t(lacking, { replicaName })} actions={retry}>
          {t('nothingArrives')}
        </Problem>
      )}
      {soundBlocked && (
        <Problem
          title={t('silent.title')}
          actions={
            <Button size="sm" variant="primary" onClick={onSound}>
              <Volume2 aria-hidden /> {t('turnOnSound')}
            </Button>
          }
        >
          {t('silent.fix')}
        </Problem>
      )}
    </>
  )
}

function lackingOf({ audio, video }: Missing) {
  if (audio && video) return 'noSoundAndPicture'
  return audio ? 'noSound' : video ? 'noPicture' : null
}
