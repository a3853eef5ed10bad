'use client'

import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { StyleNonce } from '@/components/ui/nonce'

// Changes arrive over the event stream, so data is fresh until told otherwise.
const makeClient = () =>
  new QueryClient({
    defaultOptions: {
      queries: { staleTime: Number.POSITIVE_INFINITY, refetchOnWindowFocus: false, retry: 2 },
    },
  })

/** What every page's components may rely on in the browser. */
export function Providers({ nonce, children }: { nonce: string | undefined; children: ReactNode }) {
  const [client] = useState(makeClient)
  return (
    <QueryClientProvider client={client}>
      <StyleNonce nonce={nonce} />
      {children}
    </QueryClientProvider>
  )
}
