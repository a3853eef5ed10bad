import Link from 'next/link'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import type { Replica } from '@/lib/domain/replicas/schema'
import { Portrait } from './portrait'

const voices = { female: 'Female voice', male: 'Male voice', neutral: 'Neutral voice' }

/** Every replica by its face. */
export function ReplicaGallery({ replicas }: { replicas: Replica[] }) {
  return (
    <ul className="grid grid-cols-2 gap-x-4 gap-y-8 sm:grid-cols-3 lg:grid-cols-4">
      {replicas.map((replica) => (
        <li key={replica.replica_id} className="flex min-w-0 flex-col gap-2">
          <Portrait
            look={replica.look}
            alt={`Portrait of ${replica.replica_name}`}
            className="aspect-square size-auto w-full"
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
      ))}
    </ul>
  )
}
