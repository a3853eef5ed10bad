import { useEffect, useRef } from 'react'
import type { Connection } from '@/lib/client/room/connection'
import { measuringContext } from '@/lib/client/room/measuring-context'
import { type Meter, meterFor } from '@/lib/client/room/meter/meter'
import type { RoomSnapshot } from '@/lib/client/room/room-state'

/**
 * Measures how long we wait for the replica's answers, and tells the room. Returns what is to be called when a text of
 * ours was sent.
 */
export function useMeter(
  connection: Connection,
  { participants, tracks }: RoomSnapshot,
  own: MediaStreamTrack | null,
): (text: string) => void {
  const meter = useRef<Meter | null>(null)
  const id = participants.find(({ role }) => role === 'replica')?.session_id
  const replica = (id && tracks.get(id)?.audio) || null
  const isHeard = replica !== null
  useEffect(() => {
    const context = isHeard && measuringContext()
    if (!context) return
    const made = meterFor(connection, context)
    meter.current = made
    return () => {
      meter.current = null
      made.stop()
    }
  }, [connection, isHeard])
  // biome-ignore lint/correctness/useExhaustiveDependencies: another connection has a meter of its own
  useEffect(() => meter.current?.listen({ own, replica }), [connection, own, replica])
  return (text) => meter.current?.wrote(text)
}
