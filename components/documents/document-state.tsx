'use client'

import { useTranslations } from 'next-intl'
import { Badge } from '@/components/ui/badge'
import type { Document } from '@/lib/domain/documents/schema'

const tones = {
  started: 'warning',
  processing: 'warning',
  recrawling: 'warning',
  ready: 'neutral',
  error: 'danger',
} as const

/** Whether a document can be answered from, and how far its reading is. */
export function DocumentState({ document }: { document: Pick<Document, 'status' | 'progress'> }) {
  const t = useTranslations('documents.documentState')
  const { status, progress } = document
  const isRead = status === 'processing' || status === 'recrawling'
  return (
    <Badge tone={tones[status]}>
      {t(status)}
      {isRead && progress !== null && (
        <span className="tabular">{t('percent', { percent: String(progress) })}</span>
      )}
    </Badge>
  )
}
