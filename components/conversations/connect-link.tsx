import type { ReactNode } from 'react'
import { Link } from '@/components/ui/link'

/** Where a language model is connected. */
export const connectLink = (chunks: ReactNode) => (
  <Link href="/settings#models" className="text-accent underline underline-offset-4">
    {chunks}
  </Link>
)
