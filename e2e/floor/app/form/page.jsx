'use client'

import { zodResolver } from '@hookform/resolvers/zod'
import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query'
import { useForm } from 'react-hook-form'
import * as z from 'zod'

const client = new QueryClient()
const schema = z.object({ name: z.string().min(1) })

function Form() {
  const { data } = useQuery({ queryKey: ['answer'], queryFn: async () => 'An answer' })
  const { register, handleSubmit } = useForm({ resolver: zodResolver(schema) })
  return (
    <form onSubmit={handleSubmit(() => {})}>
      <input {...register('name')} placeholder={data} />
    </form>
  )
}

/** The least that a page with a form can be: React Query, react-hook-form and zod, and nothing of ours. */
export default function Page() {
  return (
    <QueryClientProvider client={client}>
      <Form />
    </QueryClientProvider>
  )
}
