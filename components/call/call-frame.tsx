'use client'

import { Video } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type ReactNode, useEffect } from 'react'
import { Button } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import { Spinner } from '@/components/ui/spinner'
import { CallProblemNotice } from './call-problem'
import { useCall } from './use-call'

type Outside = { provider: string; host: string }

type CallFrameProps = {
  /** Joins as soon as the page shows it, without a click; not where a click is the consent. */
  autoJoin?: boolean
  /** Shown above the button before joining: whom one will meet. */
  picture?: ReactNode
  /** Where the room is not ours: who runs it, and the host that shows it. Joining is the consent to that. */
  outside?: Outside | null
  className?: string
}

/** The meeting room of the call in a frame, with everything that stands in for it before, after and instead. */
export function CallFrame({ autoJoin, picture, outside = null, className }: CallFrameProps) {
  const t = useTranslations('call.callFrame')
  const { state, join, container } = useCall()
  const joinsAtOnce = autoJoin && !outside
  useEffect(() => {
    if (joinsAtOnce) join()
  }, [joinsAtOnce, join])
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
          <Instead outside={outside} />
        </div>
      )}
    </section>
  )
}

function Instead({ outside }: { outside: Outside | null }) {
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
          {outside && <p className="text-pretty text-muted text-xs">{t('consent', outside)}</p>}
          <Button variant="primary" onClick={join}>
            {t('rejoin')}
          </Button>
        </>
      )
    case 'failed':
      return <CallProblemNotice problem={state.problem} host={outside?.host} onRetry={join} />
    default:
      return (
        <>
          {outside && <p className="text-pretty">{t('consent', outside)}</p>}
          <Button variant="primary" size="lg" onClick={join}>
            <Video aria-hidden /> {t('join')}
          </Button>
          <p className="text-muted text-xs">{outside ? t('devicesMayStart') : t('devicesStayOff')}</p>
        </>
      )
  }
}
