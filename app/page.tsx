import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { currentMember } from '@/app/scope'
import { ProductPage } from '@/components/shell/product-page'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('pages.home')
  return { title: { absolute: t('title') } }
}

/** What this is, for visitors. Members begin at their conversations. */
export default async function Home() {
  if (await currentMember()) redirect('/conversations')
  return <ProductPage />
}
