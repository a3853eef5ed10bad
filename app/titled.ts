import type { Metadata } from 'next'
import type { Messages } from 'next-intl'
import { getTranslations } from 'next-intl/server'

type Page = {
  [Name in keyof Messages['pages']]: Messages['pages'][Name] extends { title: string } ? Name : never
}[keyof Messages['pages']]

/** Makes the metadata of a page whose title stands in the catalog. A room's names its replica, and is made there. */
export const titled = (page: Exclude<Page, 'room'>) => async (): Promise<Metadata> => {
  const t = await getTranslations('pages')
  return { title: t(`${page}.title`) }
}
