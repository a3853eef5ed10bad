import type { ToHost } from '@/lib/protocol/daily-iframe'
import type { RoomRecording } from '@/lib/protocol/room'
import type { Recorder } from './recorder'
import type { RoomSnapshot } from './room-state'

/** What a host of the frame asks and learns of recordings. */
export type RecordingHost = {
  start(call: { type?: string; instanceId?: string }): Promise<void>
  stop(snapshot: RoomSnapshot | null): Promise<void>
  /** Tells the host what has changed since the last time. */
  tell(snapshot: RoomSnapshot): void
  /** The host knows nothing any more: a call begins anew. */
  forget(): void
}

/** Recordings as daily-js has them; those of this room are of its kind `cloud`. */
export function recordingHost(recorder: Recorder | null, post: (message: ToHost) => void): RecordingHost {
  let known: RoomRecording | null = null
  let instanceId: string | undefined

  const instance = () => (instanceId === undefined ? {} : { instanceId })
  const refuse = (errorMsg: string) => post({ action: 'recording-error', errorMsg, ...instance() })

  return {
    async start(call) {
      instanceId = call.instanceId
      if (call.type !== undefined && call.type !== 'cloud') {
        refuse(`A recording of the type ${call.type} is not available in this room.`)
        return
      }
      if (!recorder) return refuse('Recording is not available in this room.')
      const problem = await recorder.start()
      if (problem) refuse(problem)
    },
    async stop(snapshot) {
      const running = snapshot?.room?.recording
      if (!running) return refuse('Nothing is being recorded.')
      if (running.session_id !== snapshot.sessionId)
        return refuse(`Only ${running.name}, who records, can stop it.`)
      await recorder?.stop()
    },
    tell({ room }) {
      const now = room?.recording ?? null
      if (now?.recording_id === known?.recording_id) return
      if (known) post({ action: 'recording-stopped', ...instance() })
      known = now
      if (!now) return
      post({
        action: 'recording-started',
        local: false,
        recordingId: now.recording_id,
        startedBy: now.session_id,
        type: 'cloud',
        ...instance(),
      })
    },
    forget() {
      known = null
    },
  }
}
