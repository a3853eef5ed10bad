import type { Metadata } from 'next'
import { useTranslations } from 'next-intl'
import { getTranslations } from 'next-intl/server'
import { RoomNotice } from '@/components/room/room-notice'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('pages.notEmbeddable')
  return { title: t('page'), robots: { index: false, follow: false } }
}

/** Stands in the frame of a site that is not among those that may embed a room; tells nothing of the room. */
export default function NotEmbeddablePage() {
  const t = useTranslations('pages.notEmbeddable')
  return (
    <RoomNotice title={t('title')}>
      <p>{t('whoCanAllowIt')}</p>
      <p>{t('orByTheLink')}</p>
    </RoomNotice>
  )
}
