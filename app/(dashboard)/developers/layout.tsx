import type { ReactNode } from 'react'
import { currentMember } from '@/app/scope'
import { DeveloperNavigation } from '@/components/shell/developer-navigation'

/** What stands above every page under Developers. */
export default async function DevelopersLayout({ children }: { children: ReactNode }) {
  // The page below leads to sign-in.
  if (!(await currentMember())) return children
  return (
    <>
      <DeveloperNavigation />
      {children}
    </>
  )
}
