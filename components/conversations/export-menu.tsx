import { Download } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { DropdownMenu, MenuItem } from '@/components/ui/dropdown-menu'
import { queryString } from '@/lib/client/api'
import type { ConversationFilters } from '@/lib/client/queries'

const formats = ['csv', 'json'] as const

/** Everything that the list finds, as a file. */
export function ExportMenu({ filters }: { filters: ConversationFilters }) {
  const t = useTranslations('conversations.exportMenu')
  return (
    <DropdownMenu
      trigger={
        <Button variant="ghost">
          <Download aria-hidden />
          {t('export')}
        </Button>
      }
    >
      {formats.map((format) => (
        <MenuItem key={format} asChild>
          <a href={`/v2/conversations/export${queryString({ ...filters, format })}`} download>
            {t(format)}
          </a>
        </MenuItem>
      ))}
    </DropdownMenu>
  )
}
