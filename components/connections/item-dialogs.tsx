'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import type { ActionAnswer } from '@/components/shell/answers'
import { ConfirmDialog } from '@/components/shell/confirm-dialog'
import { catalogueQuery } from '@/lib/client/queries'
import { type OutsideProvider, providerTitles } from '@/lib/domain/connections/rules'
import type { AccountItem, CatalogueWire } from '@/lib/domain/connections/schema'
import type { AccountActions } from './answers'
import type { CatalogueItem, CatalogueKind } from './catalogue-items'
import { type ItemWay, itemMenuId } from './item-menu'
import { PersonaDetails } from './persona-details'
import { RenameItem } from './rename-item'

const singular = { personas: 'persona', replicas: 'replica' } as const

/** One item of the account, and what somebody asked for with it. */
export type Asked = { item: CatalogueItem; way: ItemWay }

type ItemDialogsProps = {
  provider: OutsideProvider
  kind: CatalogueKind
  catalogue: CatalogueWire
  actions: AccountActions
  asked: Asked
  open: boolean
  onOpenChange: (open: boolean) => void
}

/** The window that an item's menu opened. They stand beside the gallery: an item that is deleted is gone from it. */
export function ItemDialogs({
  provider,
  kind,
  catalogue,
  actions,
  asked: { item, way },
  open,
  onOpenChange,
}: ItemDialogsProps) {
  const t = useTranslations('connections.itemDialogs')
  const client = useQueryClient()
  const meant: AccountItem = { provider, kind: singular[kind], id: item.id }
  const name = providerTitles[provider]
  // Until the gallery shows what is so now, the button that was pressed is busy.
  const refreshed = async (acting: Promise<ActionAnswer>) => {
    const answer = await acting
    if (answer.ok) await client.invalidateQueries({ queryKey: catalogueQuery(provider).queryKey })
    return answer
  }
  const windowOf = (of: ItemWay) => ({
    open: open && way === of,
    onOpenChange,
    returnFocusTo: () => document.getElementById(itemMenuId(item.id)) ?? document.getElementById('main'),
  })
  return (
    <>
      {actions.read && (
        <PersonaDetails
          {...windowOf('details')}
          item={meant}
          name={item.name}
          replicas={catalogue.replicas}
          read={actions.read}
        />
      )}
      <RenameItem
        {...windowOf('rename')}
        provider={provider}
        name={item.name}
        rename={(to) => refreshed(actions.rename(meant, to))}
      />
      <ConfirmDialog
        {...windowOf('delete')}
        title={t('deleteTitle', { name: item.name })}
        description={t(`deleteDescription.${kind}`, { name })}
        verb={t(`verb.${kind}`)}
        act={() => refreshed(actions.remove(meant))}
      />
    </>
  )
}
