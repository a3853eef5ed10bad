import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { modelFailure } from '@/components/shell/model-failure'
import type { Connection } from '@/lib/client/room/connection'
import { modelFailed } from '@/lib/protocol/interactions'

/** What the room says of a model that failed last, until that is dismissed; it says so to members alone. */
export function useModelFailed(connection: Connection): [string | null, () => void] {
  const t = useTranslations('shell.modelFailure')
  const [told, setTold] = useState<string | null>(null)
  useEffect(
    () =>
      connection.onEvent((event) => {
        if (event.type !== 'app-message') return
        const { participants } = connection.snapshot()
        const replica = participants.find(({ role }) => role === 'replica')
        const failed = event.from === replica?.session_id && modelFailed.safeParse(event.data).data
        if (failed) setTold(modelFailure(failed, t))
      }),
    [connection, t],
  )
  return [told, () => setTold(null)]
}
