'use client'

import { Video } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type ReactNode, useEffect } from 'react'
import { Button } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import { Spinner } from '@/components/ui/spinner'
import { CallProblemNotice } from './call-problem'
import { useCall } from './use-call'

type CallFrameProps = {
  /** Joins as soon as the page shows it, without a click. */
  autoJoin?: boolean
  /** Shown above the button before joining: whom one will meet. */
  picture?: ReactNode
  className?: string
}

/** The meeting room of the call in a frame, with everything that stands in for it before, after and instead. */
export function CallFrame({ autoJoin, picture, className }: CallFrameProps) {
  const t = useTranslations('call.callFrame')
  const { state, join, container } = useCall()
  useEffect(() => {
    if (autoJoin) join()
  }, [autoJoin, join])
  const framed = state.phase === 'joining' || state.phase === 'joined'
  return (
    <section
      aria-label={t('call')}
      className={cn(
        'relative flex min-h-96 min-w-0 overflow-hidden rounded-lg border border-border bg-surface',
        className,
      )}
    >
      <div ref={container} className={cn('absolute inset-0', !framed && 'invisible')} />
      {!framed && (
        <div className="relative m-auto flex max-w-md flex-col items-center gap-4 p-6 text-center">
          {picture}
          <Instead />
        </div>
      )}
    </section>
  )
}

function Instead() {
  const t = useTranslations('call.callFrame')
  const { state, join, leave } = useCall()
  switch (state.phase) {
    case 'loading':
      return (
        <>
          <p role="status" className="flex items-center gap-2 text-muted">
            <Spinner /> {t('openingTheRoom')}
          </p>
          <Button onClick={leave}>{t('cancel')}</Button>
        </>
      )
    case 'left':
      return (
        <>
          <p className="font-semibold text-base">{t('youLeft')}</p>
          <p className="text-muted">{t('mayComeBack')}</p>
          <Button variant="primary" onClick={join}>
            {t('rejoin')}
          </Button>
        </>
      )
    case 'failed':
      return <CallProblemNotice problem={state.problem} onRetry={join} />
    default:
      return (
        <>
          <Button variant="primary" size="lg" onClick={join}>
            <Video aria-hidden /> {t('join')}
          </Button>
          <p className="text-muted text-xs">{t('devicesStayOff')}</p>
        </>
      )
  }
}
