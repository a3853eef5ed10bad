'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { ActionAnswer } from '@/components/shell/answers'
import { ConfirmDialog } from '@/components/shell/confirm-dialog'
import type { Replica } from '@/lib/domain/replicas/schema'
import { ReplicaCard } from './replica-card'

/** How many stand in view on most screens when the page begins. */
const inView = 4

type ReplicaGalleryProps = {
  replicas: Replica[]
  /** Whether the reader may make and change replicas. */
  mayWrite: boolean
  remove: (replicaId: string) => Promise<ActionAnswer>
}

/** Every replica by its face. */
export function ReplicaGallery({ replicas, mayWrite, remove }: ReplicaGalleryProps) {
  const t = useTranslations('replicas.replicaGallery')
  const [asked, setAsked] = useState<Replica>()
  const [asking, setAsking] = useState(false)
  return (
    <>
      <ul className="grid grid-cols-2 gap-x-4 gap-y-8 sm:grid-cols-3 lg:grid-cols-4">
        {replicas.map((replica, index) => (
          <ReplicaCard
            key={replica.replica_id}
            replica={replica}
            isFirst={index < inView}
            mayWrite={mayWrite}
            onDelete={() => {
              setAsked(replica)
              setAsking(true)
            }}
          />
        ))}
      </ul>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t('deleteTitle', { name: asked?.replica_name ?? '' })}
        description={t('deleteDescription')}
        verb={t('deleteReplica')}
        act={() => remove(asked?.replica_id ?? '')}
      />
    </>
  )
}
