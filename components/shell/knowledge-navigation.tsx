'use client'

import { useTranslations } from 'next-intl'
import { knowledgePlaces } from './knowledge-places'
import { PlaceNavigation } from './place-navigation'

/** The way between the pages under Knowledge. */
export function KnowledgeNavigation() {
  const t = useTranslations('shell.knowledgePlaces')
  const places = knowledgePlaces.map(({ href, name }) => ({ href, name: t(name) }))
  return <PlaceNavigation label={t('knowledge')} places={places} />
}
