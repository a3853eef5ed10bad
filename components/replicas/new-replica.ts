import { exampleLook, type Replica, type ReplicaRequest } from '@/lib/domain/replicas/schema'

/** What the studio of a new replica begins with. */
export const newReplica: ReplicaRequest = {
  replica_name: '',
  look: exampleLook,
  voice: { variant: 'f2', pitch: 50, rate: 165, gender: 'female' },
}

/** A replica as it is edited; a copy has a name of its own. */
export const editable = (replica: Replica, isCopy: boolean): ReplicaRequest => ({
  replica_name: isCopy ? `${replica.replica_name.slice(0, 90)} (copy)` : replica.replica_name,
  look: replica.look,
  voice: replica.voice,
})
