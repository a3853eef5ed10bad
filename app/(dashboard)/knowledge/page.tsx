import { redirect } from 'next/navigation'
import { knowledgePlaces } from '@/components/shell/knowledge-places'

export default function KnowledgePage() {
  redirect(knowledgePlaces[0].href)
}
