import type { ReactNode } from 'react'
import { Link } from '@/components/ui/link'

const look = 'text-accent underline underline-offset-4'

/** Where a language model is connected. */
export const connectLink = (chunks: ReactNode) => (
  <Link href="/settings#models" className={look}>
    {chunks}
  </Link>
)

/** The same in another tab: on the page of a live call, which going elsewhere would leave. */
export const connectLinkBeside = (chunks: ReactNode) => (
  <Link href="/settings#models" target="_blank" rel="noopener" className={look}>
    {chunks}
  </Link>
)

/** Where accounts at providers are connected, and their keys changed. */
export const connectionLink = (chunks: ReactNode) => (
  <Link href="/settings" className="font-medium underline underline-offset-4">
    {chunks}
  </Link>
)
