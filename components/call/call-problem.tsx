import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import type { CallProblem } from '@/lib/client/room/daily-call'

/** What trying again may help. */
const retried = [
  'offline',
  'unreachable',
  'full',
  'not-allowed',
  'token',
  'replaced',
  'busy',
  'failed',
] as const

type CallProblemProps = {
  problem: CallProblem
  /** Of the room, where that is not ours. */
  host?: string
  onRetry: () => void
}

/** Why there is no call to see, with its fix. */
export function CallProblemNotice({ problem, host, onRetry }: CallProblemProps) {
  const t = useTranslations('call.callProblem')
  const retry = retried.find((each) => each === problem)
  return (
    <div role="alert" className="flex flex-col items-center gap-3">
      <p className="font-semibold text-base">{t(`${problem}.title`)}</p>
      <p className="text-pretty text-muted">
        {problem === 'unreachable' && host ? t('unreachable.outside', { host }) : t(`${problem}.fix`)}
      </p>
      {retry && (
        <Button variant="primary" onClick={onRetry}>
          {t(`${retry}.retry`)}
        </Button>
      )}
    </div>
  )
}
