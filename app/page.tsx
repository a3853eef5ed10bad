import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { currentMember } from '@/app/scope'
import { ProductPage } from '@/components/shell/product-page'

export const metadata: Metadata = { title: { absolute: 'Colloquy: conversational video on your own server' } }

/** What this is, for visitors. Members begin at their conversations. */
export default async function Home() {
  if (await currentMember()) redirect('/conversations')
  return <ProductPage />
}
