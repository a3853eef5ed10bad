import type { Replica, ReplicaRequest } from '@/lib/domain/replicas/schema'

/** What the studio of a new replica begins with. */
export const newReplica: ReplicaRequest = {
  replica_name: '',
  look: {
    style: 'notionists',
    options: {
      ...{ hair: 'variant23', body: 'variant21', brows: 'variant04', nose: 'variant10', mouth: 'smile' },
      ...{ skin: '#f2c6a7', hairColor: '#6b4329', hairShade: '#563521', browColor: '#563521' },
      ...{ cloth: '#3f6b57', trim: '#ffffff', ground: '#dde8da', line: '#2b211e' },
    },
  },
  voice: { variant: 'f2', pitch: 50, rate: 165, gender: 'female' },
}

/** A replica as it is edited; a copy has a name of its own. */
export const editable = (replica: Replica, isCopy: boolean): ReplicaRequest => ({
  replica_name: isCopy ? `${replica.replica_name.slice(0, 90)} (copy)` : replica.replica_name,
  look: replica.look,
  voice: replica.voice,
})
