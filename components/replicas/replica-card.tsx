'use client'

import Link from 'next/link'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import type { Replica } from '@/lib/domain/replicas/schema'
import { LiveFace } from './live-face'
import { useAttention } from './use-attention'

const voices = { female: 'Female voice', male: 'Male voice', neutral: 'Neutral voice' }

/** One replica of the gallery; it comes alive under the pointer and with the focus. */
export function ReplicaCard({ replica }: { replica: Replica }) {
  const { active, handlers } = useAttention()
  return (
    <li className="flex min-w-0 flex-col gap-2" {...handlers}>
      <LiveFace
        look={replica.look}
        alt={`Portrait of ${replica.replica_name}`}
        active={active}
        className="w-full"
      />
      <h2 className="flex flex-wrap items-center gap-2 font-medium">
        <span dir="auto" className="min-w-0">
          {replica.replica_name}
        </span>
        {replica.replica_type === 'system' && <Badge>Stock</Badge>}
      </h2>
      <p className="text-muted text-xs">
        {voices[replica.voice.gender]}, {replica.voice.rate} words a minute
        <span className="block truncate font-mono">{replica.replica_id}</span>
      </p>
      <Button asChild size="sm" className="self-start">
        <Link href={`/conversations/new?replica=${replica.replica_id}`}>
          Use in a conversation<span className="sr-only">: {replica.replica_name}</span>
        </Link>
      </Button>
    </li>
  )
}
