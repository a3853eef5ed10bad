import type { Metadata } from 'next'
import type { Messages } from 'next-intl'
import { getTranslations } from 'next-intl/server'

/** Makes the metadata of a page whose title stands in the catalog. */
export const titled =
  (name: Exclude<keyof Messages['pages']['titles'], 'room'>) => async (): Promise<Metadata> => {
    const t = await getTranslations('pages.titles')
    return { title: t(name) }
  }
