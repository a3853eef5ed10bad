'use client'

import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { EarlyPress } from '@/components/shell/early-press'
import { TimeZoneProvider } from '@/components/shell/time-zone'
import { StyleNonce } from '@/components/ui/nonce'

// Changes arrive over the event stream, so data is fresh until told otherwise.
const makeClient = () =>
  new QueryClient({
    defaultOptions: {
      queries: { staleTime: Number.POSITIVE_INFINITY, refetchOnWindowFocus: false, retry: 2 },
    },
  })

type ProvidersProps = {
  nonce: string | undefined
  /** The reader's time zone, where it is known. */
  zone: string | undefined
  children: ReactNode
}

/** What every page's components may rely on in the browser. */
export function Providers({ nonce, zone, children }: ProvidersProps) {
  const [client] = useState(makeClient)
  return (
    <QueryClientProvider client={client}>
      <StyleNonce nonce={nonce} />
      <EarlyPress nonce={nonce} />
      <TimeZoneProvider remembered={zone}>{children}</TimeZoneProvider>
    </QueryClientProvider>
  )
}
