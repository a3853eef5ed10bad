import { useEffect, useRef, useState, useSyncExternalStore } from 'react'
import type { Connection } from '@/lib/client/room/connection'
import type { Media } from '@/lib/client/room/media'
import { createRecorder, type Recorder, type RecorderState, sceneFrom } from '@/lib/client/room/recorder'
import { sessionTicketStore } from '@/lib/client/room/ticket-store'

const idle: RecorderState = { phase: 'idle', problem: null }

/** The recorder of a room's page, which follows whichever connection there is. */
export function useRecorder(conversationId: string, connection: Connection | null, media: Media): Recorder {
  const latest = useRef(connection)
  latest.current = connection
  const [recorder] = useState(() =>
    createRecorder({
      conversationId,
      ticket: sessionTicketStore(conversationId).read,
      scene: () => sceneFrom(latest.current, media),
      keyed: () => document.querySelector<HTMLCanvasElement>('canvas[data-keyed]'),
    }),
  )
  useEffect(() => (connection ? recorder.follow(connection) : undefined), [connection, recorder])
  return recorder
}

/** What the recorder does now. */
export const useRecorderState = (recorder: Recorder): RecorderState =>
  useSyncExternalStore(recorder.subscribe, recorder.state, () => idle)
