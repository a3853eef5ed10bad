'use client'

import { Copy, Ellipsis, Pencil, Trash2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { DropdownMenu, MenuItem } from '@/components/ui/dropdown-menu'
import { Link } from '@/components/ui/link'
import type { Replica } from '@/lib/domain/replicas/schema'
import { LiveFace } from './live-face'
import { useAttention } from './use-attention'

type ReplicaCardProps = {
  replica: Replica
  /** It stands where the page begins. */
  isFirst: boolean
  mayWrite: boolean
  onDelete: () => void
}

/** One replica of the gallery; it comes alive under the pointer and with the focus. */
export function ReplicaCard({ replica, isFirst, mayWrite, onDelete }: ReplicaCardProps) {
  const t = useTranslations('replicas.replicaCard')
  const { replica_id: id, replica_name: name } = replica
  const { active, handlers } = useAttention()
  return (
    <li className="flex min-w-0 flex-col gap-2" {...handlers}>
      <LiveFace
        look={replica.look}
        alt={t('portraitOf', { replicaName: replica.replica_name })}
        large
        active={active}
        first={isFirst ? '(min-width: 64rem) 14rem, (min-width: 40rem) 30vw, 45vw' : undefined}
        className="w-full"
      />
      <div className="flex items-start justify-between gap-1">
        <h2 className="flex min-w-0 flex-wrap items-center gap-2 font-medium">
          <span dir="auto" className="min-w-0">
            {replica.replica_name}
          </span>
          {replica.replica_type === 'system' && <Badge>{t('stock')}</Badge>}
        </h2>
        {mayWrite && (
          <DropdownMenu
            trigger={
              <Button variant="ghost" size="icon-sm" aria-label={t('actionsFor', { name })}>
                <Ellipsis aria-hidden />
              </Button>
            }
          >
            {replica.replica_type === 'user' && (
              <MenuItem asChild>
                <Link href={`/replicas/${id}/edit`}>
                  <Pencil aria-hidden />
                  {t('edit')}
                </Link>
              </MenuItem>
            )}
            <MenuItem asChild>
              <Link href={`/replicas/new?from=${id}`}>
                <Copy aria-hidden />
                {t('duplicate')}
              </Link>
            </MenuItem>
            {replica.replica_type === 'user' && (
              <MenuItem danger onSelect={onDelete}>
                <Trash2 aria-hidden />
                {t('delete')}
              </MenuItem>
            )}
          </DropdownMenu>
        )}
      </div>
      <p className="text-muted text-xs">
        {t(`voices.${replica.voice.gender}`, { rate: replica.voice.rate })}
        <span className="block truncate font-mono">{replica.replica_id}</span>
      </p>
      <Button asChild size="sm" className="self-start">
        <Link href={`/conversations/new?replica=${id}`}>
          {t.rich('useInAConversation', { part: () => <span className="sr-only">: {name}</span> })}
        </Link>
      </Button>
    </li>
  )
}
