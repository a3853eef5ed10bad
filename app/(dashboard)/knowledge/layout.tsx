import type { ReactNode } from 'react'
import { currentMember } from '@/app/scope'
import { KnowledgeNavigation } from '@/components/shell/knowledge-navigation'

/** What stands above every page under Knowledge. */
export default async function KnowledgeLayout({ children }: { children: ReactNode }) {
  // The page below leads to sign-in.
  if (!(await currentMember())) return children
  return (
    <>
      <KnowledgeNavigation />
      {children}
    </>
  )
}
