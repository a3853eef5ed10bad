import { Ellipsis, FileText, Pencil, Trash2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { DropdownMenu, MenuItem } from '@/components/ui/dropdown-menu'
import type { CatalogueItem } from './catalogue-items'

/** What is asked for with one item of an account. */
export type ItemWay = 'details' | 'rename' | 'delete'

/** Where the focus goes back to when a window is closed that the menu opened. */
export const itemMenuId = (id: string) => `account-item-${id}`

type ItemMenuProps = {
  item: CatalogueItem
  /** Whether it has more to tell than the gallery shows. */
  hasDetails: boolean
  onAsk: (way: ItemWay) => void
}

/** What can be done with one of the account's own personas or replicas. */
export function ItemMenu({ item: { id, name }, hasDetails, onAsk }: ItemMenuProps) {
  const t = useTranslations('connections.itemMenu')
  return (
    <DropdownMenu
      trigger={
        <Button id={itemMenuId(id)} variant="ghost" size="icon-sm" aria-label={t('actionsFor', { name })}>
          <Ellipsis aria-hidden />
        </Button>
      }
    >
      {hasDetails && (
        <MenuItem onSelect={() => onAsk('details')}>
          <FileText aria-hidden />
          {t('details')}
        </MenuItem>
      )}
      <MenuItem onSelect={() => onAsk('rename')}>
        <Pencil aria-hidden />
        {t('rename')}
      </MenuItem>
      <MenuItem danger onSelect={() => onAsk('delete')}>
        <Trash2 aria-hidden />
        {t('delete')}
      </MenuItem>
    </DropdownMenu>
  )
}
