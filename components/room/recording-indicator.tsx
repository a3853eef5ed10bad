import { useTranslations } from 'next-intl'
import type { RoomFacts } from '@/lib/client/room/room-state'

/** Says to everybody in the room that the call is being recorded, and by whom. */
export function RecordingIndicator({
  room,
  sessionId,
}: {
  room: RoomFacts | null
  sessionId: string | null
}) {
  const t = useTranslations('room.recordingIndicator')
  const running = room?.recording
  return (
    <div role="status" className="contents">
      {running && (
        <p
          className="flex min-w-0 items-center gap-1.5 rounded-full bg-danger-soft px-2.5 py-1 text-danger text-xs"
          title={
            running.session_id === sessionId
              ? t('youRecordThisCall')
              : t('recordsThisCall', { name: running.name })
          }
        >
          <span aria-hidden className="size-2 shrink-0 rounded-full bg-current" />
          <span className="shrink-0 font-medium">{t('recording')}</span>
          <span className="min-w-0 truncate [@container_(max-width:420px)]:sr-only" dir="auto">
            {running.session_id === sessionId ? t('byYou') : t('byName', { name: running.name })}
          </span>
        </p>
      )}
    </div>
  )
}
