import { Badge } from '@/components/ui/badge'

/** The status of an answer: what was refused and what failed stand out. */
export function StatusBadge({ status }: { status: number }) {
  const tone = status >= 500 ? 'danger' : status >= 400 ? 'warning' : 'neutral'
  return (
    <Badge tone={tone} className="tabular">
      {status}
    </Badge>
  )
}
