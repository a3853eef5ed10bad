import { Download } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { DropdownMenu, MenuItem } from '@/components/ui/dropdown-menu'
import { queryString } from '@/lib/client/api'
import type { ConversationFilters } from '@/lib/client/queries'

const formats = [
  { format: 'csv', label: 'CSV, for spreadsheets' },
  { format: 'json', label: 'JSON, for programs' },
]

/** Everything that the list finds, as a file. */
export function ExportMenu({ filters }: { filters: ConversationFilters }) {
  return (
    <DropdownMenu
      trigger={
        <Button variant="ghost">
          <Download aria-hidden />
          Export
        </Button>
      }
    >
      {formats.map(({ format, label }) => (
        <MenuItem key={format} asChild>
          <a href={`/v2/conversations/export${queryString({ ...filters, format })}`} download>
            {label}
          </a>
        </MenuItem>
      ))}
    </DropdownMenu>
  )
}
