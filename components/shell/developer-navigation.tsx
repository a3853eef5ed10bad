'use client'

import { useTranslations } from 'next-intl'
import { developerPlaces } from './developer-places'
import { PlaceNavigation } from './place-navigation'

/** The way between the pages under Developers. */
export function DeveloperNavigation() {
  const t = useTranslations('shell.developerPlaces')
  const places = developerPlaces.map(({ href, name }) => ({ href, name: t(name) }))
  return <PlaceNavigation label={t('developers')} places={places} />
}
