import { X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import type { Connection } from '@/lib/client/room/connection'
import { useModelFailed } from './use-model-failed'

/** A quiet line for members: which model failed, and how. Nothing while all of them do what they are asked. */
export function ModelFailed({ connection }: { connection: Connection }) {
  const t = useTranslations('room.problem')
  const [failure, dismiss] = useModelFailed(connection)
  return (
    failure && (
      <p role="status" className="flex items-center gap-1 px-1 text-muted text-xs">
        <span dir="auto" className="min-w-0">
          {failure}
        </span>
        <Button size="icon-sm" variant="ghost" aria-label={t('dismiss')} onClick={dismiss}>
          <X aria-hidden />
        </Button>
      </p>
    )
  )
}
