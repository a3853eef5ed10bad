'use client'

import { Mic, MicOff, Users, Video, VideoOff } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { Popover } from '@/components/ui/popover'
import type { RoomParticipant } from '@/lib/protocol/room'

/** Everybody in the conversation. */
export function People({
  participants,
  sessionId,
}: {
  participants: RoomParticipant[]
  sessionId: string | null
}) {
  const t = useTranslations('room.people')
  return (
    <Popover
      label={t('participants')}
      trigger={
        <Button size="sm" variant="ghost" aria-label={t('participantsCount', { count: participants.length })}>
          <Users aria-hidden />
          <span className="tabular">{participants.length}</span>
        </Button>
      }
    >
      <ul className="flex max-h-[50dvh] flex-col gap-1 overflow-y-auto">
        {participants.map((person) => (
          <li key={person.session_id} className="flex items-center gap-2 py-1">
            <span className="min-w-0 flex-1 truncate">
              <bdi>{person.name}</bdi>
              {person.session_id === sessionId && <span className="text-muted"> {t('you')}</span>}
              {person.role === 'replica' && <span className="text-muted"> {t('replica')}</span>}
              {person.reconnecting && <span className="text-muted"> {t('reconnecting')}</span>}
            </span>
            {person.role === 'participant' && (
              <span className="flex gap-1.5 text-muted [&_svg]:size-4">
                {person.audio ? (
                  <Mic aria-label={t('microphoneOn')} />
                ) : (
                  <MicOff aria-label={t('microphoneOff')} />
                )}
                {person.video ? (
                  <Video aria-label={t('cameraOn')} />
                ) : (
                  <VideoOff aria-label={t('cameraOff')} />
                )}
              </span>
            )}
          </li>
        ))}
      </ul>
    </Popover>
  )
}
