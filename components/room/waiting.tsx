import { useTranslations } from 'next-intl'
import { Portrait } from '@/components/replicas/portrait'
import type { GuestView } from '@/lib/domain/conversations/serialize'
import { RoomNotice } from './room-notice'

/** While it is not known yet who drives the room, or what the call needs is on its way. */
export function Waiting({ view }: { view: GuestView }) {
  const t = useTranslations('room.waiting')
  return (
    <RoomNotice
      title={view.name || t('conversationWith', { name: view.replica.name })}
      picture={<Portrait look={view.replica.look} className="size-24 rounded-lg" />}
    >
      <p role="status">{t('gettingTheRoomReady')}</p>
    </RoomNotice>
  )
}
