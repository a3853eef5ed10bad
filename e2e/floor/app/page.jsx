'use client'

import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query'

const client = new QueryClient()

function Answer() {
  const { data } = useQuery({ queryKey: ['answer'], queryFn: async () => 'An answer' })
  return <p>{data}</p>
}

/** The least that a page of lists can be: React Query, and nothing of ours. */
export default function Page() {
  return (
    <QueryClientProvider client={client}>
      <Answer />
    </QueryClientProvider>
  )
}
