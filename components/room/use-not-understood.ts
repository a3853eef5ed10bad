import { useEffect, useState } from 'react'
import type { Connection } from '@/lib/client/room/connection'
import { speechNotUnderstood } from '@/lib/protocol/interactions'

/** Whether the room has said that it hears us and cannot make out words, until that is dismissed. */
export function useNotUnderstood(connection: Connection): [boolean, () => void] {
  const [told, setTold] = useState(false)
  useEffect(
    () =>
      connection.onEvent((event) => {
        if (event.type === 'app-message' && speechNotUnderstood.safeParse(event.data).success) setTold(true)
      }),
    [connection],
  )
  return [told, () => setTold(false)]
}
