'use client'

import { Download } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect, useRef } from 'react'
import { Duration, LocalTime } from '@/components/shell/time'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { Spinner } from '@/components/ui/spinner'
import type { Recording } from '@/lib/domain/recordings/schema'

const byteUnits = ['bytes', 'kB', 'MB', 'GB']

/** A size in decimal units: "1.2 MB". */
function inBytes(bytes: number): string {
  const power = Math.min(byteUnits.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3))
  const value = bytes / 1000 ** power
  return `${value.toFixed(power === 0 || value >= 100 ? 0 : 1)} ${byteUnits[power]}`
}

type RecordingsProps = {
  recordings: Recording[]
  /** The instant to show, in Unix milliseconds, where a recording has it; null: the beginning. */
  seekTo: number | null
}

/** The recordings of a conversation: to be played and saved, or what keeps them from it. */
export function Recordings({ recordings, seekTo }: RecordingsProps) {
  const t = useTranslations('conversations.recordingPlayer')
  if (recordings.length === 0) return null
  return (
    <section aria-labelledby="recordings" className="border-border border-b py-6">
      <h2 id="recordings" className="mb-3 font-semibold">
        {recordings.length === 1 ? t('recording') : t('recordings')}
      </h2>
      <ul className="flex flex-col gap-6">
        {recordings.map((recording) => (
          <li key={recording.recording_id}>
            <OneRecording recording={recording} seekTo={seekTo} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function OneRecording({ recording, seekTo }: { recording: Recording; seekTo: number | null }) {
  const t = useTranslations('conversations.recordingPlayer')
  const { status, url, duration, bytes, problem } = recording
  const video = useRef<HTMLVideoElement>(null)
  const seconds = seekTo === null ? null : (seekTo - Date.parse(recording.started_at)) / 1000
  useEffect(() => {
    if (video.current && seconds !== null && seconds >= 0 && seconds < (duration ?? 0))
      video.current.currentTime = seconds
  }, [seconds, duration])
  return (
    <div className="flex max-w-3xl flex-col gap-3">
      {url && (
        // biome-ignore lint/a11y/useMediaCaption: what was said stands in the transcript on the same page
        <video
          ref={video}
          controls
          preload="metadata"
          src={url}
          className="aspect-video w-full rounded-lg border border-border bg-black"
        />
      )}
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <p className="flex min-w-0 flex-wrap items-center gap-x-2 text-muted">
          {duration !== null && <Duration seconds={Math.round(duration)} className="text-foreground" />}
          {bytes !== null && <span className="tabular">{inBytes(bytes)}</span>}
          <span>
            {t.rich('recordedBy', {
              name: () => <bdi>{recording.recorded_by}</bdi>,
              time: () => <LocalTime at={recording.started_at} />,
            })}
          </span>
        </p>
        {url && (
          <Button asChild>
            <a href={`${url}?download=1`} download>
              <Download aria-hidden />
              {t('download')}
            </a>
          </Button>
        )}
      </div>
      {(status === 'recording' || status === 'processing') && (
        <p role="status" className="flex items-center gap-2 text-muted">
          <Spinner />
          {status === 'recording' ? t('running') : t('processing')}
        </p>
      )}
      {status === 'failed' && <Notice tone="danger">{t('failed', { problem: problem ?? '' })}</Notice>}
      {status === 'ready' && problem && <Notice tone="warning">{t('keptHere', { problem })}</Notice>}
      {recording.storage_provider === 's3' && recording.storage_uri && (
        <p className="break-all text-muted text-xs">{t('storedAt', { storageUri: recording.storage_uri })}</p>
      )}
    </div>
  )
}
