'use client'

import { Circle, Square } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Spinner } from '@/components/ui/spinner'
import type { Recorder } from '@/lib/client/room/recorder'
import type { RoomFacts } from '@/lib/client/room/room-state'
import { ControlButton } from './control-button'
import { Problem } from './problem'
import { useRecorderState } from './use-recorder'

type RecordingControlProps = { recorder: Recorder; room: RoomFacts | null; sessionId: string | null }

/** Begins and ends a recording. Not there for those who may not record. */
export function RecordingControl({ recorder, room, sessionId }: RecordingControlProps) {
  const t = useTranslations('room.recordingControl')
  const { phase } = useRecorderState(recorder)
  const running = room?.recording ?? null
  const byAnother = running !== null && running.session_id !== sessionId
  if (!room?.may_record || byAnother) return null
  const records = phase === 'recording'
  const busy = phase === 'starting' || phase === 'stopping'
  return (
    <ControlButton
      label={t('record')}
      title={
        records
          ? t('stopRecording')
          : phase === 'stopping'
            ? t('handingInWhatWasRecorded')
            : t('recordTheCall')
      }
      pressed={records}
      mark={records ? 'off' : undefined}
      onClick={() => {
        if (records) void recorder.stop()
        else if (!busy) void recorder.start()
      }}
    >
      {busy ? <Spinner /> : records ? <Square aria-hidden fill="currentColor" /> : <Circle aria-hidden />}
    </ControlButton>
  )
}

/** Why the recording did not begin, or why it ended. */
export function RecordingProblem({ recorder }: { recorder: Recorder }) {
  const t = useTranslations('room.recordingControl')
  const { problem } = useRecorderState(recorder)
  if (!problem) return null
  return (
    <Problem title={t('notRecorded')} onDismiss={recorder.dismiss}>
      {typeof problem === 'string' ? t(problem) : problem.said}
    </Problem>
  )
}
