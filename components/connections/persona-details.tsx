'use client'

import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { ReadFailure } from '@/components/shell/read-failure'
import { Dialog } from '@/components/ui/dialog'
import { Spinner } from '@/components/ui/spinner'
import { Verbatim } from '@/components/ui/verbatim'
import { providerTitles } from '@/lib/domain/connections/rules'
import type { AccountItem, CatalogueWire } from '@/lib/domain/connections/schema'
import type { ReadPersona } from './answers'

type PersonaDetailsProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  returnFocusTo: () => HTMLElement | null
  item: AccountItem
  name: string
  /** Of the account, by which its default replica is named. */
  replicas: CatalogueWire['replicas']
  read: ReadPersona
}

/** What its provider says of a persona of the account, asked when it is opened. */
export function PersonaDetails({ item, name, replicas, read, ...dialog }: PersonaDetailsProps) {
  return (
    <Dialog {...dialog} title={<span dir="auto">{name}</span>} className="max-w-2xl">
      <Details item={item} replicas={replicas} read={read} />
    </Dialog>
  )
}

function Details({ item, replicas, read }: Pick<PersonaDetailsProps, 'item' | 'replicas' | 'read'>) {
  const t = useTranslations('connections.personaDetails')
  const failures = useTranslations('shell.failures')
  const { data, error, isFetching, isPending, refetch } = useQuery({
    queryKey: ['account-item', item] as const,
    queryFn: async () => {
      const answer = await read(item).catch(() => null)
      if (!answer?.ok) throw new Error(answer?.message ?? failures('unreachable'))
      return answer.persona
    },
    // Nobody tells of its changes, and the server has tried again already.
    ...{ staleTime: 0, gcTime: 0, retry: false },
  })
  if (isFetching || isPending)
    return (
      <p role="status" className="flex min-h-40 items-center justify-center gap-2 text-muted">
        <Spinner /> {t('reading', { name: providerTitles[item.provider] })}
      </p>
    )
  if (error) return <ReadFailure error={error} onRetry={() => void refetch()} />
  const { system_prompt: prompt, default_replica_id: replicaId, layers } = data
  const replica = replicas.find(({ replica_id }) => replica_id === replicaId)
  return (
    <dl className="flex flex-col gap-4">
      <div>
        <dt className="mb-1.5 font-medium">{t('defaultReplica')}</dt>
        <dd className="flex flex-wrap items-baseline gap-x-2">
          {replica && <span dir="auto">{replica.replica_name}</span>}
          {replicaId ? (
            <code className="break-all font-mono text-muted text-xs">{replicaId}</code>
          ) : (
            <span className="text-muted">{t('none')}</span>
          )}
        </dd>
      </div>
      <div>
        <dt className="mb-1.5 font-medium">{t('systemPrompt')}</dt>
        <dd
          dir="auto"
          className={`max-w-[75ch] whitespace-pre-wrap break-words ${prompt ? '' : 'text-muted'}`}
        >
          {prompt || t('none')}
        </dd>
      </div>
      <div className="min-w-0">
        <dt className="mb-1.5 font-medium">{t('layers')}</dt>
        <dd className="text-muted">
          {Object.keys(layers).length > 0 ? (
            <Verbatim>{JSON.stringify(layers, null, 2)}</Verbatim>
          ) : (
            t('noLayers')
          )}
        </dd>
      </div>
    </dl>
  )
}
