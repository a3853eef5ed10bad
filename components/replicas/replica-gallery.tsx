import type { Replica } from '@/lib/domain/replicas/schema'
import { ReplicaCard } from './replica-card'

/** Every replica by its face. */
export function ReplicaGallery({ replicas }: { replicas: Replica[] }) {
  return (
    <ul className="grid grid-cols-2 gap-x-4 gap-y-8 sm:grid-cols-3 lg:grid-cols-4">
      {replicas.map((replica) => (
        <ReplicaCard key={replica.replica_id} replica={replica} />
      ))}
    </ul>
  )
}
