import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { cache } from 'react'
import { memberOrSignIn } from '@/app/scope'
import { Words } from '@/app/words'
import { StorePage } from '@/components/memories/store-page'
import { listMemories } from '@/lib/domain/memories/queries'
import { memoryPages } from '@/lib/domain/memories/rules/limits'
import { isStorable } from '@/lib/domain/requests/schema'
import { addFactAction, deleteFactAction, deleteStoreAction, updateFactAction } from '../actions'

type Props = { params: Promise<{ store: string }> }

const may = {
  add: addFactAction,
  update: updateFactAction,
  remove: deleteFactAction,
  removeAll: deleteStoreAction,
}

/** The name as it was written; null where it is none. */
function nameIn(part: string): string | null {
  try {
    const name = decodeURIComponent(part)
    return isStorable(name) ? name : null
  } catch {
    return null
  }
}

const load = cache(async (part: string) => {
  const scope = await memberOrSignIn(`/knowledge/memories/${part}`)
  const name = nameIn(part)
  const facts = name === null ? null : await listMemories(scope, name, { limit: memoryPages.facts, page: 1 })
  return { scope, name, facts }
})

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { name, facts } = await load((await params).store)
  if (facts && name !== null) return { title: name }
  const t = await getTranslations('pages.notFound')
  return { title: t('title') }
}

export default async function MemoryStorePage({ params }: Props) {
  const { scope, name, facts } = await load((await params).store)
  if (!facts || name === null) notFound()
  return (
    <Words of={['memories.addFact', 'memories.factList', 'memories.storeChoices', 'memories.storePage']}>
      <StorePage store={name} initial={facts} may={scope.role === 'viewer' ? null : may} />
    </Words>
  )
}
