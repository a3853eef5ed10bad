import type { Metadata } from 'next'
import { useTranslations } from 'next-intl'
import { getTranslations } from 'next-intl/server'
import { RoomNotice } from '@/components/room/room-notice'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('pages.titles')
  return { title: t('notEmbeddable'), robots: { index: false, follow: false } }
}

/** Stands in the frame of a site that is not among those that may embed a room; tells nothing of the room. */
export default function NotEmbeddablePage() {
  const t = useTranslations('pages.roomsNotEmbeddable')
  return (
    <RoomNotice title={t('thisSiteMayNotEmbed')}>
      <p>{t('whoeverRunsTheConversation')}</p>
      <p>{t('theMeetingLinkOpensThe')}</p>
    </RoomNotice>
  )
}
